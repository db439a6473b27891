// Compiles the kernels (packages/core/assembly and packages/layers/assembly, AssemblyScript) to WebAssembly and embeds
// them as base64 in one TypeScript file each, so that the libraries need no asset, no address and no network. Part of
// `npm run build`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import asc from "assemblyscript/asc";

const root = resolve(import.meta.dirname, "..");

const core = [
  { name: "plainBinary", entry: "plain.ts", flags: ["--enable", "simd"], says: "All kernels, 128-bit SIMD." },
  {
    name: "relaxedBinary",
    entry: "relaxed.ts",
    flags: ["--enable", "simd", "--enable", "relaxed-simd", "--importMemory"],
    says: "The kernel that needs relaxed SIMD; works in the memory of the plain module.",
  },
  {
    name: "convolutionBinary",
    entry: "convolve.ts",
    flags: ["--enable", "simd"],
    says: "Convolutions, 128-bit SIMD, with a memory of their own.",
  },
];

const layers = [
  {
    name: "plainBinary",
    entry: "plain.ts",
    flags: ["--enable", "simd"],
    says: "Matrix products, 128-bit SIMD.",
  },
  {
    name: "relaxedBinary",
    entry: "relaxed.ts",
    flags: ["--enable", "simd", "--enable", "relaxed-simd"],
    says: "The same with relaxed SIMD.",
  },
];

/** Where the sources are, where the file goes, and what is in it. */
const targets = [
  { source: "packages/core/assembly", target: "packages/core/src/kernels/wasm/binaries.ts", builds: core },
  {
    source: "packages/layers/assembly",
    target: "packages/layers/src/autodiff/wasm/binaries.ts",
    builds: layers,
  },
];

async function compile({ source, target, builds }, folder) {
  const parts = [`// Made by scripts/kernels.mjs from ${source}; not to be edited.\n`];
  for (const { name, entry, flags, says } of builds) {
    const file = join(folder, `${name}.wasm`);
    const { error, stderr } = await asc.main([
      join(root, source, entry),
      "--outFile",
      file,
      "-O3",
      "--noAssert",
      "--runtime",
      "stub",
      "--initialMemory",
      "1",
      ...flags,
    ]);
    if (error) throw new Error(`${source}/${entry} does not compile: ${error.message}\n${stderr.toString()}`);
    const bytes = readFileSync(file);
    if (!WebAssembly.validate(bytes) && name === "plainBinary")
      throw new Error(`${source}/${entry}: not valid here`);
    parts.push(`\n/** ${says} */\nexport const ${name}: string =\n  "${bytes.toString("base64")}";\n`);
  }
  const text = parts.join("");
  const path = join(root, target);
  let old = "";
  try {
    old = readFileSync(path, "utf8");
  } catch {
    // The first build.
  }
  // An equal file keeps its time, so that nothing is compiled again for it.
  if (text !== old) writeFileSync(path, text);
}

const folder = mkdtempSync(join(tmpdir(), "hopfield-kernels-"));
try {
  for (const target of targets) await compile(target, folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
