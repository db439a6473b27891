/** The place of `index` among the scores, 1 = first: one more than the number of strictly larger scores. */
export function rankOf(scores: ArrayLike<number>, index: number): number {
  let rank = 1;
  for (let i = 0; i < scores.length; i++) if (scores[i] > scores[index]) rank++;
  return rank;
}

/** The score of `index` minus the best other score; Infinity when there is no other. */
export function marginOf(scores: ArrayLike<number>, index: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) if (i !== index && scores[i] > best) best = scores[i];
  return scores[index] - best;
}
