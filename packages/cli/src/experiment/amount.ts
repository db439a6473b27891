import type { Scalar } from "modern-hopfield/experiment";

/** What the number of a corruption means. */
const units: Readonly<Record<string, string>> = {
  noise: "noise (standard deviation, 0–255)",
  "absolute-noise": "noise (standard deviation, 0–255)",
  mix: "share of noise",
  pixels: "share of hidden pixels",
  rows: "share of hidden rows",
  block: "side of the hidden block (pixels)",
  occlude: "side of the occluding block (pixels)",
  frame: "width of the hidden frame (pixels)",
  "salt-pepper": "share of black and white pixels",
  flip: "share of flipped components",
  blur: "blur (sigma in pixels)",
};

/** A corruption as a number with its unit, where it is one corruption with a number. */
export function amountOf(corrupt: Scalar): { amount: number; unit: string } | null {
  const match = /^([\w-]+):(-?[\d.]+(?:e-?\d+)?)((?:\/.*)?)$/i.exec(String(corrupt));
  if (match === null) return null;
  const [, family, number, options] = match;
  const unit = units[family];
  return unit === undefined
    ? null
    : { amount: Number(number), unit: `${unit}${options.replaceAll("/", ", ")}` };
}

/** A setting's value as a place on an axis; null where it is no number. */
export function placeOf(name: string, value: Scalar): number | null {
  if (typeof value === "number") return value;
  return name === "corrupt" ? (amountOf(value)?.amount ?? null) : null;
}
