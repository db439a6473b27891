// Checks the library against a folder of reference outputs: npm run golden -- <folder> [--kind a,b] [--kernels name]
// The folder's README.md gives the formats; its index.json names the cases. Ends with "N passed, N failed".
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readSafetensors } from "modern-hopfield/formats";
import { checkClassical, checkDense } from "./golden/binary.mjs";
import { checkSeparation, checkSimilarity } from "./golden/formulas.mjs";
import { checkLayers, checkReject } from "./golden/layers.mjs";
import { recallCases } from "./golden/recall.mjs";
import { checkRetrieval, checkTheory } from "./golden/retrieval.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kind: { type: "string" }, kernels: { type: "string", default: "reference" } },
});
const [folder] = positionals;
if (folder === undefined) {
  console.error(
    "usage: npm run golden -- <folder> [--kind similarity,separation,retrieval,theory,classical,dense] [--kernels reference|portable]",
  );
  process.exit(2);
}

/** A part that is not built yet fails every case of its kind. */
const notBuilt = (what) => () => {
  throw new Error(`${what} are not built yet`);
};
const checks = {
  similarity: checkSimilarity,
  separation: checkSeparation,
  retrieval: checkRetrieval,
  theory: checkTheory,
  classical: checkClassical,
  dense: checkDense,
  layers: checkLayers,
};

const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
const wanted = values.kind?.split(",");
let passed = 0;
let failed = 0;
const report = (id, failure) => {
  if (failure === null) passed++;
  else {
    failed++;
    console.log(`FAILED ${id}: ${failure}`);
  }
};

const attempt = (id, run) => {
  try {
    report(id, run());
  } catch (error) {
    report(id, error.message);
  }
};

if (String(index.format).startsWith("hopfield-golden-recall")) {
  for (const { id, run } of recallCases(folder, index, values.kernels)) attempt(id, run);
} else {
  for (const entry of index.cases) {
    const kind = entry.kind ?? "layers";
    if (wanted !== undefined && !wanted.includes(kind)) continue;
    const check = checks[kind] ?? notBuilt(`cases of kind ${kind}`);
    attempt(entry.id, () => {
      const { tensors } = readSafetensors(readFileSync(join(folder, entry.file)));
      return check(entry, (name) => tensors.get(name), values.kernels, tensors);
    });
  }
  for (const entry of index.rejects ?? []) attempt(`refused: ${entry.why}`, () => checkReject(entry));
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
