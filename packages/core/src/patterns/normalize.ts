import { unknownName } from "../errors.ts";

/**
 * What is done to each pattern (and to each query) before it is compared:
 * `none`; `mean`: its own mean is removed; `layer`: layer norm, (v - mean) / sqrt(variance + 1e-5).
 */
export type Normalization = "none" | "mean" | "layer";

/** The names of all normalisations. */
export const normalizations: readonly Normalization[] = ["none", "mean", "layer"];

/** Keeps a constant picture finite; the value of PyTorch's LayerNorm, which hflayers uses. */
const epsilon = 1e-5;

/** The affine map that a normalisation is for one vector: v -> gain * v + offset. */
export interface Affine {
  gain: number;
  offset: number;
}

/**
 * The affine map that normalises a vector of `count` numbers with the given sum and sum of squares.
 * @throws HopfieldError ERR_OPTION for an unknown normalisation
 */
export function normalizing(kind: Normalization, count: number, sum: number, squares: number): Affine {
  const mean = sum / count;
  switch (kind) {
    case "none":
      return { gain: 1, offset: 0 };
    case "mean":
      return { gain: 1, offset: -mean };
    case "layer": {
      const gain = 1 / Math.sqrt(Math.max(0, squares / count - mean * mean) + epsilon);
      return { gain, offset: -mean * gain };
    }
    default:
      throw unknownName("normalization", kind, normalizations);
  }
}
