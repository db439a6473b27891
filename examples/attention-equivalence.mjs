// Attention is a Hopfield layer without updates, and one step of a memory with dot products and softmax:
//   node examples/attention-equivalence.mjs
// Prints the largest differences to scaled dot-product attention in plain loops; fails if they are more than rounding.
import { Hopfield, tensor } from "@modern-hopfield/layers";
import { AssociativeMemory, Patterns, Random } from "modern-hopfield";

const [count, heads, size] = [7, 2, 16];
const width = heads * size;
const random = new Random("attention");
const dot = (a, b) => a.reduce((sum, x, j) => sum + x * b[j], 0);

/** softmax(q kᵀ / √d) v, as any book has it. */
function attention(q, k, v) {
  return q.map((state) => {
    const weights = k.map((key) => Math.exp(dot(state, key) / Math.sqrt(size)));
    const total = weights.reduce((sum, weight) => sum + weight);
    return v[0].map((_, j) => v.reduce((sum, value, s) => sum + (weights[s] / total) * value[j], 0));
  });
}

/** The largest difference of numbers to rows. */
const difference = (found, rows) => Math.max(...rows.flat().map((x, n) => Math.abs(found[n] - x)));

for (const Floats of [Float64Array, Float32Array]) {
  const options = { inputBias: false, disableOutProjection: true, numHeads: heads, updateStepsMax: 0 };
  for (const role of ["storedPattern", "statePattern", "patternProjection"]) {
    options[role] = { normalize: false };
  }
  const dtype = Floats === Float64Array ? "float64" : "float32";
  const layer = new Hopfield({ inputSize: width, dtype, ...options });
  const weights = layer.namedParameters().get("association_core.in_proj_weight").data;
  for (let n = 0; n < weights.length; n++) weights[n] = random.normal() / Math.sqrt(width);
  const x = Floats.from({ length: count * width }, () => random.normal());
  const { data } = layer.forward(tensor(x, { shape: [1, count, width] }));

  const row = (array, r) => [...array.slice(r * width, (r + 1) * width)];
  const rows = Array.from({ length: count }, (_, r) => row(x, r));
  let [byLayer, byMemory] = [0, 0];
  for (let h = 0; h < heads; h++) {
    // The weights of queries, keys and values follow each other; in each the heads do.
    const [q, k, v] = [0, 1, 2].map((role) =>
      rows.map((r) =>
        Array.from({ length: size }, (_, j) => dot(r, row(weights, (role * heads + h) * size + j))),
      ),
    );
    const plain = attention(q, k, v);
    const patterns = (of) => new Patterns(Floats.from(of.flat()), { size });
    const choices = { similarity: "dot", separation: "softmax", beta: 1 / Math.sqrt(size) };
    const memory = new AssociativeMemory(patterns(k), { ...choices, values: patterns(v) });
    const { output } = memory.retrieve(Floats.from(q.flat()), { maxSteps: 1, exact: "dense" });
    byMemory = Math.max(byMemory, difference(output, plain));
    const own = rows.flatMap((_, r) => row(data, r).slice(h * size, (h + 1) * size));
    byLayer = Math.max(byLayer, difference(own, plain));
  }
  console.log(`${dtype}: layer ${byLayer.toExponential(1)}, memory ${byMemory.toExponential(1)}`);
  if (!(Math.max(byLayer, byMemory) < (dtype === "float64" ? 1e-14 : 1e-6))) process.exitCode = 1;
}
