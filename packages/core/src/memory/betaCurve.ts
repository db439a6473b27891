import { exp, log } from "../math/elementary.ts";
import { effectivePatterns } from "../theory/association.ts";
import { toLogits, weighLogits } from "./associate.ts";
import type { Separation } from "./separation.ts";
import { softmax } from "./separations/softmax.ts";

/** The effective patterns exp(H) of one row of scores as a function of beta. */
export interface EffectiveCurve {
  at(beta: number): number;
  /** Says that no beta below this one will be asked for until `restart`. */
  rise(beta: number): void;
  /** Any beta may be asked for again. */
  restart(): void;
}

/** exp(-45) = 3e-20: N of them change neither a sum that holds a 1 nor its moment, for any N that fits a machine. */
const farTail = 45;

/** exp(-k / 64) up to the far tail. */
const parts = 64;
const falling = Float64Array.from({ length: farTail * parts + 2 }, (_, k) => exp(-k / parts));

/** exp(-z) for 0 <= z <= 45 to 3e-13 of it: a table and four terms of the series, many times as fast as exp. */
function fallingExp(z: number): number {
  const k = (z * parts + 0.5) | 0;
  const r = k / parts - z;
  return falling[k] * (1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24)))));
}

/**
 * exp(H) of softmax, H = Σ pz / Σ p + ln Σ p with z = β (largest score - score) and p = exp(-z): only the patterns with
 * z <= 45 count. Nothing is sorted: those that no larger beta can bring back are moved behind the others.
 * @param scores  become their differences to the largest, in another order
 */
function softmaxCurve(scores: Float64Array): EffectiveCurve {
  const N = scores.length;
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < N; i++) if (scores[i] > largest) largest = scores[i];
  for (let i = 0; i < N; i++) scores[i] = largest - scores[i];
  let live = N;
  return {
    at(beta) {
      let mass = 0;
      let moment = 0;
      for (let i = 0; i < live; i++) {
        const z = beta * scores[i];
        if (z > farTail) continue;
        const p = fallingExp(z);
        mass += p;
        moment += p * z;
      }
      return exp(moment / mass + log(mass));
    },
    rise(beta) {
      for (let i = 0; i < live; ) {
        const difference = scores[i];
        if (beta * difference <= farTail) i++;
        else {
          scores[i] = scores[--live];
          scores[live] = difference;
        }
      }
    },
    restart() {
      live = N;
    },
  };
}

/** The curve of any separation: each value weighs all N logits. */
function weighedCurve(
  scores: Float64Array,
  separation: Separation,
  logWeights: Float64Array | null,
  work: { readonly logits: Float64Array; readonly association: Float64Array },
): EffectiveCurve {
  return {
    at(beta) {
      work.logits.set(scores);
      const rule = { separation, beta, logWeights };
      toLogits(work.logits, rule);
      weighLogits(work.logits, rule, work.association);
      return effectivePatterns(work.association);
    },
    rise() {},
    restart() {},
  };
}

/** The curves of some rows of scores, N numbers each; the rows are used up and must not be read again. */
export function effectiveCurves(
  rows: readonly Float64Array[],
  separation: Separation,
  logWeights: Float64Array | null,
): EffectiveCurve[] {
  if (separation === softmax && logWeights === null) return rows.map(softmaxCurve);
  const N = rows[0]?.length ?? 0;
  const work = { logits: new Float64Array(N), association: new Float64Array(N) };
  return rows.map((row) => weighedCurve(row, separation, logWeights, work));
}
