import { HopfieldError } from "../../errors.ts";
import { log } from "../../math/elementary.ts";
import type { Patterns } from "../../patterns/patterns.ts";
import { rowOf } from "../../patterns/rows.ts";
import type { Similarity, SimilarityContext } from "../similarity.ts";
import { decodeAll, enterAsIs, massOf, noPotential, pairwise, weighted } from "./support.ts";

/** Options of the similarities made from divergences of distributions. */
export interface DivergenceOptions {
  /** Added to every value so that 0 has a logarithm; in the units of the values, 1e-3 by default. */
  readonly smoothing?: number;
}

/** Sharing what the three divergences have in common; each brings its divergence and its minimiser. */
export function divergenceSimilarity(
  name: string,
  update: string,
  bound: Similarity["bound"],
  smoothing: number,
  divergence: (x: number, y: number) => number,
  makeUpdate: (context: SimilarityContext) => ReturnType<Similarity["bind"]>["update"],
): Similarity {
  if (!(smoothing > 0) || !Number.isFinite(smoothing)) {
    throw new HopfieldError("ERR_OPTION", `invalid smoothing: ${smoothing} (expected a positive number)`, {
      smoothing,
    });
  }
  const requirePositive = (values: Float64Array, what: string): void => {
    const at = values.findIndex((value) => value + smoothing <= 0);
    if (at >= 0) {
      throw new HopfieldError(
        "ERR_RANGE",
        `${what} has ${values[at]} at component ${at}; ${name} compares amounts (expected values >= 0): use the scale unit or pixel, and clip noise`,
        { component: at, value: values[at] },
      );
    }
  };
  return {
    name,
    update,
    descends: true,
    bound,
    space: "vectors",
    scoreSign: "nonPositive",
    check(stored: Patterns) {
      for (let i = 0; i < stored.count; i++) requirePositive(rowOf(stored, i), `pattern ${i}`);
    },
    bind(context: SimilarityContext) {
      return {
        scores: pairwise(context, (pattern, state) => {
          let sum = 0;
          for (let j = 0; j < pattern.length; j++)
            sum += divergence(pattern[j] + smoothing, state[j] + smoothing);
          return -sum;
        }),
        update: makeUpdate(context),
        potential: noPotential,
        enter(state) {
          const { columns } = context;
          requirePositive(
            columns === null ? state : Float64Array.from(columns, (j) => state[j]),
            "the query",
          );
          enterAsIs();
        },
      };
    },
  };
}

/**
 * Generalised Kullback-Leibler divergence of two amounts: x ln(x/y) - x + y, which is never negative and is the
 * Bregman divergence of x ln x, so that vectors need not sum to 1.
 */
export function amountDivergence(x: number, y: number): number {
  return Math.max(0, x * log(x / y) - x + y);
}

/** An update that lets `step` find each next state from the shares and rows of the patterns with weight. */
export function updateByStep(
  context: SimilarityContext,
  step: (rows: Float64Array, shares: Float64Array, state: Float64Array, target: Float64Array) => void,
): ReturnType<Similarity["bind"]>["update"] {
  return (weights, states, count, next) => {
    const { count: N, size } = context.stored;
    for (let q = 0; q < count; q++) {
      const state = states.subarray(q * size, (q + 1) * size);
      const target = next.subarray(q * size, (q + 1) * size);
      const mass = massOf(weights, q, N);
      if (!(mass > 0)) {
        target.set(state);
        continue;
      }
      const found = weighted(weights, q, N);
      const shares = Float64Array.from(found, (f) => f.weight / mass);
      step(decodeAll(context, found), shares, state, target);
    }
  };
}
