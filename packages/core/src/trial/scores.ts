import type { ImageShape } from "../images/imageSet.ts";
import { cosine } from "../metrics/cosine.ts";
import { mse } from "../metrics/mse.ts";
import { psnr } from "../metrics/psnr.ts";
import { ssimWith } from "../metrics/ssim.ts";
import type { PictureScores } from "./result.ts";

/** The side of the window of SSIM: smaller pictures have none. */
const ssimWindow = 11;

/** A number, or null where it is not finite, as JSON has it. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Scores reconstructions of one original, all in pixel units (or vectors in their own). */
export function scorerOf(
  original: Float64Array,
  shape: ImageShape | null,
): (values: Float64Array) => PictureScores {
  const picture = shape !== null && shape.width >= ssimWindow && shape.height >= ssimWindow;
  const similarity = picture ? ssimWith(original, shape) : null;
  return (values) => ({
    mse: mse(values, original),
    psnr: shape === null ? null : finite(psnr(values, original)),
    ssim: similarity === null ? null : similarity(values),
    cosine: finite(cosine(values, original)),
  });
}
