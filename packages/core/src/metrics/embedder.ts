import type { ImageSet } from "../images/imageSet.ts";

/**
 * Something that turns pictures into vectors whose cosine says how alike two pictures are to a person, a CLIP model
 * for example. The library brings none; a caller may.
 */
export interface Embedder {
  readonly name: string;
  /** The numbers per picture. */
  readonly size: number;
  /** Returns count x size numbers, picture after picture; the same pictures give the same numbers. */
  embed(images: ImageSet): Promise<Float32Array>;
}
