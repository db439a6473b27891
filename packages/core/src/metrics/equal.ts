/**
 * Whether two patterns have the same size and the same value in every component. Pictures are compared as bytes:
 * round them first (`toImageSet`).
 */
export function equal(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let j = 0; j < a.length; j++) if (a[j] !== b[j]) return false;
  return true;
}
