import fc from "fast-check";
import { Random } from "modern-hopfield";
import { expect, test } from "vitest";
import { gemmPortable } from "./portableGemm.ts";
import { gemmWasm } from "./wasm/gemmWasm.ts";
import { gemmModule } from "./wasm/module.ts";

/** Each way to multiply float32 that runs here. */
const kinds = (["portable", "simd", "relaxed"] as const).filter(
  (name) => name === "portable" || gemmModule(name) !== null,
);

type Product = typeof gemmPortable;

function productOf(name: (typeof kinds)[number]): Product {
  if (name === "portable") return gemmPortable;
  const module = gemmModule(name)!;
  return (m, n, k, a, ao, ar, ac, b, bo, br, bc, c, co, cr) =>
    gemmWasm(
      module,
      m,
      n,
      k,
      a as Float32Array,
      ao,
      ar,
      ac,
      b as Float32Array,
      bo,
      br,
      bc,
      c as Float32Array,
      co,
      cr,
    );
}

/** Random numbers with some room before and after. */
function numbers(random: Random, count: number): Float32Array {
  return Float32Array.from({ length: count + 8 }, () => random.normal());
}

function check(product: Product, random: Random, m: number, n: number, k: number): void {
  const [a, b] = [numbers(random, m * k), numbers(random, k * n)];
  const c = numbers(random, m * (n + 3));
  const [ar, ac] = random.below(2) === 0 ? [k, 1] : [1, m];
  const [br, bc] = random.below(2) === 0 ? [n, 1] : [1, k];
  const [ao, bo, co, cr] = [random.below(8), random.below(8), random.below(8), n + random.below(4)];
  const wanted = Float64Array.from(c);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      for (let p = 0; p < k; p++)
        wanted[co + i * cr + j] += a[ao + i * ar + p * ac] * b[bo + p * br + j * bc];
    }
  }
  product(m, n, k, a, ao, ar, ac, b, bo, br, bc, c, co, cr);
  for (let q = 0; q < c.length; q++) expect(Math.abs(c[q] - wanted[q])).toBeLessThan(1e-5 * Math.sqrt(k + 1));
}

test.each(kinds.map((name) => [name]))(
  "%s: products of all sizes, strides and places are those of the definition",
  (name) => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = new Random(seed);
        check(productOf(name), random, 1 + random.below(11), 1 + random.below(19), 1 + random.below(9));
      }),
      { numRuns: 60, seed: 9 },
    );
  },
);

test.each(kinds.map((name) => [name]))("%s: blocks of rows, columns and depth meet", (name) => {
  const random = new Random(name);
  check(productOf(name), random, 9, 1030, 5);
  check(productOf(name), random, 5, 9, 1550);
  check(productOf(name), random, 4100, 9, 5);
});

test.each(kinds.filter((name) => name !== "portable").map((name) => [name]))(
  "%s: numbers that are denormal or soon would be count as 0",
  (name) => {
    const a = new Float32Array(16).fill(1e-40);
    const c = new Float32Array(16);
    productOf(name)(4, 4, 4, a, 0, 4, 1, new Float32Array(16).fill(1e30), 0, 4, 1, c, 0, 4);
    expect([...c]).toEqual([...new Float32Array(16)]);
  },
);
