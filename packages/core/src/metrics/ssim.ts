import { HopfieldError } from "../errors.ts";
import type { ImageShape } from "../images/imageSet.ts";
import { exp } from "../math/elementary.ts";

const side = 11;
const sigma = 1.5;

/** The Gaussian window of the paper, one dimension of it, summing to 1. */
const weights: Float64Array = (() => {
  const raw = Float64Array.from({ length: side }, (_, k) =>
    exp(-((k - (side - 1) / 2) ** 2) / (2 * sigma * sigma)),
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
      for (let k = 0; k < side; k++) sum += weights[k] * plane[y * width + x + k];
      rows[y * across + x] = sum;
    }
  }
  const out = new Float64Array(across * down);
  for (let k = 0; k < side; k++) {
    const weight = weights[k];
    const from = k * across;
    for (let p = 0; p < out.length; p++) out[p] += weight * rows[from + p];
  }
  return out;
}

/** One channel of a picture, value after value. */
function channelOf(
  picture: ArrayLike<number>,
  { width, height, channels }: ImageShape,
  c: number,
): Float64Array {
  const plane = new Float64Array(width * height);
  for (let p = 0; p < plane.length; p++) plane[p] = picture[p * channels + c];
  return plane;
}

/** A plane multiplied by another, place by place. */
function times(a: Float64Array, b: Float64Array): Float64Array {
  const product = new Float64Array(a.length);
  for (let p = 0; p < a.length; p++) product[p] = a[p] * b[p];
  return product;
}

/** A channel with its local means, of its values and of their squares. */
interface Channel {
  readonly plane: Float64Array;
  readonly means: Float64Array;
  readonly squares: Float64Array;
}

function channelsOf(picture: ArrayLike<number>, shape: ImageShape): Channel[] {
  const { width, height, channels } = shape;
  return Array.from({ length: channels }, (_, c) => {
    const plane = channelOf(picture, shape, c);
    return {
      plane,
      means: blurred(plane, width, height),
      squares: blurred(times(plane, plane), width, height),
    };
  });
}

function requireShape(sizes: readonly number[], { width, height, channels }: ImageShape): void {
  if (width < side || height < side) {
    throw new HopfieldError(
      "ERR_SIZE",
      `SSIM needs pictures of at least ${side}x${side}, got ${width}x${height}; use mse or psnr`,
      { width, height },
    );
  }
  const size = width * height * channels;
  if (sizes.some((given) => given !== size)) {
    throw new HopfieldError(
      "ERR_SIZE",
      `SSIM got ${sizes.join(" and ")} values for pictures of ${width}x${height} with ${channels} channel(s)`,
      { sizes, size },
    );
  }
}

const c1 = (0.01 * 255) ** 2;
const c2 = (0.03 * 255) ** 2;

/** `ssim` of pictures with one original, whose local means are computed once. */
export function ssimWith(
  original: ArrayLike<number>,
  shape: ImageShape,
): (picture: ArrayLike<number>) => number {
  requireShape([original.length], shape);
  const { width, height } = shape;
  const theirs = channelsOf(original, shape);
  return (picture) => {
    requireShape([picture.length, original.length], shape);
    let total = 0;
    let places = 0;
    channelsOf(picture, shape).forEach((a, c) => {
      const b = theirs[c];
      const ab = blurred(times(a.plane, b.plane), width, height);
      for (let p = 0; p < ab.length; p++) {
        const product = a.means[p] * b.means[p];
        const squares = a.means[p] * a.means[p] + b.means[p] * b.means[p];
        const variances = a.squares[p] + b.squares[p] - squares;
        total += ((2 * product + c1) * (2 * (ab[p] - product) + c2)) / ((squares + c1) * (variances + c2));
      }
      places += ab.length;
    });
    return total / places;
  };
}

/**
 * Structural similarity of two pictures in pixel units, 1 for equal ones: the mean over all places where the 11x11
 * Gaussian window (σ = 1.5) fits, and over the channels, with K1 = 0.01, K2 = 0.03, L = 255.
 *
 * @throws HopfieldError ERR_SIZE for pictures smaller than the window, or values that do not fill the shape
 * @see Wang, Bovik, Sheikh and Simoncelli 2004, "Image quality assessment"
 */
export function ssim(a: ArrayLike<number>, b: ArrayLike<number>, shape: ImageShape): number {
  requireShape([a.length, b.length], shape);
  return ssimWith(b, shape)(a);
}
