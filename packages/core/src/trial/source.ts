import type { ImageSet } from "../images/imageSet.ts";

/** Vectors in their own units, row after row. */
export interface VectorSet {
  readonly values: Float64Array | Float32Array;
  readonly count: number;
  readonly size: number;
  readonly labels?: Int32Array | undefined;
  readonly name: string;
}

/** What a trial draws its patterns from. */
export type TrialSource =
  | {
      readonly kind: "images";
      readonly images: ImageSet;
      /** Per picture and component, 0 where the picture is transparent. */
      readonly alphaKnown?: Uint8Array | undefined;
    }
  | ({ readonly kind: "vectors" } & VectorSet);
