import { dotProduct, norm } from "../math/vector.ts";

/** The cosine of two vectors, a·b / (|a| |b|); NaN when one of them is zero. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return dotProduct(a, b) / (norm(a) * norm(b));
}
