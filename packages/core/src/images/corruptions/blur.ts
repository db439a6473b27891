import { exp } from "../../math/elementary.ts";
import { type CorruptionFamily, numberOf, pictureShape } from "../corruption.ts";

/** A Gaussian of `sigma` pixels, cut at three sigmas, summing to 1. */
function kernel(sigma: number): Float64Array {
  const reach = Math.max(1, Math.ceil(3 * sigma));
  const raw = Float64Array.from({ length: 2 * reach + 1 }, (_, k) =>
    exp(-((k - reach) ** 2) / (2 * sigma * sigma)),
  );
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((value) => value / sum);
}

/** Averages along one axis: `count` places `step` apart, on every line; edges repeat their last pixel. */
function along(
  values: Float64Array,
  weights: Float64Array,
  count: number,
  step: number,
  lines: number[],
): Float64Array {
  const out = new Float64Array(values.length);
  const reach = (weights.length - 1) / 2;
  for (const line of lines) {
    for (let at = 0; at < count; at++) {
      let sum = 0;
      for (let k = -reach; k <= reach; k++) {
        sum += weights[k + reach] * values[line + Math.min(count - 1, Math.max(0, at + k)) * step];
      }
      out[line + at * step] = sum;
    }
  }
  return out;
}

/**
 * Gaussian blur of each channel, with repeated edges. What is unknown stays as it is and lends nothing to its
 * neighbours: a known pixel is the weighted mean of the known ones around it, so it can still be trusted.
 */
export const blur: CorruptionFamily = {
  name: "blur",
  usage: "blur:<sigma in pixels, above 0 and at most 1000>",
  options: [],
  make(spec) {
    const weights = kernel(numberOf(blur, spec, spec.value, 1e-6, 1000));
    return ({ values, known }, context) => {
      const { width, height, channels } = pictureShape("blur", context);
      const rows: number[] = [];
      const columns: number[] = [];
      for (let c = 0; c < channels; c++) {
        for (let y = 0; y < height; y++) rows.push(y * width * channels + c);
        for (let x = 0; x < width; x++) columns.push(x * channels + c);
      }
      const averaged = (from: Float64Array): Float64Array =>
        along(along(from, weights, width, channels, rows), weights, height, width * channels, columns);
      if (!known.includes(0)) return { values: averaged(values), known };
      const sums = averaged(values.map((value, j) => (known[j] ? value : 0)));
      const shares = averaged(Float64Array.from(known));
      return { values: values.map((value, j) => (known[j] ? sums[j] / shares[j] : value)), known };
    };
  },
};
