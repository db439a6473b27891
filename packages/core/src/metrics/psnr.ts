import { mse } from "./mse.ts";

/** Peak signal-to-noise ratio in dB: 10 log10(peak² / mse); Infinity for equal pictures. */
export function psnr(a: ArrayLike<number>, b: ArrayLike<number>, peak = 255): number {
  return 10 * Math.log10((peak * peak) / mse(a, b));
}
