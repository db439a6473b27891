import fc from "fast-check";
import { AssociativeMemory, Patterns, Random } from "modern-hopfield";
import { describe, expect, test } from "vitest";
import { gradients } from "../autodiff/backward.ts";
import { matmul } from "../autodiff/matmul.ts";
import { scaleBy } from "../autodiff/scale.ts";
import { reshape, transpose } from "../autodiff/shape.ts";
import { softmax } from "../autodiff/softmax.ts";
import { type Floats, type Tensor, tensor } from "../autodiff/tensor.ts";
import { expectGradients, randomTensor } from "../autodiff/testing/differences.ts";
import { associate } from "./associate.ts";
import { blend, valuesPerHead } from "./blend.ts";
import type { AssociationMasks } from "./masks.ts";
import { identitySeparation, polynomialSeparation } from "./polynomial.ts";
import type { AssociationProblem } from "./problem.ts";
import {
  entmaxSeparation,
  maxSeparation,
  normmaxSeparation,
  separationOf,
  softmaxSeparation,
  sparsemaxSeparation,
  topKSeparation,
} from "./separations.ts";

function forAll(law: (random: Random, seed: number) => void, numRuns = 20): void {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      law(new Random(seed), seed);
    }),
    { numRuns, seed: 7 },
  );
}

/** Sizes and tensors of a random association. */
interface Setup {
  readonly problem: AssociationProblem;
  readonly q: Tensor;
  readonly k: Tensor;
  readonly beta: Tensor;
}

/** A random association: batches that broadcast, heads that share patterns, masks. */
function setup(random: Random, changes: Partial<AssociationProblem> = {}, maxSteps = 0): Setup {
  const [batch, heads, L, S, d] = [2, 1 + random.below(3), 1 + random.below(3), 2 + random.below(4), 3];
  const samples = (): number => (random.below(3) === 0 ? 1 : batch);
  const [sharedStates, sharedStored] = [random.below(4) === 0, random.below(4) === 0];
  const q = randomTensor(random, [samples(), L, sharedStates ? d : heads * d], 0.7);
  const k = randomTensor(random, [samples(), S, sharedStored ? d : heads * d], 0.7);
  const beta = tensor(
    Float64Array.from({ length: heads }, () => random.uniform(0.5, 2)),
    { requiresGrad: true },
  );
  const masks: AssociationMasks =
    random.below(2) === 0
      ? {}
      : {
          padding: {
            shape: [batch, S],
            data: Uint8Array.from({ length: batch * S }, (_, s) => (s % S === S - 1 ? random.below(2) : 0)),
          },
          association: {
            shape: [L, S],
            data: Float64Array.from({ length: L * S }, () => random.normal()),
          },
        };
  const problem: AssociationProblem = {
    batch,
    heads,
    states: { tensor: q, shared: sharedStates },
    stored: { tensor: k, shared: sharedStored },
    unmasked: 0,
    masks,
    beta,
    tiled: null,
    similarity: "dot",
    separation: softmaxSeparation,
    stopping: {
      rule: "state",
      maxSteps: new Array<number>(heads).fill(maxSteps),
      epsilon: new Array<number>(heads).fill(1e-300),
    },
    gradient: "unrolled",
    empty: "zero",
    ...changes,
  };
  return { problem, q, k, beta };
}

/** The association as a function of its tensors. */
function asFunction({ problem }: Setup, more: Partial<AssociationProblem> = {}) {
  return (q: Tensor, k: Tensor, beta: Tensor): Tensor =>
    associate({
      ...problem,
      states: { ...problem.states, tensor: q },
      stored: { ...problem.stored, tensor: k },
      beta,
      ...more,
    }).association;
}

describe("the gradient of the association is that of central differences", () => {
  for (const similarity of ["dot", "squaredEuclidean"] as const) {
    for (const maxSteps of [0, 1, 3]) {
      test(`softmax, ${similarity}, ${maxSteps} updates`, () => {
        forAll((random) => {
          const given = setup(random, { similarity }, maxSteps);
          expectGradients(asFunction(given), [given.q, given.k, given.beta]);
        });
      });
    }
  }

  test.each([
    ["sparsemax", sparsemaxSeparation],
    ["entmax 1.5", entmaxSeparation(1.5)],
    ["entmax 1.3", entmaxSeparation(1.3)],
    ["normmax 2", normmaxSeparation(2)],
    ["normmax 1.5", normmaxSeparation(1.5)],
    ["polynomial 3", polynomialSeparation(3)],
    ["polynomial 1.5", polynomialSeparation(1.5)],
    ["identity", identitySeparation],
    ["top 2", topKSeparation(2)],
  ])("%s, 2 updates", (_name, separation) => {
    forAll((random) => {
      const given = setup(random, { separation }, 2);
      expectGradients(asFunction(given), [given.q, given.k, given.beta], { step: 1e-6, tolerance: 3e-6 });
    }, 10);
  });

  test("entmax with an alpha per head that is learned", () => {
    forAll((random) => {
      const given = setup(random, {}, 1);
      const alpha = tensor(
        Float64Array.from({ length: given.problem.heads }, () => random.uniform(1.2, 1.9)),
        { requiresGrad: true },
      );
      expectGradients(
        (a) => asFunction(given, { separation: entmaxSeparation(a) })(given.q, given.k, given.beta),
        [alpha],
        { step: 1e-6, tolerance: 1e-5 },
      );
    }, 10);
  });

  for (const [separation, similarity, maxSteps] of [
    [softmaxSeparation, "dot", 0],
    [softmaxSeparation, "squaredEuclidean", 3],
    [entmaxSeparation(1.5), "dot", 2],
    [polynomialSeparation(2), "dot", 1],
  ] as const) {
    test(`a float mask that is learned, ${separation.name}, ${similarity}, ${maxSteps} updates`, () => {
      forAll((random) => {
        const { problem, q, k, beta } = setup(random, { separation, similarity }, maxSteps);
        const unmasked = random.below(2);
        const [L, S] = [q.shape[1], k.shape[1] - unmasked];
        const perHead = random.below(2) === 0;
        const mask = randomTensor(random, perHead ? [problem.batch * problem.heads, L, S] : [L, S]);
        const padding = { shape: [problem.batch, S], data: new Uint8Array(problem.batch * S) };
        // -∞ forbids and has no slope; a padded pattern has none either.
        if (S > 1) {
          mask.data[0] = Number.NEGATIVE_INFINITY;
          padding.data[S - 1] = 1;
        }
        expectGradients(
          (association, a, b, c) =>
            asFunction({ problem, q, k, beta }, { unmasked, masks: { association, padding } })(a, b, c),
          [mask, q, k, beta],
          { step: 1e-6, tolerance: 3e-6 },
        );
      }, 10);
    });
  }

  test("states that stop at different steps", () => {
    forAll((random) => {
      const given = setup(random, {}, 6);
      const epsilon = new Array<number>(given.problem.heads).fill(0.05);
      const stopping = { ...given.problem.stopping, epsilon };
      expectGradients(asFunction(given, { stopping }), [given.q, given.k, given.beta]);
    });
  });
});

test("the gradient at the fixed point is that through all steps, once the states rest", () => {
  const compared = new Map<string, number>();
  forAll((random) => {
    const given = setup(random, {}, 400);
    const epsilon = new Array<number>(given.problem.heads).fill(1e-14);
    const stopping = { ...given.problem.stopping, epsilon };
    for (const [similarity, separation] of [
      ["dot", softmaxSeparation],
      ["squaredEuclidean", softmaxSeparation],
      ["dot", polynomialSeparation(2)],
    ] as const) {
      const mask = randomTensor(random, [given.q.shape[1], given.k.shape[1]]);
      const problem = { ...given.problem, masks: { association: mask }, stopping, similarity, separation };
      const unrolled = associate(problem);
      const implicit = associate({ ...problem, gradient: "implicit" });
      if (unrolled.settled.includes(0)) continue;
      compared.set(separation.name, (compared.get(separation.name) ?? 0) + 1);
      expect([...implicit.association.data]).toEqual([...unrolled.association.data]);
      const weights = randomTensor(random, unrolled.association.shape).data;
      const inputs = [given.q, given.k, given.beta, mask];
      const through = gradients(unrolled.association, inputs, weights);
      const at = gradients(implicit.association, inputs, weights);
      through.forEach((wanted, n) => {
        const scale = Math.max(1, ...wanted.map(Math.abs));
        wanted.forEach((g, k) => {
          expect(Math.abs(at[n][k] - g)).toBeLessThan(1e-6 * scale);
        });
      });
    }
  });
  expect(compared.get("softmax")).toBeGreaterThan(20);
  expect(compared.get("polynomial/degree=2")).toBeGreaterThan(5);
});

test("blending and values per head have the gradients of central differences", () => {
  forAll((random) => {
    const [batch, heads, L, S, p] = [2, 1 + random.below(3), 2, 3, 2];
    const shared = random.below(2) === 0;
    const samples = random.below(2) === 0 ? 1 : batch;
    const association = randomTensor(random, [batch, heads, L, S]);
    const values = randomTensor(random, [samples, S, shared ? p : heads * p]);
    expectGradients((a, v) => blend(a, { tensor: v, shared }), [association, values]);
    expectGradients((v) => valuesPerHead({ tensor: v, shared }, batch, heads), [values]);
  });
});

/** Scaled dot-product attention as any book has it. */
function attention(q: Tensor, k: Tensor, v: Tensor, heads: number): Tensor {
  const split = (x: Tensor): Tensor =>
    transpose(reshape(x, [x.shape[0], x.shape[1], heads, -1]), [0, 2, 1, 3]);
  const d = q.shape[2] / heads;
  const weights = softmax(scaleBy(matmul(split(q), split(k), { transposeB: true }), 1 / Math.sqrt(d)));
  return reshape(transpose(matmul(weights, split(v)), [0, 2, 1, 3]), [q.shape[0], q.shape[1], -1]);
}

test("without updates it is scaled dot-product attention, to float64 precision, forward and backward", () => {
  forAll((random) => {
    const [heads, d] = [1 + random.below(4), 1 + random.below(5)];
    const [q, k, v] = [3, 5, 5].map((rows) => randomTensor(random, [2, rows, heads * d]));
    const ours = (a: Tensor, b: Tensor, c: Tensor): Tensor =>
      blend(
        associate({
          ...setup(random).problem,
          heads,
          states: { tensor: a, shared: false },
          stored: { tensor: b, shared: false },
          masks: {},
          beta: tensor(new Float64Array(heads).fill(1 / Math.sqrt(d))),
          stopping: {
            rule: "state",
            maxSteps: new Array<number>(heads).fill(0),
            epsilon: new Array<number>(heads).fill(1e-4),
          },
        }).association,
        { tensor: c, shared: false },
      );
    const [mine, plain] = [ours(q, k, v), attention(q, k, v, heads)];
    const close = (a: Floats, b: Floats): void => {
      a.forEach((x, n) => {
        expect(Math.abs(x - b[n])).toBeLessThan(1e-13 * Math.max(1, Math.abs(b[n])) * 10);
      });
    };
    close(mine.data, plain.data);
    const seed = randomTensor(random, mine.shape).data;
    const [left, right] = [gradients(mine, [q, k, v], seed), gradients(plain, [q, k, v], seed)];
    left.forEach((g, n) => {
      close(g, right[n]);
    });
  });
});

test("it is the retrieval of the core's memory: n updates are its n + 1 steps", () => {
  forAll((random) => {
    for (const similarity of ["dot", "squaredEuclidean"] as const) {
      for (const separation of ["softmax", "sparsemax", "entmax", "polynomial", "identity"] as const) {
        // Neither takes the scores of distances, of which none is positive.
        if (similarity === "squaredEuclidean" && ["polynomial", "identity"].includes(separation)) continue;
        const stored = randomTensor(random, [1, 6, 4]);
        const query = randomTensor(random, [1, 3, 4]);
        const found = associate({
          ...setup(random).problem,
          batch: 1,
          heads: 1,
          states: { tensor: query, shared: false },
          stored: { tensor: stored, shared: false },
          masks: {},
          beta: tensor([1.7], { dtype: "float64" }),
          similarity,
          separation: separationOf(separation),
          stopping: { rule: "state", maxSteps: [2], epsilon: [1e-300] },
        });
        const states = blend(found.association, { tensor: stored, shared: false });
        const memory = new AssociativeMemory(new Patterns(stored.data as Float64Array, { size: 4 }), {
          similarity,
          separation: separation === "entmax" ? "entmax/alpha=1.5" : separation,
          beta: 1.7,
          kernels: "reference",
        });
        const wanted = memory.retrieve(query.data as Float64Array, {
          maxSteps: 3,
          tolerance: 0,
          exact: "dense",
        });
        wanted.state.forEach((x, n) => {
          expect(states.data[n]).toBeCloseTo(x, 10);
        });
      }
    }
  }, 5);
});

test("no state minds the others: each stops for itself, and the order of the batch does not matter", () => {
  forAll((random) => {
    const k = randomTensor(random, [1, 5, 3]);
    const q = randomTensor(random, [4, 1, 3]);
    const base = setup(random).problem;
    const stopping = { rule: "state" as const, maxSteps: [Number.POSITIVE_INFINITY], epsilon: [1e-3] };
    const run = (states: Tensor) =>
      associate({
        ...base,
        batch: states.shape[0],
        heads: 1,
        masks: {},
        states: { tensor: states, shared: false },
        stored: { tensor: k, shared: false },
        beta: tensor([3], { dtype: "float64" }),
        stopping,
      });
    const together = run(q);
    for (let b = 0; b < 4; b++) {
      const alone = run(tensor(q.data.slice(3 * b, 3 * b + 3), { shape: [1, 1, 3] }));
      expect(alone.steps[0]).toBe(together.steps[b]);
      expect([...alone.association.data]).toEqual([...together.association.data.slice(5 * b, 5 * b + 5)]);
    }
  });
});

test("a state that may be associated with nothing gets zeros and is reported, and no gradient is NaN", () => {
  const random = new Random(3);
  const base = setup(random).problem;
  const q = randomTensor(random, [2, 2, 3]);
  const k = randomTensor(random, [2, 3, 3]);
  const padding = { shape: [2, 3], data: Uint8Array.of(0, 1, 0, 1, 1, 1) };
  for (const maxSteps of [0, 2]) {
    const found = associate({
      ...base,
      heads: 1,
      states: { tensor: q, shared: false },
      stored: { tensor: k, shared: false },
      beta: tensor([1], { dtype: "float64" }),
      masks: { padding },
      stopping: { rule: "state", maxSteps: [maxSteps], epsilon: [1e-4] },
    });
    expect([...found.empty]).toEqual([0, 0, 1, 1]);
    expect([...found.association.data.slice(6)]).toEqual([0, 0, 0, 0, 0, 0]);
    for (const g of gradients(found.association, [q, k], randomTensor(random, [12]).data))
      expect(g.every(Number.isFinite)).toBe(true);
  }
});

test("scores beyond the range of float32 still find the right pattern", () => {
  const random = new Random(3);
  const far = 3e20;
  for (const [similarity, separation, first] of [
    ["dot", softmaxSeparation, 0],
    ["squaredEuclidean", softmaxSeparation, 0],
    // The scores are as 0.1 to 1, and the third power is taken twice.
    ["dot", polynomialSeparation(3), 1e-9],
  ] as const) {
    const found = associate({
      ...setup(random).problem,
      separation,
      batch: 1,
      heads: 1,
      states: { tensor: tensor([[[far, 0.1 * far]]]), shared: false },
      stored: {
        tensor: tensor([
          [
            [0, far],
            [far, 0],
            [-far, 0],
          ],
        ]),
        shared: false,
      },
      masks: {},
      beta: tensor([1]),
      similarity,
      stopping: { rule: "state", maxSteps: [1], epsilon: [1e-4] },
    });
    const [a, b, c] = found.association.data;
    expect(Math.abs(a - first)).toBeLessThanOrEqual(1e-6 * first);
    expect([b, c]).toEqual([1, 0]);
  }
});

test("masks that do not fit and separations that do not exist are refused", () => {
  const { problem } = setup(new Random(1));
  const masks = { padding: { shape: [2, 9], data: new Uint8Array(18) } };
  expect(() => associate({ ...problem, masks })).toThrow(/padding mask of shape \[2, 9\]/);
  const association = { shape: [9, 9], data: new Uint8Array(81) };
  expect(() => associate({ ...problem, masks: { association } })).toThrow(/association mask of shape/);
  expect(() => separationOf("softmin" as never)).toThrow(/did you mean softmax/);
  expect(() => entmaxSeparation(0.5)).toThrow(expect.objectContaining({ code: "ERR_OPTION" }));
  expect(() => separationOf({ name: "polynomial", degree: 0 })).toThrow(/invalid degree: 0/);
  expect(() => separationOf({ name: "identity", degree: 2 } as never)).toThrow(/identity has neither/);
  expect(maxSeparation.name).toBe("max");
});
