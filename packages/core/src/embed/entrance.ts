import { HopfieldError } from "../errors.ts";
import type { ImageSet } from "../images/imageSet.ts";
import { type Frame, rowStart } from "./frame.ts";

/** Mean and standard deviation of red, green and blue that the network was trained with (those of ImageNet, 0..1). */
const means = [0.485, 0.456, 0.406];
const deviations = [0.229, 0.224, 0.225];

/** (byte / 255 - mean) / deviation: 256 numbers for each channel. */
const tables: readonly Float32Array[] = means.map((mean, c) =>
  Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - mean) / deviations[c]),
);

/**
 * Checks that the network can look at pictures of this size.
 * @throws HopfieldError ERR_SIZE unless they are as wide and high as those it was trained with
 */
export function requireSide({ name, width, height }: ImageSet, side: number, network: string): void {
  if (width === side && height === side) return;
  throw new HopfieldError(
    "ERR_SIZE",
    `${network} looks at pictures of ${side}x${side}, ${name} is ${width}x${height}; resize the pictures to ${side}x${side} first, or choose an embedder that takes any size (CLIP)`,
    { width, height, side },
  );
}

/** Writes picture `i` as the network wants it: normalised, gray repeated over the three channels. */
export function enter({ data, channels, size }: ImageSet, i: number, frame: Frame): void {
  const apart = channels === 1 ? 0 : 1;
  let from = i * size;
  for (let y = 0; y < frame.side; y++) {
    let at = rowStart(frame, y);
    for (let x = 0; x < frame.side; x++) {
      for (let c = 0; c < tables.length; c++) frame.data[at + c] = tables[c][data[from + apart * c]];
      at += frame.channels;
      from += channels;
    }
  }
}
