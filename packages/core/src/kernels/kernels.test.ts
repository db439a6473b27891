import { describe, expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { compress } from "../patterns/compress.ts";
import { compressedForms } from "../patterns/encode.ts";
import { type Normalization, normalizations } from "../patterns/normalize.ts";
import { Patterns } from "../patterns/patterns.ts";
import type { PatternData } from "../patterns/rows.ts";
import { type PixelScaleName, pixelScaleNames } from "../patterns/scale.ts";
import type { Kernels } from "./kernels.ts";
import { portableKernels } from "./portable.ts";
import { referenceKernels } from "./reference.ts";
import { availableKernels, selectKernels } from "./select.ts";
import { wasmModule } from "./wasm/module.ts";
import { wasmKernels } from "./wasm/wasmKernels.ts";

const random = new Random("kernels");
const shapes = [
  [1, 1, 1],
  [1, 7, 3],
  [2, 8, 2],
  [5, 13, 1],
  [33, 16, 5],
  [65, 31, 4],
] as const;

const kinds: readonly (readonly [string, (length: number) => PatternData])[] = [
  ["bytes", (length) => Uint8Array.from({ length }, () => random.below(256))],
  ["float32", (length) => Float32Array.from({ length }, () => random.normal())],
  ["float64", (length) => Float64Array.from({ length }, () => random.normal())],
];

const distances = ["dot", "squaredDistance", "manhattanDistance"] as const;

/** Every result of a kernel set on one problem, by name. */
function results(
  kernels: Kernels,
  stored: Patterns,
  columns: Int32Array | null,
  states: Float64Array,
  weights: Float64Array,
): Record<string, Float64Array> {
  const count = states.length / stored.size;
  const all: Record<string, Float64Array> = {};
  for (const name of distances) {
    all[name] = new Float64Array(count * stored.count).fill(Number.NaN);
    kernels[name](stored, columns, states, count, all[name]);
  }
  all.weightedSum = new Float64Array(count * stored.size).fill(Number.NaN);
  kernels.weightedSum(stored, weights, count, all.weightedSum);
  return all;
}

/** Every set that runs here; the compiled ones for calls of any size. */
const module = wasmModule();
const sets = [portableKernels, referenceKernels];
if (module !== null) sets.push(wasmKernels(module, { name: "simd", relaxed: false, smallest: 0 }));
if (module !== null && module.dotBytes7 !== null) {
  sets.push(wasmKernels(module, { name: "relaxed", relaxed: true, smallest: 0 }));
}

describe.each(sets)("the contract of the $name kernels", (kernels) => {
  test.each(kinds)("sums over %s follow the definitions", (_kind, make) => {
    for (const [N, size, count] of shapes) {
      for (const scale of pixelScaleNames as readonly PixelScaleName[]) {
        for (const normalize of normalizations as readonly Normalization[]) {
          const stored = new Patterns(make(N * size), { size, scale, normalize });
          const rows = Array.from({ length: N }, (_, i) => stored.at(i));
          const states = Float64Array.from({ length: count * size }, () => random.normal());
          const weights = Float64Array.from({ length: count * N }, () => random.uniform());
          const some = Int32Array.from({ length: size }, (_, j) => j).filter((j) => j % 3 !== 1);
          for (const columns of [null, some]) {
            const got = results(kernels, stored, columns, states, weights);
            const used = columns ?? Int32Array.from({ length: size }, (_, j) => j);
            for (let q = 0; q < count; q++) {
              for (let i = 0; i < N; i++) {
                const row = rows[i];
                let [dot, squared, manhattan, size1, norms] = [0, 0, 0, 0, 0];
                for (const j of used) {
                  const y = states[q * size + j];
                  dot += row[j] * y;
                  squared += (row[j] - y) ** 2;
                  manhattan += Math.abs(row[j] - y);
                  size1 += Math.abs(row[j] * y);
                  // Of a nearly constant pattern gain and offset are large and cancel.
                  const reach =
                    Math.abs(stored.gain[i] * stored.data[i * size + j]) + Math.abs(stored.offset[i]);
                  norms += reach * reach + y * y;
                }
                const close = (value: number, wanted: number, scaleOf: number): void =>
                  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(
                    kernels.precision * (scaleOf + 1e-300),
                  );
                close(got.dot[q * N + i], dot, Math.max(size1, norms));
                close(got.squaredDistance[q * N + i], squared, norms);
                close(got.manhattanDistance[q * N + i], manhattan, manhattan + size1);
              }
              for (let j = 0; j < size; j++) {
                let [sum, size1] = [0, 0];
                for (let i = 0; i < N; i++) {
                  sum += weights[q * N + i] * rows[i][j];
                  // Gain and offset of a layer norm may be large and cancel.
                  size1 +=
                    weights[q * N + i] *
                    (Math.abs(stored.gain[i] * stored.data[i * size + j]) + Math.abs(stored.offset[i]));
                }
                expect(Math.abs(got.weightedSum[q * size + j] - sum)).toBeLessThanOrEqual(
                  kernels.precision * size1 + 1e-300,
                );
              }
            }
          }
        }
      }
    }
  });

  test.each(compressedForms)("patterns kept as %s are compared as what they decode to", (form) => {
    const [N, size, count] = [41, 37, 5];
    const stored = compress(
      new Patterns(
        Float32Array.from({ length: N * size }, () => random.normal()),
        { size },
      ),
      form,
    );
    const decoded = new Patterns(
      Float64Array.from({ length: N * size }, (_, k) => stored.at(Math.floor(k / size))[k % size]),
      {
        size,
      },
    );
    const states = Float64Array.from({ length: count * size }, () => random.normal());
    const weights = Float64Array.from({ length: count * N }, () => random.uniform());
    const some = Int32Array.from({ length: size }, (_, j) => j).filter((j) => j % 4 !== 2);
    for (const columns of [null, some]) {
      const got = results(kernels, stored, columns, states, weights);
      const wanted = results(referenceKernels, decoded, columns, states, weights);
      for (const [name, values] of Object.entries(wanted)) {
        values.forEach((value, k) => {
          // Sums of some dozens of terms of size 1.
          expect(Math.abs(got[name][k] - value)).toBeLessThanOrEqual(kernels.precision * 300);
        });
      }
    }
  });

  test("whole numbers give exact sums", () => {
    const [N, size, count] = [37, 50, 3];
    const data = Uint8Array.from({ length: N * size }, () => random.below(256));
    const stored = new Patterns(data, { size });
    const states = Float64Array.from({ length: count * size }, () => random.below(256));
    const weights = Float64Array.from({ length: count * N }, () => random.below(5));
    const got = results(kernels, stored, null, states, weights);
    for (let q = 0; q < count; q++) {
      for (let i = 0; i < N; i++) {
        let [dot, squared, manhattan] = [0, 0, 0];
        for (let j = 0; j < size; j++) {
          const [x, y] = [data[i * size + j], states[q * size + j]];
          dot += x * y;
          squared += (x - y) ** 2;
          manhattan += Math.abs(x - y);
        }
        expect(got.dot[q * N + i]).toBe(dot);
        expect(got.squaredDistance[q * N + i]).toBe(squared);
        expect(got.manhattanDistance[q * N + i]).toBe(manhattan);
      }
      for (let j = 0; j < size; j++) {
        let sum = 0;
        for (let i = 0; i < N; i++) sum += weights[q * N + i] * data[i * size + j];
        expect(got.weightedSum[q * size + j]).toBe(sum);
      }
    }
  });

  test("a single heavy weight gives its pattern bit for bit", () => {
    const stored = new Patterns(
      Uint8Array.from({ length: 40 }, () => random.below(256)),
      { size: 8, scale: "unit" },
    );
    const out = new Float64Array(8);
    kernels.weightedSum(stored, Float64Array.from([0, 0, 1, 0, 0]), 1, out);
    expect(out).toEqual(stored.at(2));
  });
});

test("kernels are chosen by name, or given", () => {
  expect(selectKernels()).toBe(selectKernels(availableKernels()[0]));
  expect(selectKernels("portable")).toBe(portableKernels);
  expect(selectKernels("reference")).toBe(referenceKernels);
  expect(selectKernels(referenceKernels)).toBe(referenceKernels);
  expect(() => selectKernels("portabel" as "portable")).toThrow(/unknown kernels: portabel .*portable/);
});
