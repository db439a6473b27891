import { HopfieldError } from "modern-hopfield";
import type { Floats } from "../autodiff/tensor.ts";

/**
 * Which stored patterns a state may be associated with: true or 1 is forbidden, floats are added to the scores times
 * beta. A tensor is a mask of floats too; gradients flow into it if it wants them.
 */
export interface AssociationMask {
  /** L x S, or (batch x heads) x L x S, sample after sample. */
  readonly shape: readonly number[];
  /** Bytes: not 0 is forbidden. Floats: added to the scores; -∞ is forbidden. */
  readonly data: Uint8Array | Floats;
}

/** Which stored patterns of each sample are only padding: batch x S, not 0 is ignored. */
export interface PaddingMask {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** The masks of an association. */
export interface AssociationMasks {
  readonly association?: AssociationMask | undefined;
  readonly padding?: PaddingMask | undefined;
}

/** The sizes that masks must fit; `stored` does not count patterns that were added to those given. */
export interface MaskedSizes {
  readonly batch: number;
  readonly heads: number;
  readonly states: number;
  readonly stored: number;
}

/** Throws ERR_SIZE unless the masks fit the patterns. */
export function requireMasks(
  { association, padding }: AssociationMasks,
  { batch, heads, states, stored }: MaskedSizes,
): void {
  const fits = (shape: readonly number[], ...wanted: number[]): boolean =>
    shape.length === wanted.length && wanted.every((size, k) => shape[k] === size);
  if (padding !== undefined && !fits(padding.shape, batch, stored)) {
    throw new HopfieldError(
      "ERR_SIZE",
      `a padding mask of shape [${padding.shape.join(", ")}] (expected [${batch}, ${stored}]: samples x stored patterns)`,
      { shape: padding.shape, batch, stored },
    );
  }
  if (
    association !== undefined &&
    !fits(association.shape, states, stored) &&
    !fits(association.shape, batch * heads, states, stored)
  ) {
    throw new HopfieldError(
      "ERR_SIZE",
      `an association mask of shape [${association.shape.join(", ")}] (expected [${states}, ${stored}] or [${batch * heads}, ${states}, ${stored}]: samples x heads, states, stored patterns)`,
      { shape: association.shape, batch, heads, states, stored },
    );
  }
}

/**
 * Writes the masks into the logits of one head of one sample (states x width from `at` on, the given patterns first):
 * forbidden ones become -∞.
 */
export function applyMasks(
  { association, padding }: AssociationMasks,
  { heads, states, stored }: MaskedSizes,
  b: number,
  h: number,
  logits: Floats,
  at: number,
  width: number,
): void {
  if (association !== undefined) {
    const { data, shape } = association;
    const from = shape.length === 3 ? (b * heads + h) * states * stored : 0;
    const bytes = data instanceof Uint8Array;
    for (let l = 0; l < states; l++) {
      for (let s = 0; s < stored; s++) {
        const value = data[from + l * stored + s];
        if (!bytes) logits[at + l * width + s] += value;
        else if (value !== 0) logits[at + l * width + s] = Number.NEGATIVE_INFINITY;
      }
    }
  }
  if (padding !== undefined) {
    for (let s = 0; s < stored; s++) {
      if (padding.data[b * stored + s] === 0) continue;
      for (let l = 0; l < states; l++) logits[at + l * width + s] = Number.NEGATIVE_INFINITY;
    }
  }
}
