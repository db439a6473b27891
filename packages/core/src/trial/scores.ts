import type { ImageShape } from "../images/imageSet.ts";
import { cosine } from "../metrics/cosine.ts";
import { mse } from "../metrics/mse.ts";
import { psnr } from "../metrics/psnr.ts";
import { ssim } from "../metrics/ssim.ts";
import type { PictureScores } from "./result.ts";

/** The side of the window of SSIM: smaller pictures have none. */
const ssimWindow = 11;

/** A number, or null where it is not finite, as JSON has it. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The scores of a reconstruction against its original, both in pixel units (or vectors in their own). */
export function scoresOf(
  values: Float64Array,
  original: Float64Array,
  shape: ImageShape | null,
): PictureScores {
  const picture = shape !== null && shape.width >= ssimWindow && shape.height >= ssimWindow;
  return {
    mse: mse(values, original),
    psnr: shape === null ? null : finite(psnr(values, original)),
    ssim: picture ? ssim(values, original, shape) : null,
    cosine: finite(cosine(values, original)),
  };
}
