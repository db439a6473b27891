import { sharedMap } from "../kernels/gather.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Patterns } from "../patterns/patterns.ts";
import type { Rows } from "../patterns/rows.ts";

/** The stored rows that the states of the next call were made from, state by state. */
export interface Asking {
  rows: Int32Array;
}

/** ξⱼ = gain bⱼ + offset for the stored bytes b of one row. */
interface Image {
  readonly gain: number;
  readonly offset: number;
}

/** A component may lie this far, as a share of the largest one, beside the affine image of its byte. */
const rounding = 1e-12;

/** Kernels take products of up to so many bytes in whole numbers. */
const mostWhole = 2 ** 16;

/** Σ b and Σ b² of each stored row of bytes. */
interface ByteMoments {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

function momentsOf(data: Uint8Array, count: number, size: number): ByteMoments {
  const sums = new Float64Array(count);
  const squares = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let [sum, square] = [0, 0];
    for (let k = i * size; k < (i + 1) * size; k++) {
      sum += data[k];
      square += data[k] * data[k];
    }
    sums[i] = sum;
    squares[i] = square;
  }
  return { sums, squares };
}

/**
 * Kernels for states made from stored patterns: bytes that were given a map of their own (layer norm) or brought to unit
 * length (cosine) lie beside the grid of the others, where products cost three times as much. But they are an affine
 * image of bytes, ξ = a b + c, so x·ξ = a x·b + c Σx with the products x·b in whole numbers. The given kernels where
 * they are no such image, and where they know no faster way for bytes.
 */
export function pairKernels(kernels: Kernels, stored: Patterns, asking: Asking): Kernels {
  const { data, size } = stored;
  if (kernels.scout === undefined || !(data instanceof Uint8Array) || size > mostWhole) return kernels;
  let found: ByteMoments | undefined;
  const moments = (): ByteMoments => {
    found ??= momentsOf(data, stored.count, size);
    return found;
  };
  const bytes = new Float64Array(asking.rows.length * size);

  /** The images that the states are of their bytes; null when one is none. */
  const imagesOf = (states: Float64Array, count: number): Image[] | null => {
    const images: Image[] = [];
    for (let k = 0; k < count; k++) {
      const i = asking.rows[k];
      const from = i * size;
      const own = { gain: stored.gain[i], offset: stored.offset[i] };
      const image = isImage(own, data, from, states, k * size, size, 0)
        ? own
        : imageOf(data, from, states, k * size, size);
      if (image === null) return null;
      images.push(image);
    }
    return images;
  };

  /** out[k rows + r] = bᵣ·bₖ, whole numbers, of the bytes of the rows and of those that ask. */
  const wholeProducts = (rows: Rows, count: number, out: Float64Array): void => {
    for (let k = 0; k < count; k++) {
      const i = asking.rows[k];
      bytes.set(data.subarray(i * size, (i + 1) * size), k * size);
    }
    const plain = {
      data: rows.data,
      count: rows.count,
      size,
      gain: new Float64Array(rows.count).fill(1),
      offset: new Float64Array(rows.count),
    };
    kernels.dot(plain, null, bytes, count, out);
  };

  /** The index of the first of some rows that were cut out of the stored ones. */
  const firstOf = (rows: Rows): number => (rows.data.byteOffset - data.byteOffset) / size;

  const usable = (rows: Rows, columns: Int32Array | null, count: number): boolean =>
    columns === null && count <= asking.rows.length && rows.data.buffer === data.buffer && rows.size === size;

  return {
    ...kernels,
    dot(rows, columns, states, count, out) {
      const images = usable(rows, columns, count) ? imagesOf(states, count) : null;
      if (images === null || onGrid(images, rows)) {
        kernels.dot(rows, columns, states, count, out);
        return;
      }
      wholeProducts(rows, count, out);
      const { sums } = moments();
      const first = firstOf(rows);
      for (let k = 0; k < count; k++) {
        const { gain, offset } = images[k];
        const ownSum = sums[asking.rows[k]];
        for (let r = 0; r < rows.count; r++) {
          const at = k * rows.count + r;
          const product = rows.gain[r] * out[at] + rows.offset[r] * ownSum;
          const sum = rows.gain[r] * sums[first + r] + size * rows.offset[r];
          out[at] = gain * product + offset * sum;
        }
      }
    },
    squaredDistance(rows, columns, states, count, out) {
      const images = usable(rows, columns, count) ? imagesOf(states, count) : null;
      if (images === null || onGrid(images, rows)) {
        kernels.squaredDistance(rows, columns, states, count, out);
        return;
      }
      wholeProducts(rows, count, out);
      const { sums, squares } = moments();
      const first = firstOf(rows);
      for (let k = 0; k < count; k++) {
        const { gain: a, offset: c } = images[k];
        const ownSum = sums[asking.rows[k]];
        const ownSquares = a * a * squares[asking.rows[k]];
        for (let r = 0; r < rows.count; r++) {
          const at = k * rows.count + r;
          const g = rows.gain[r];
          const shift = rows.offset[r] - c;
          // Zero for equal rows: their products are the same whole number, and the shift is 0.
          const whole = g * g * squares[first + r] + ownSquares - 2 * (g * a * out[at]);
          const rest = 2 * shift * (g * sums[first + r] - a * ownSum) + size * shift * shift;
          out[at] = Math.max(0, whole + rest);
        }
      }
    },
  };
}

/** Whether all rows and all images have one map, so that the kernels find the states on the rows' own grid. */
function onGrid(images: readonly Image[], rows: Rows): boolean {
  const map = sharedMap(rows);
  return map !== null && images.every(({ gain, offset }) => gain === map.gain && offset === map.offset);
}

/** The affine map from the bytes at `from` to the state at `at`, or null where there is none. */
function imageOf(
  data: Uint8Array,
  from: number,
  states: Float64Array,
  at: number,
  size: number,
): Image | null {
  let [low, high] = [0, 0];
  let largest = 0;
  for (let j = 0; j < size; j++) {
    if (data[from + j] < data[from + low]) low = j;
    if (data[from + j] > data[from + high]) high = j;
    largest = Math.max(largest, Math.abs(states[at + j]));
  }
  const width = data[from + high] - data[from + low];
  const gain = width === 0 ? 0 : (states[at + high] - states[at + low]) / width;
  const image = { gain, offset: states[at + low] - gain * data[from + low] };
  return isImage(image, data, from, states, at, size, rounding * largest) ? image : null;
}

/** Whether each component of the state lies within `slack` of the image of its byte. */
function isImage(
  { gain, offset }: Image,
  data: Uint8Array,
  from: number,
  states: Float64Array,
  at: number,
  size: number,
  slack: number,
): boolean {
  for (let j = 0; j < size; j++) {
    if (!(Math.abs(gain * data[from + j] + offset - states[at + j]) <= slack)) return false;
  }
  return true;
}
