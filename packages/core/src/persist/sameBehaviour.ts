import { referenceKernels } from "../kernels/reference.ts";
import type { Separation } from "../memory/separation.ts";
import type { Similarity } from "../memory/similarity.ts";
import type { Rows } from "../patterns/rows.ts";

const stored: Rows = {
  data: new Float64Array([1, 2, 3, 2, 0.5, 1]),
  count: 2,
  size: 3,
  gain: new Float64Array([1, 1]),
  offset: new Float64Array(2),
};

const sameNumbers = (a: Float64Array, b: Float64Array): boolean =>
  a.every((value, i) => Object.is(value, b[i]));

/** Two scores, an update and a state as this similarity makes them, side by side. */
function signatureOf(similarity: Similarity): Float64Array {
  const bound = similarity.bind({ stored, kernels: referenceKernels, columns: null });
  const state = new Float64Array([0.5, 1, 2]);
  bound.enter(state);
  const scores = new Float64Array(2);
  bound.scores(state, 1, scores);
  const next = new Float64Array(3);
  bound.update(new Float64Array([0.25, 0.75]), state, 1, next);
  return Float64Array.from([...state, ...scores, ...next]);
}

/** Whether two similarities of one name score and update a small example alike, to the last bit. */
export function sameSimilarity(a: Similarity, b: Similarity): boolean {
  return a === b || sameNumbers(signatureOf(a), signatureOf(b));
}

/** Whether two separations of one name weigh a small example alike, to the last bit. */
export function sameSeparation(a: Separation, b: Separation): boolean {
  if (a === b) return true;
  if (a.prior !== b.prior || a.convex !== b.convex || a.margin !== b.margin) return false;
  const logits = new Float64Array([0.9, 0.4, 0.7, 0.1]);
  const weights = [a, b].map((separation) => {
    const out = new Float64Array(5);
    out[4] = separation.weigh(logits, out.subarray(0, 4), 2);
    return out;
  });
  return sameNumbers(weights[0], weights[1]);
}
