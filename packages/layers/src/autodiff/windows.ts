import { HopfieldError } from "modern-hopfield";
import { allocate, computed, type Floats, gradOf, type Tensor } from "./tensor.ts";

/** Size, step and zero border of a window, the same in both directions unless two numbers are given. */
export interface WindowOptions {
  /** How far the window moves; 1 by default. */
  readonly stride?: number | readonly [number, number];
  /** Zeros around the picture; 0 by default. */
  readonly padding?: number | readonly [number, number];
}

/** Both numbers of something that may be given as one. */
export function pairOf(value: number | readonly [number, number]): readonly [number, number] {
  return typeof value === "number" ? [value, value] : value;
}

/** A window moved over pictures: where its places lie, and how many positions it has. */
export interface Windows {
  readonly height: number;
  readonly width: number;
  readonly across: number;
  readonly places: Int32Array;
}

/** For each position and each place of the window the place in a height x width plane, -1 in the border. */
export function windowsOver(
  height: number,
  width: number,
  kernel: readonly [number, number],
  options: WindowOptions,
): Windows {
  const [kh, kw] = kernel;
  const [sy, sx] = pairOf(options.stride ?? 1);
  const [py, px] = pairOf(options.padding ?? 0);
  const down = Math.floor((height + 2 * py - kh) / sy) + 1;
  const right = Math.floor((width + 2 * px - kw) / sx) + 1;
  if (!(down >= 1 && right >= 1) || ![kh, kw, sy, sx].every((v) => Number.isInteger(v) && v >= 1)) {
    throw new HopfieldError(
      "ERR_SIZE",
      `a window of ${kh} x ${kw} with stride ${sy} x ${sx} does not fit ${height} x ${width} with a border of ${py} x ${px}`,
      { height, width, kernel },
    );
  }
  const across = kh * kw;
  const places = new Int32Array(down * right * across);
  let k = 0;
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < right; x++) {
      for (let i = 0; i < kh; i++) {
        for (let j = 0; j < kw; j++) {
          const row = y * sy - py + i;
          const column = x * sx - px + j;
          const inside = row >= 0 && row < height && column >= 0 && column < width;
          places[k++] = inside ? row * width + column : -1;
        }
      }
    }
  }
  return { height: down, width: right, across, places };
}

/** Copies the windows of one plane, or adds them back to it; `line` numbers lie between two positions. */
function moveWindows(
  plane: Floats,
  planeAt: number,
  { across, places }: Windows,
  rows: Floats,
  rowsAt: number,
  line: number,
  back: boolean,
): void {
  for (let first = 0, to = rowsAt; first < places.length; first += across, to += line) {
    for (let k = 0; k < across; k++) {
      const place = places[first + k];
      if (place < 0) continue;
      if (back) plane[planeAt + place] += rows[to + k];
      else rows[to + k] = plane[planeAt + place];
    }
  }
}

/**
 * The windows of pictures side by side: batch x channels x height x width becomes batch x positions x (channels x
 * window), so that a convolution is a linear map of rows.
 */
export function unfold(input: Tensor, windows: Windows): Tensor {
  const [batch, channels, height, width] = input.shape;
  const { across } = windows;
  const positions = windows.height * windows.width;
  const line = channels * across;
  const plane = height * width;
  const out = allocate(input.dtype, batch * positions * line);
  const each = (data: Floats, rows: Floats, back: boolean): void => {
    for (let n = 0; n < batch * channels; n++) {
      const at = Math.floor(n / channels) * positions * line + (n % channels) * across;
      moveWindows(data, n * plane, windows, rows, at, line, back);
    }
  };
  each(input.data, out, false);
  return computed(out, [batch, positions, line], [input], (grad) => each(gradOf(input), grad, true));
}
