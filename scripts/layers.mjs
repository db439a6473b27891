// Import layers and cycles. Proves first, on a small bad house, that every kind of breach is seen; then checks the packages.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const program = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");

function cruise(folder) {
  const config = join(root, ".dependency-cruiser.cjs");
  const sources = ["packages/core/src", "packages/figures/src", "packages/layers/src", "packages/cli/src"];
  const { status, stdout, stderr } = spawnSync("node", [program, "--config", config, ...sources], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, output: `${stdout}${stderr}` };
}

/** Each breach: the rule that must see it, the file, what it says. Types count as much as values. */
const breaches = [
  ["no-cycles", "core/src/math/a.ts", 'import { b } from "./b.ts";\nexport const a: number = b;'],
  ["no-cycles", "core/src/math/b.ts", 'import { a } from "./a.ts";\nexport const b: number = a;'],
  ["errors-import-nothing", "core/src/errors.ts", 'export { low } from "./math/low.ts";'],
  [
    "core-math-stands-on-lower-layers",
    "core/src/math/up.ts",
    'export type { High } from "../memory/high.ts";',
  ],
  [
    "core-images-stands-on-lower-layers",
    "core/src/images/aside.ts",
    'import type { High } from "../memory/high.ts";\nexport const x: High = 1;',
  ],
  [
    "core-imports-nothing-outside",
    "core/src/math/files.ts",
    'import { readFileSync } from "node:fs";\nexport const read: unknown = readFileSync;',
  ],
  [
    "core-node-imports-node-alone",
    "core/src/node/outside.ts",
    'import fc from "fast-check";\nexport const x: unknown = fc;',
  ],
  ["core-node-is-a-door", "core/src/memory/door.ts", 'export { files } from "../node/files.ts";'],
  [
    "core-folders-have-a-layer",
    "core/src/nowhere/new.ts",
    'import { low } from "../math/low.ts";\nexport const x: number = low;',
  ],
  ["no-barrels-inside", "core/src/memory/barrel.ts", 'export { low } from "../index.ts";'],
  [
    "figures-import-neither-core-nor-cli",
    "figures/src/core.ts",
    'export { low } from "../../core/src/math/low.ts";',
  ],
  [
    "layers-autodiff-stands-on-lower-layers",
    "layers/src/autodiff/up.ts",
    'export type { Module } from "../modules/module.ts";',
  ],
  [
    "layers-folders-have-a-layer",
    "layers/src/nowhere/new.ts",
    'import type { Module } from "../modules/module.ts";\nexport type M = Module;',
  ],
  [
    "layers-stand-on-the-core-alone",
    "layers/src/train/files.ts",
    'import { readFileSync } from "node:fs";\nexport const read: unknown = readFileSync;',
  ],
  ["packages-by-public-name", "cli/src/core.ts", 'export { low } from "../../core/src/math/low.ts";'],
];
const sound = [
  ["core/src/index.ts", 'export { low } from "./math/low.ts";'],
  ["core/src/math/low.ts", "export const low: number = 1;"],
  [
    "core/src/memory/high.ts",
    'import { low } from "../math/low.ts";\nexport type High = number;\nexport const high: High = low;',
  ],
  [
    "core/src/node/files.ts",
    'import { readFileSync } from "node:fs";\nexport const files: unknown = readFileSync;',
  ],
  ["layers/src/modules/module.ts", "export type Module = number;"],
  ["figures/src/index.ts", "export const figure: number = 1;"],
  ["cli/src/index.ts", "export const cli: number = 1;"],
];

function build(files) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "hopfield-layers-")));
  for (const [path, text] of files) {
    const file = join(folder, "packages", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n`);
  }
  return folder;
}

const failures = [];
const bad = build([...sound, ...breaches.map(([, path, text]) => [path, text])]);
const good = build(sound);
try {
  const seen = cruise(bad).output;
  for (const [rule, path] of breaches) {
    const named = seen.split("\n").some((line) => line.includes(`${rule}: packages/${path}`));
    if (!named && rule !== "no-cycles") failures.push(`a breach of ${rule} in ${path} is not seen:\n${seen}`);
  }
  if (!seen.includes("no-cycles: packages/core/src/math/")) failures.push(`a cycle is not seen:\n${seen}`);
  const fine = cruise(good);
  if (fine.status !== 0) failures.push(`a sound house is refused:\n${fine.output}`);
} finally {
  rmSync(bad, { recursive: true, force: true });
  rmSync(good, { recursive: true, force: true });
}
const { status, output } = cruise(root);
if (status !== 0) failures.push(output);
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
