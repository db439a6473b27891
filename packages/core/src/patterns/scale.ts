import { unknownName } from "../errors.ts";

/** The names of the pixel scales. */
export type PixelScaleName = "unit" | "bipolar" | "centred" | "pixel";

/**
 * An affine map from bytes to numbers: value = gain * byte + offset. Undone by byte = (value - offset) / gain.
 * Beta is in units of the values, so a scale belongs to every memory of pictures.
 */
export interface PixelScale {
  readonly name: PixelScaleName;
  readonly gain: number;
  readonly offset: number;
}

const scales: Record<PixelScaleName, PixelScale> = {
  /** 0..255 -> 0..1 */
  unit: { name: "unit", gain: 1 / 255, offset: 0 },
  /** 0..255 -> -1..1 */
  bipolar: { name: "bipolar", gain: 2 / 255, offset: -1 },
  /** 0..255 -> -0.5..0.5 */
  centred: { name: "centred", gain: 1 / 255, offset: -0.5 },
  /** 0..255 as they are */
  pixel: { name: "pixel", gain: 1, offset: 0 },
};

/** The names of all pixel scales. */
export const pixelScaleNames: readonly PixelScaleName[] = ["unit", "bipolar", "centred", "pixel"];

/**
 * The pixel scale of that name: `unit` 0..1, `bipolar` -1..1, `centred` -0.5..0.5, `pixel` 0..255.
 * @throws HopfieldError ERR_OPTION for another name
 */
export function pixelScale(name: PixelScaleName): PixelScale {
  const scale = scales[name];
  if (scale === undefined) throw unknownName("pixel scale", name, pixelScaleNames);
  return scale;
}
