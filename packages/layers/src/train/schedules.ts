/** Where a training run is. */
export interface ScheduleTime {
  /** Steps made so far. */
  readonly step: number;
  /** Steps of the whole run. */
  readonly steps: number;
  /** Epochs made so far. */
  readonly epoch: number;
}

/** What the learning rate is multiplied by at a time. */
export type Schedule = (time: ScheduleTime) => number;

/** Always 1. */
export const constant: Schedule = () => 1;

/** decay^epoch. */
export function exponentialDecay(decay: number): Schedule {
  return ({ epoch }) => decay ** epoch;
}

/** The factor once more every so many epochs. */
export function stepDecay({
  every,
  factor = 0.1,
}: {
  readonly every: number;
  readonly factor?: number;
}): Schedule {
  return ({ epoch }) => factor ** Math.floor(epoch / every);
}

/** From 1 down to `floor` (0 by default) along half a cosine (Loshchilov and Hutter 2017, arXiv 1608.03983). */
export function cosineDecay({ floor = 0 }: { readonly floor?: number } = {}): Schedule {
  return ({ step, steps }) =>
    floor + (1 - floor) * 0.5 * (1 + Math.cos((Math.PI * step) / Math.max(1, steps)));
}

/** A straight line from 0 over the first `warmup` steps, times another schedule. */
export function warmedUp(warmup: number, then: Schedule = constant): Schedule {
  return (time) => Math.min(1, (time.step + 1) / Math.max(1, warmup)) * then(time);
}
