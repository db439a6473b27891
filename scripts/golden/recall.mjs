import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { AssociativeMemory, Patterns, withMean } from "modern-hopfield";
import { readSafetensors } from "modern-hopfield/formats";
import { differs, first } from "./compare.mjs";
import { similarityFor } from "./names.mjs";

/** The first images of a set as rows of numbers 0..255: planar colour, unrounded gray, or MNIST bytes. */
function imagesOf(folder, set) {
  const data = process.env.HOPFIELD_DATA ?? join(folder, "..", "..", "data");
  const bytes = gunzipSync(readFileSync(join(data, set.file)));
  const rows = [];
  for (let i = set.first; i < set.first + set.stored; i++) {
    if (set.file.includes("mnist")) {
      rows.push(Float64Array.from(bytes.subarray(16 + i * 784, 16 + (i + 1) * 784)));
      continue;
    }
    const record = bytes.subarray(i * 3073 + 1, (i + 1) * 3073);
    rows.push(
      set.pixels === "rgb"
        ? Float64Array.from(record)
        : Float64Array.from(
            { length: 1024 },
            (_, p) => 0.299 * record[p] + 0.587 * record[1024 + p] + 0.114 * record[2048 + p],
          ),
    );
  }
  return rows;
}

/** Rows from the middle on set to 0, in every channel. */
function lowerHalfBlack(row) {
  const plane = row.length === 784 ? 784 : 1024;
  return row.map((value, j) => (j % plane >= plane / 2 ? 0 : value));
}

/** Every case of the recall reference as something to run. */
export function* recallCases(folder, index, kernels) {
  const { tensors } = readSafetensors(readFileSync(join(folder, "recall.safetensors")));
  const sets = new Map();
  for (const entry of index.cases) {
    yield {
      id: entry.id,
      run() {
        const set = index.sets[entry.set];
        if (!sets.has(entry.set)) sets.set(entry.set, imagesOf(folder, set));
        const images = sets.get(entry.set);
        const originals = images.slice(0, set.queries);
        const size = images[0].length;
        const given = tensors.get(`queries/${entry.set}/${entry.corruption}`);
        const queries =
          entry.corruption === "half"
            ? originals.map(lowerHalfBlack)
            : originals.map((_, q) => Float64Array.from(given.data.subarray(q * size, (q + 1) * size)));
        const { similarity, factor } = similarityFor(entry.similarity, size);
        const stored = new Patterns(Float64Array.from(images.flatMap((row) => [...row])), { size });
        const memory = new AssociativeMemory(stored, {
          similarity: ["dot", "squaredEuclidean"].includes(similarity.name)
            ? similarity
            : withMean(similarity),
          beta: entry.beta * factor,
          kernels,
        });
        const r = memory.retrieve(queries, { maxSteps: entry.steps, tolerance: 0 });
        const tensor = (name) => tensors.get(`${entry.id}/${name}`)?.data;
        const mse = originals.map(
          (row, q) => r.stateOf(q).reduce((sum, value, j) => sum + (value - row[j]) ** 2, 0) / size,
        );
        const top = originals.map((_, q) => r.top(q)[0]);
        const gaps = tensor("top_gap");
        const wrong = top.findIndex(({ index: found }, q) => gaps[q] > 1e-9 && found !== tensor("top")[q]);
        return first(
          differs("mse", mse, tensor("mse"), 1e-9),
          wrong >= 0
            ? `top of query ${wrong} is ${top[wrong].index}, expected ${tensor("top")[wrong]}`
            : null,
          differs(
            "top_weight",
            top.map(({ weight }) => weight),
            tensor("top_weight"),
            1e-9,
          ),
          tensor("energy")
            ? differs(
                "energy",
                r.energy.map((e) => e * factor),
                tensor("energy"),
                1e-9,
              )
            : null,
          tensor("state_first2")
            ? differs("state_first2", r.state.subarray(0, 2 * size), tensor("state_first2"), 1e-9)
            : null,
          withCount("correct", top.filter(({ index: found }, q) => found === q).length, entry.correct),
          withCount("recovered", mse.filter((value) => value < 1).length, entry.recovered),
        );
      },
    };
  }
}

function withCount(what, got, wanted) {
  return got === wanted ? null : `${what} is ${got}, expected ${wanted}`;
}
