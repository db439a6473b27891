// Compiles the kernels (packages/core/assembly, AssemblyScript) to WebAssembly and embeds them as base64 in one
// TypeScript file, so that the library needs no asset, no address and no network. Part of `npm run build`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import asc from "assemblyscript/asc";

const root = resolve(import.meta.dirname, "..");
const source = join(root, "packages/core/assembly");
const target = join(root, "packages/core/src/kernels/wasm/binaries.ts");

const builds = [
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

const folder = mkdtempSync(join(tmpdir(), "hopfield-kernels-"));
try {
  const parts = ["// Made by scripts/kernels.mjs from packages/core/assembly; not to be edited.\n"];
  for (const { name, entry, flags, says } of builds) {
    const file = join(folder, `${name}.wasm`);
    const { error, stderr } = await asc.main([
      join(source, entry),
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
    if (error) throw new Error(`${entry} does not compile: ${error.message}\n${stderr.toString()}`);
    const bytes = readFileSync(file);
    if (!WebAssembly.validate(bytes) && name === "plainBinary") throw new Error(`${entry}: not valid here`);
    parts.push(`\n/** ${says} */\nexport const ${name}: string =\n  "${bytes.toString("base64")}";\n`);
  }
  const text = parts.join("");
  let old = "";
  try {
    old = readFileSync(target, "utf8");
  } catch {
    // The first build.
  }
  // An equal file keeps its time, so that nothing is compiled again for it.
  if (text !== old) writeFileSync(target, text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
