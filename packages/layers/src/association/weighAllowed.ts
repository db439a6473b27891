import type { Floats } from "../autodiff/tensor.ts";

/** What the core's separations have in common here. */
export type Weigh = (logits: Float64Array, out: Float64Array) => unknown;

let room = new Float64Array(0);
let results = new Float64Array(0);

/** Runs a separation of the core on the logits that are allowed. */
export function weighAllowed(logits: Floats, at: number, count: number, weigh: Weigh): void {
  if (room.length < count) {
    room = new Float64Array(2 * count);
    results = new Float64Array(2 * count);
  }
  let allowed = 0;
  for (let s = at; s < at + count; s++) {
    if (logits[s] !== Number.NEGATIVE_INFINITY) room[allowed++] = logits[s];
  }
  weigh(room.subarray(0, allowed), results.subarray(0, allowed));
  for (let s = at, k = 0; s < at + count; s++) {
    logits[s] = logits[s] === Number.NEGATIVE_INFINITY ? 0 : results[k++];
  }
}
