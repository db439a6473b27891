/**
 * The largest whole number up to `most` for which `holds` is true, where it is true up to some number and false beyond: by
 * doubling from 1 and then halving the gap, with about 2 log2(most) questions. 0 when it does not even hold for 1.
 */
export function largestCount(holds: (count: number) => boolean, most: number): number {
  let [good, next] = [0, 1];
  while (next <= most && holds(next)) {
    good = next;
    next = good === most ? most + 1 : Math.min(most, 2 * good);
  }
  let bad = Math.min(next, most + 1);
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (holds(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
