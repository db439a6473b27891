/** Width and height in pixels. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** What the pixels of a resized line take of the line they come from. */
interface Taps {
  /** For each pixel: the first pixel it takes something of, and how many. */
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `room` weights for each pixel, in 2⁻²². */
  readonly weights: Int32Array;
  readonly room: number;
}

/** Fractional bits of a weight. */
const bits = 22;

/** How far the bicubic filter reaches, in pixels of the coarser line. */
const reach = 2;

/** The bicubic filter with a = -1/2: 1 at 0, 0 at ±1 and from ±2 on. */
function filter(x: number): number {
  const a = -0.5;
  const t = Math.abs(x);
  if (t < 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  if (t < 2) return (((t - 5) * t + 8) * t - 4) * a;
  return 0;
}

/** The taps from a line of `from` pixels to one of `to`; where it gets shorter, the filter is as much wider. */
function tapsOf(from: number, to: number): Taps {
  const scale = from / to;
  const wide = Math.max(1, scale);
  const support = reach * wide;
  const room = 2 * Math.ceil(support) + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Int32Array(to * room);
  for (let x = 0; x < to; x++) {
    const centre = (x + 0.5) * scale;
    const least = Math.max(0, Math.trunc(centre - support + 0.5));
    const most = Math.min(from, Math.trunc(centre + support + 0.5));
    const values = Array.from({ length: most - least }, (_, k) =>
      filter((k + least - centre + 0.5) * (1 / wide)),
    );
    const sum = values.reduce((a, b) => a + b, 0);
    first[x] = least;
    count[x] = values.length;
    values.forEach((value, k) => {
      const scaled = (sum === 0 ? value : value / sum) * 2 ** bits;
      weights[x * room + k] = Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    });
  }
  return { first, count, weights, room };
}

/** Writes one resized line of one channel, rounded to bytes; its pixels stand `apart` from one to the next. */
function resizeLine(
  { first, count, weights, room }: Taps,
  source: Uint8Array,
  from: number,
  target: Uint8Array,
  to: number,
  apart: number,
): void {
  for (let x = 0; x < first.length; x++) {
    let sum = 1 << (bits - 1);
    let at = from + first[x] * apart;
    for (let k = 0; k < count[x]; k++) {
      sum += source[at] * weights[x * room + k];
      at += apart;
    }
    target[to + x * apart] = Math.min(255, Math.max(0, sum >> bits));
  }
}

/**
 * Makes what resizes pictures of one size to another: bicubic (a = -1/2), antialiased, rows first and then columns, with
 * bytes between the two, in the whole-number arithmetic of Pillow's `Image.resize(size, Image.BICUBIC)`: the same bytes.
 *
 * @returns a function from the bytes of a picture (row by row, the channels of a pixel side by side) to those of the new one
 * @see Pillow, src/libImaging/Resample.c; Keys 1981, "Cubic convolution interpolation for digital image processing"
 */
export function bicubicResizer(
  from: Extent,
  to: Extent,
  channels: number,
): (bytes: Uint8Array) => Uint8Array {
  const across = from.width === to.width ? null : tapsOf(from.width, to.width);
  const down = from.height === to.height ? null : tapsOf(from.height, to.height);
  const line = to.width * channels;
  return (bytes) => {
    let wide = bytes;
    if (across !== null) {
      wide = new Uint8Array(from.height * line);
      for (let y = 0; y < from.height; y++) {
        for (let c = 0; c < channels; c++) {
          resizeLine(across, bytes, y * from.width * channels + c, wide, y * line + c, channels);
        }
      }
    }
    if (down === null) return wide;
    const out = new Uint8Array(to.height * line);
    for (let k = 0; k < line; k++) resizeLine(down, wide, k, out, k, line);
    return out;
  };
}
