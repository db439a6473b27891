/** The task of one unit: weights that give each pattern its sign. */
export interface UnitTask {
  /** x_mi for the unit i, one per pattern. */
  readonly signs: Int8Array;
  /** x_a·x_b of all patterns, over all units. */
  readonly overlaps: Int32Array;
  /** The number of units, this one included. */
  readonly size: number;
  readonly threshold: number;
  readonly kappa: number;
  readonly maxSteps: number;
  /** How often each pattern was learned: read and continued. */
  readonly strengths: Float64Array;
}

/** How the training of a unit ended. */
export interface UnitTraining {
  readonly converged: boolean;
  readonly steps: number;
  /** The least margin of its bits, in units of |w|. */
  readonly margin: number;
}

/** A margin in units of |w|; without weights a threshold alone decides, by any margin. */
export function marginOf(margin: number, length: number): number {
  return margin === 0 ? 0 : margin / length;
}

/**
 * Learns the weakest pattern again and again, w <- w + x_m x_mi / d, until the margin of the weakest is kappa |w|.
 *
 * d times the field that pattern a gets, times its sign, changes by sₐ s_m x_a·x_m - 1 then: the unit itself is no
 * input of its own. All numbers but the thresholds are whole, so nothing is rounded.
 */
export function trainUnit(task: UnitTask): UnitTraining {
  const { signs, overlaps, size, threshold, kappa, maxSteps, strengths } = task;
  const count = signs.length;
  const margins = new Float64Array(count);
  const learn = (m: number, times: number): void => {
    const sign = times * signs[m];
    const at = m * count;
    for (let a = 0; a < count; a++) margins[a] += sign * signs[a] * overlaps[at + a] - times;
  };
  for (let m = 0; m < count; m++) if (strengths[m] !== 0) learn(m, strengths[m]);
  let square = 0;
  for (let m = 0; m < count; m++) square += strengths[m] * margins[m];
  for (let m = 0; m < count; m++) margins[m] -= size * threshold * signs[m];
  for (let steps = 0; ; steps++) {
    let weakest = 0;
    for (let m = 1; m < count; m++) if (margins[m] < margins[weakest]) weakest = m;
    const least = margins[weakest];
    const length = Math.sqrt(square);
    const converged = least > 0 && least >= kappa * length;
    if (converged || steps >= maxSteps) return { converged, steps, margin: marginOf(least, length) };
    square += 2 * (least + size * threshold * signs[weakest]) + size - 1;
    strengths[weakest]++;
    learn(weakest, 1);
  }
}
