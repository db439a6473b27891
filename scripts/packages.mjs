// The packages as users get them: what is packed, whether it installs and runs in an empty folder, how large the core is.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "hopfield-packages-"));
const names = ["core", "figures", "onnx", "layers", "cli"];
/** Ceilings in bytes, gzipped; they move only when someone decides. */
const ceilings = { all: 46_000, memory: 37_000, one: 3_000 };
const failures = [];

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) failures.push(`${[command, ...args].join(" ")} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** The gzipped size of a module that imports something, bundled and minified. */
async function bundled(code) {
  mkdirSync(join(root, "runs"), { recursive: true });
  const entry = join(root, "runs", "size-entry.mjs");
  writeFileSync(entry, code);
  const result = await build({
    root,
    logLevel: "error",
    configFile: false,
    build: { write: false, minify: true, rollupOptions: { input: entry, preserveEntrySignatures: "strict" } },
  });
  const [{ output }] = [result].flat();
  rmSync(entry);
  return gzipSync(output[0].code).length;
}

try {
  for (const name of names) {
    const packed = JSON.parse(
      run(
        "npm",
        ["pack", "--json", "--ignore-scripts", "--pack-destination", folder],
        join(root, "packages", name),
      ),
    );
    const files = packed[0].files.map(({ path }) => path);
    for (const wanted of ["package.json", "README.md", "LICENSE", "dist/index.js", "dist/index.d.ts"]) {
      if (!files.includes(wanted)) failures.push(`${name}: ${wanted} is not packed`);
    }
    for (const path of files)
      if (/[.]test[.]|\/testing\/|fixture/.test(path)) failures.push(`${name}: ${path} is packed`);
    run("npx", ["publint", "--strict", join("packages", name)], root);
  }
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const tarballs = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  run(
    "npm",
    [
      "install",
      "--ignore-scripts",
      "--prefer-offline",
      "--no-audit",
      "--no-fund",
      ...tarballs.map((name) => `./${name}`),
    ],
    folder,
  );
  const code = `
    import { AssociativeMemory } from "modern-hopfield";
    import { proceduralDigits } from "modern-hopfield/images";
    import { readNpy } from "modern-hopfield/formats";
    import { mse } from "modern-hopfield/metrics";
    import { runTrial, defaultTrialConfig } from "modern-hopfield/trial";
    import { bars } from "@modern-hopfield/figures";
    import { HopfieldPooling, tensor } from "@modern-hopfield/layers";
    if (new HopfieldPooling({ inputSize: 2 }).forward(tensor([[[1, 2], [3, 4]]])).shape.join() !== "1,2") throw new Error("wrong shape");
    const memory = new AssociativeMemory([[0, 1, 2], [2, 1, 0]]);
    if (memory.retrieve([0, 1, 1.9]).top(0)[0].index !== 0) throw new Error("wrong pattern");
    if (runTrial({ kind: "images", images: proceduralDigits(10, 1) }, { ...defaultTrialConfig, patterns: 10 }).results.accuracy !== 1) throw new Error("wrong");
    if (typeof readNpy !== "function" || mse([1], [1]) !== 0 || typeof bars !== "function") throw new Error("missing export");
  `;
  writeFileSync(join(folder, "try.mjs"), code);
  run("node", ["try.mjs"], folder);
  const version = run("npx", ["hopfield", "--version"], folder).trim();
  if (version !== JSON.parse(readFileSync(join(root, "packages/cli/package.json"), "utf8")).version) {
    failures.push(`hopfield --version says ${version}`);
  }
  run("npx", ["hopfield", "retrieve", "-n", "20", "--quiet", "--out", "run"], folder);
  const all = await bundled('export * from "modern-hopfield";');
  const memory = await bundled('export { AssociativeMemory, Patterns } from "modern-hopfield";');
  const one = await bundled('export { Random } from "modern-hopfield";');
  console.log(
    `core: ${all} bytes gzipped (ceiling ${ceilings.all}); a memory with all kernels: ${memory} (ceiling ${ceilings.memory}); Random alone: ${one} (ceiling ${ceilings.one})`,
  );
  if (all > ceilings.all) failures.push(`the core is ${all} bytes gzipped, more than ${ceilings.all}`);
  if (memory > ceilings.memory) {
    failures.push(`a memory alone is ${memory} bytes gzipped, more than ${ceilings.memory}`);
  }
  if (one > ceilings.one)
    failures.push(
      `Random alone is ${one} bytes gzipped, more than ${ceilings.one}: the core does not tree-shake`,
    );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
