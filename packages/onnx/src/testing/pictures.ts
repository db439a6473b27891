import { createHash } from "node:crypto";
import { type Channels, ImageSet } from "modern-hopfield/images";

/**
 * Bytes of a generator that is written in a line of any language: s = (1103515245 s + 12345) mod 2³¹, bits 16 to 23.
 * Oracles from other programs were made on the same pictures.
 */
export function lcgImage(width: number, height: number, channels: Channels, seed: number): ImageSet {
  let state = seed;
  const data = Uint8Array.from({ length: width * height * channels }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 16) & 255;
  });
  return new ImageSet({ width, height, channels, data });
}

/** The sha256 of the bytes of an array. */
export function digest({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return createHash("sha256")
    .update(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength))
    .digest("hex");
}
