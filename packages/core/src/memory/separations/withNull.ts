import { HopfieldError } from "../../errors.ts";
import type { Separation } from "../separation.ts";
import { softmax } from "./softmax.ts";

/**
 * A separation with a null pattern of the chosen score beside the stored ones: what it takes of the mass is given
 * to no pattern, so the association sums to less than 1.
 *
 * For `dot` score 0 is a zero pattern (hflayers' add_zero_association, "softmax plus one"); for distances the score
 * is a threshold: what is farther away than it is rejected. A convex separation stays convex.
 *
 * @throws HopfieldError ERR_OPTION when the score is not finite or the separation takes factors
 */
export function withNull({
  separation = softmax,
  score = 0,
}: {
  readonly separation?: Separation;
  readonly score?: number;
} = {}): Separation {
  if (!Number.isFinite(score) || separation.prior !== "logit") {
    throw new HopfieldError(
      "ERR_OPTION",
      `no null pattern of score ${score} for ${separation.name} (expected a finite score and a separation of logits)`,
      { score, separation: separation.name },
    );
  }
  // What skipping leaves out is bounded for associations that sum to 1.
  const { support: _, ...rest } = separation;
  let logitsAndNull = new Float64Array(0);
  let weightsAndNull = new Float64Array(0);
  return {
    ...rest,
    name: `${separation.name}+null/score=${score}`,
    weigh(logits, out, beta) {
      const N = logits.length;
      if (logitsAndNull.length !== N + 1) {
        logitsAndNull = new Float64Array(N + 1);
        weightsAndNull = new Float64Array(N + 1);
      }
      logitsAndNull.set(logits);
      logitsAndNull[N] = beta * score;
      const conjugate = separation.weigh(logitsAndNull, weightsAndNull, beta);
      out.set(weightsAndNull.subarray(0, N));
      return conjugate;
    },
  };
}
