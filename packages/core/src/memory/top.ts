/** A stored pattern and its share of an association. */
export interface TopPattern {
  readonly index: number;
  readonly weight: number;
}

/** The `k` largest weights of an association, largest first; of equal ones the lower index first. */
export function topPatterns(association: Float64Array, k: number): TopPattern[] {
  const top: { index: number; weight: number }[] = [];
  for (let i = 0; i < association.length; i++) {
    const weight = association[i];
    if (top.length === k && weight <= top[k - 1].weight) continue;
    let at = top.length;
    while (at > 0 && top[at - 1].weight < weight) at--;
    top.splice(at, 0, { index: i, weight });
    if (top.length > k) top.pop();
  }
  return top;
}
