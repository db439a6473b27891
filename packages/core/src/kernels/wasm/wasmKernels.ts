import type { Rows } from "../../patterns/rows.ts";
import type { Kernels } from "../kernels.ts";
import { negligible, portableKernels } from "../portable.ts";
import { blendMany } from "./blend.ts";
import { type ByteRows, manhattanOfBytes, scoreBytes } from "./byteScores.ts";
import { largestDigit } from "./digits.ts";
import { scoreFloats } from "./floatScores.ts";
import type { WasmModule } from "./module.ts";
import { makeWasmScout } from "./wasmScout.ts";

/** Patterns with weight, per query, up to which float64 is faster than a pass over all patterns. */
const fewPerQuery = 24;

/** Digits of fewer bits than a byte are not worth the trouble. */
const leastDigit = 128;

/** Small calls on float32 patterns stay in float64, which costs little there. */
const floatFactor = 64;

/**
 * The kernels in WebAssembly SIMD. Bytes are held against a query in whole numbers, float32 in float32; float64
 * patterns, and calls too small to gain, run in the portable set.
 *
 * @param relaxed   scout with relaxed SIMD, if the module has it
 * @param smallest  multiply-adds of a call from which on WebAssembly is used
 */
export function wasmKernels(
  module: WasmModule,
  { name, relaxed, smallest }: { name: string; relaxed: boolean; smallest: number },
): Kernels {
  const wide = ({ count: N, data }: Rows, width: number, count: number): boolean =>
    N * width * count >= (data instanceof Uint8Array ? smallest : floatFactor * smallest);
  const dotLike =
    (formula: "dot" | "squared", floats: "dotFloats" | "squaredFloats"): Kernels["dot"] =>
    (stored, columns, states, count, out) => {
      const width = columns?.length ?? stored.size;
      const { data } = stored;
      if (!wide(stored, width, count) || data instanceof Float64Array) {
        portableKernels[formula === "dot" ? "dot" : "squaredDistance"](stored, columns, states, count, out);
      } else if (data instanceof Uint8Array && largestDigit(width) >= leastDigit) {
        scoreBytes(module, formula, stored as ByteRows, columns, states, count, out);
      } else scoreFloats(module, floats, stored, columns, states, count, out);
    };
  return {
    name,
    precision: 2 ** -20,
    scout: makeWasmScout(module, relaxed),
    dot: dotLike("dot", "dotFloats"),
    squaredDistance: dotLike("squared", "squaredFloats"),
    manhattanDistance(stored, columns, states, count, out) {
      const { data } = stored;
      const width = columns?.length ?? stored.size;
      const bytes = data instanceof Uint8Array && wide(stored, width, count);
      if (bytes && manhattanOfBytes(module, stored as ByteRows, columns, states, count, out)) return;
      const small = stored.count * width * count < floatFactor * smallest;
      if (small || data instanceof Float64Array) {
        portableKernels.manhattanDistance(stored, columns, states, count, out);
      } else scoreFloats(module, "manhattanFloats", stored, columns, states, count, out);
    },
    weightedSum(stored, weights, count, out) {
      const { count: N } = stored;
      if (stored.data instanceof Float64Array || !wide(stored, stored.size, count)) {
        portableKernels.weightedSum(stored, weights, count, out);
        return;
      }
      let carrying = 0;
      for (let q = 0; q < count; q++) {
        let largest = 0;
        for (let i = q * N; i < (q + 1) * N; i++) largest = Math.max(largest, Math.abs(weights[i]));
        const least = largest * negligible;
        for (let i = q * N; i < (q + 1) * N; i++) if (Math.abs(weights[i]) > least) carrying++;
      }
      if (carrying <= fewPerQuery * count) portableKernels.weightedSum(stored, weights, count, out);
      else blendMany(module, stored, weights, count, out);
    },
  };
}
