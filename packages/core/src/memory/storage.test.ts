import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { distance } from "../math/vector.ts";
import { compress } from "../patterns/compress.ts";
import { compressedForms } from "../patterns/encode.ts";
import { normalizations } from "../patterns/normalize.ts";
import { Patterns } from "../patterns/patterns.ts";
import { AssociativeMemory } from "./associativeMemory.ts";

const size = 24;

/** Random patterns, as float64 and in a smaller form, and queries near and far. */
function caseOf(form: "float16" | "int8", seed: number, normalize: "none" | "mean" | "layer" = "none") {
  const random = new Random(seed).fork("storage");
  const rows = Array.from({ length: 2 + random.below(20) }, () => {
    const spread = Math.exp(random.uniform(-3, 3));
    const centre = random.normal();
    return Float64Array.from({ length: size }, () => centre + spread * random.normal());
  });
  const exact = new Patterns(rows, { size, normalize });
  const query = Float64Array.from({ length: size }, () => 2 * random.normal());
  return { random, rows, exact, small: compress(exact, form), query };
}

describe.each(compressedForms)("a memory of patterns as %s", (form) => {
  test.each(["dot", "squaredEuclidean", "manhattan"] as const)(
    "has scores of %s within the bound",
    (name) => {
      fc.assert(
        fc.property(fc.nat(), fc.constantFrom(...normalizations), fc.boolean(), (seed, normalize, masked) => {
          const { exact, small, query, random } = caseOf(form, seed, normalize);
          const state = new Float64Array(size);
          const known = Uint8Array.from({ length: size }, (_, j) => (!masked || j % 3 !== 0 ? 1 : 0));
          const map = small.normalizingOf(
            query,
            Int32Array.from(known.keys()).filter((j) => known[j] !== 0),
          );
          known.forEach((one, j) => {
            state[j] = one === 0 ? 0 : map.gain * query[j] + map.offset;
          });
          const scoresOf = (stored: Patterns): Float64Array =>
            new AssociativeMemory(stored, { similarity: name, beta: 1 }).scores(query, { known });
          const [a, b] = [scoresOf(exact), scoresOf(small)];
          const { errorNorm } = small;
          errorNorm.forEach((e, i) => {
            const most = {
              dot: e * Math.hypot(...state),
              squaredEuclidean: e * Math.sqrt(-2 * b[i]) + (e * e) / 2,
              manhattan: Math.sqrt(size) * e,
            }[name];
            expect(Math.abs(a[i] - b[i])).toBeLessThanOrEqual(most * (1 + 1e-9) + 1e-9);
          });
          expect(random).toBeDefined();
        }),
      );
    },
  );

  test("recalls a pattern within its bound and the storage error of what was given", () => {
    let [proved, total] = [0, 0];
    for (let seed = 0; seed < 200; seed++) {
      const { exact, small, rows, random } = caseOf(form, seed);
      const query = rows[random.below(rows.length)].map((value) => value + 0.1 * random.normal());
      const memory = new AssociativeMemory(small, { beta: 5 });
      const found = memory.retrieve(query);
      const { distanceBound, storageError, topIndex } = found.certificate(0, { theorem5: true });
      expect(storageError).toBe(Math.max(...small.errorNorm));
      expect(storageError).toBeGreaterThan(0);
      total++;
      if (distanceBound === null) continue;
      proved++;
      expect(distance(found.state, exact.at(topIndex))).toBeLessThanOrEqual(
        (distanceBound + storageError) * (1 + 1e-9) + 1e-9,
      );
    }
    expect(proved).toBe(total);
  });

  test("blends within the storage error of the same blend of what was given", () => {
    for (let seed = 0; seed < 50; seed++) {
      const { exact, small, query } = caseOf(form, seed, "layer");
      const memory = new AssociativeMemory(small, { similarity: "dot", beta: 0.05 });
      const found = memory.retrieve(query, { maxSteps: 1, exact: "dense" });
      const blend = new Float64Array(size);
      found.association(0).forEach((p, i) => {
        exact.at(i).forEach((value, j) => {
          blend[j] += p * value;
        });
      });
      expect(distance(found.state, blend)).toBeLessThanOrEqual(small.storageError + 1e-9);
    }
  });

  test("is measured again after each change, and its retrievals say so", () => {
    const { small, rows, query } = caseOf(form, 3);
    const memory = new AssociativeMemory(small, { beta: 1 });
    const errorOf = (): number => memory.retrieve(query).certificate(0).storageError;
    expect(errorOf()).toBe(small.storageError);
    const far = rows[0].map((value, j) => 50 * value + j);
    const i = memory.add(far);
    const added = small.errorNorm[i];
    expect(errorOf()).toBe(Math.max(...small.errorNorm));
    expect(added).toBe(distance(small.at(i), far));
    memory.update(
      i,
      rows[0].map((value) => value / 1000),
    );
    expect(small.errorNorm[i]).toBeLessThan(added);
    memory.remove(i);
    expect(errorOf()).toBe(small.storageError);
    expect(memory.count).toBe(rows.length);
  });

  test("is as it was when a change is refused", () => {
    const { small, rows } = caseOf(form, 4, "layer");
    const memory = new AssociativeMemory(small, { beta: 1 });
    const [before, errors] = [small.at(0), small.errorNorm];
    expect(() => memory.update(0, rows[1])).toThrow(/patterns 0 and 1 are equal/);
    expect(() => memory.add(rows[1])).toThrow(/are equal/);
    expect(small.at(0)).toEqual(before);
    expect(small.errorNorm).toEqual(errors);
  });

  test("is calibrated and asked with its own patterns", () => {
    const { small } = caseOf(form, 5, "layer");
    const memory = new AssociativeMemory(small, { similarity: "dot", beta: 1 });
    memory.calibrate((pattern) => pattern);
    const found = memory.retrieve(small);
    expect(found.count).toBe(small.count);
    expect(found.familiarity?.every((share) => share > 0)).toBe(true);
  });

  test("takes fewer bytes, and says how many", () => {
    const { exact, small } = caseOf(form, 6);
    const bytesOf = (stored: Patterns, options: object = {}): number =>
      new AssociativeMemory(stored, options).bytesPerPattern;
    expect(bytesOf(exact)).toBe(8 * size + 16);
    expect(bytesOf(small)).toBe((form === "int8" ? 1 : 2) * size + 16);
    const values = new Patterns(new Uint8Array(small.count), { size: 1 });
    expect(bytesOf(small, { values })).toBe(bytesOf(small) + 17);
    expect(bytesOf(small, { weights: new Float64Array(small.count).fill(2) })).toBe(bytesOf(small) + 8);
  });

  test.each(["dot", "squaredEuclidean", "manhattan", "cosine"] as const)(
    "recalls by %s the same patterns as the floats, with every set of kernels",
    (similarity) => {
      const random = new Random("recall").fork(similarity);
      const wide = 96;
      const floats = Float32Array.from({ length: 400 * wide }, () => random.normal());
      const exact = new Patterns(floats, { size: wide });
      const small = compress(exact, form);
      const queries = floats.slice(0, 40 * wide).map((value) => value + 0.3 * random.normal());
      const topOf = (stored: Patterns, kernels: "reference" | "portable" | "auto"): number[] => {
        const memory = new AssociativeMemory(stored, { similarity, kernels });
        const found = memory.retrieve(queries);
        return Array.from({ length: 40 }, (_, q) => found.top(q, 1)[0].index);
      };
      const wanted = Array.from({ length: 40 }, (_, q) => q);
      expect(topOf(exact, "auto")).toEqual(wanted);
      for (const kernels of ["reference", "portable", "auto"] as const) {
        expect(topOf(small, kernels)).toEqual(wanted);
      }
    },
  );
});

test("exact stores have no storage error", () => {
  const random = new Random("exact");
  const bytes = Uint8Array.from({ length: 40 }, () => random.below(256));
  for (const data of [bytes, Float32Array.from(bytes), Float64Array.from(bytes)]) {
    const memory = new AssociativeMemory(
      new Patterns(data, { size: 10, scale: "unit", normalize: "layer" }),
      {
        beta: 1,
      },
    );
    expect(memory.retrieve(bytes.slice(0, 10)).certificate(0).storageError).toBe(0);
  }
});

test("a query of floats asked of an int8 store is in the units of the floats", () => {
  const small = compress(new Patterns([0.1, 0.2, 0.9, 0.5, 0.4, 0.7], { size: 3 }), "int8");
  const memory = new AssociativeMemory(small, { beta: 500 });
  expect(memory.retrieve([0.1, 0.2, 0.8]).top(0, 1)[0].index).toBe(0);
});
