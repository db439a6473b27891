import { HopfieldError } from "../errors.ts";
import type { ImageShape } from "../images/imageSet.ts";

const side = 11;
const sigma = 1.5;

/** The Gaussian window of the paper, one dimension of it, summing to 1. */
const window1d: readonly number[] = (() => {
  const raw = Array.from({ length: side }, (_, k) =>
    Math.exp(-((k - (side - 1) / 2) ** 2) / (2 * sigma * sigma)),
  );
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((value) => value / sum);
})();

/** Averages a plane under the window wherever the window fits: rows first, then columns. */
function blurred(plane: Float64Array, width: number, height: number): Float64Array {
  const across = width - side + 1;
  const down = height - side + 1;
  const rows = new Float64Array(across * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < across; x++) {
      let sum = 0;
      for (let k = 0; k < side; k++) sum += window1d[k] * plane[y * width + x + k];
      rows[y * across + x] = sum;
    }
  }
  const out = new Float64Array(across * down);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      let sum = 0;
      for (let k = 0; k < side; k++) sum += window1d[k] * rows[(y + k) * across + x];
      out[y * across + x] = sum;
    }
  }
  return out;
}

/**
 * Structural similarity of two pictures in pixel units, 1 for equal ones: the mean over all places where the 11x11
 * Gaussian window (σ = 1.5) fits, and over the channels, with K1 = 0.01, K2 = 0.03, L = 255.
 *
 * @throws HopfieldError ERR_SIZE for pictures smaller than the window, or values that do not fill the shape
 * @see Wang, Bovik, Sheikh and Simoncelli 2004, "Image quality assessment"
 */
export function ssim(a: ArrayLike<number>, b: ArrayLike<number>, shape: ImageShape): number {
  const { width, height, channels } = shape;
  if (width < side || height < side) {
    throw new HopfieldError(
      "ERR_SIZE",
      `SSIM needs pictures of at least ${side}x${side}, got ${width}x${height}; use mse or psnr`,
      { width, height },
    );
  }
  const size = width * height * channels;
  if (a.length !== size || b.length !== size) {
    throw new HopfieldError(
      "ERR_SIZE",
      `SSIM got ${a.length} and ${b.length} values for pictures of ${width}x${height} with ${channels} channel(s)`,
      { sizes: [a.length, b.length], size },
    );
  }
  const c1 = (0.01 * 255) ** 2;
  const c2 = (0.03 * 255) ** 2;
  let total = 0;
  let places = 0;
  for (let c = 0; c < channels; c++) {
    const plane = (of: (k: number) => number): Float64Array =>
      blurred(
        Float64Array.from({ length: width * height }, (_, p) => of(p * channels + c)),
        width,
        height,
      );
    const ma = plane((k) => a[k]);
    const mb = plane((k) => b[k]);
    const aa = plane((k) => a[k] * a[k]);
    const bb = plane((k) => b[k] * b[k]);
    const ab = plane((k) => a[k] * b[k]);
    for (let p = 0; p < ma.length; p++) {
      const product = ma[p] * mb[p];
      const squares = ma[p] * ma[p] + mb[p] * mb[p];
      const variances = aa[p] + bb[p] - squares;
      total += ((2 * product + c1) * (2 * (ab[p] - product) + c2)) / ((squares + c1) * (variances + c2));
      places++;
    }
  }
  return total / places;
}
