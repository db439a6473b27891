import { allocate, computed, gradOf, type Tensor } from "./tensor.ts";
import { pairOf, type Windows, windowsOver } from "./windows.ts";

function planesOf(
  input: Tensor,
  size: number | readonly [number, number],
  stride: number | readonly [number, number],
): { windows: Windows; planes: number; area: number; shape: number[] } {
  const [height, width] = input.shape.slice(-2);
  const windows = windowsOver(height, width, pairOf(size), { stride });
  const area = height * width;
  const shape = [...input.shape.slice(0, -2), windows.height, windows.width];
  return { windows, planes: input.data.length / area, area, shape };
}

/**
 * The largest number of each window of the last two axes; the first of equals gets the gradient.
 * @param stride  the window's own size by default
 */
export function maxPool2d(
  input: Tensor,
  size: number | readonly [number, number],
  stride: number | readonly [number, number] = size,
): Tensor {
  const { windows, planes, area, shape } = planesOf(input, size, stride);
  const { across, places } = windows;
  const positions = places.length / across;
  const best = new Int32Array(planes * positions);
  const out = allocate(input.dtype, best.length);
  for (let k = 0; k < best.length; k++) {
    const from = Math.floor(k / positions) * area;
    const first = (k % positions) * across;
    let at = from + places[first];
    for (let w = 1; w < across; w++) {
      const place = from + places[first + w];
      if (input.data[place] > input.data[at]) at = place;
    }
    best[k] = at;
    out[k] = input.data[at];
  }
  return computed(out, shape, [input], (grad) => {
    const sum = gradOf(input);
    for (let k = 0; k < best.length; k++) sum[best[k]] += grad[k];
  });
}

/**
 * The mean of each window of the last two axes.
 * @param stride  the window's own size by default
 */
export function averagePool2d(
  input: Tensor,
  size: number | readonly [number, number],
  stride: number | readonly [number, number] = size,
): Tensor {
  const { windows, planes, area, shape } = planesOf(input, size, stride);
  const { across, places } = windows;
  const positions = places.length / across;
  const out = allocate(input.dtype, planes * positions);
  for (let k = 0; k < out.length; k++) {
    const from = Math.floor(k / positions) * area;
    let total = 0;
    for (let w = 0; w < across; w++) total += input.data[from + places[(k % positions) * across + w]];
    out[k] = total / across;
  }
  return computed(out, shape, [input], (grad) => {
    const sum = gradOf(input);
    for (let k = 0; k < grad.length; k++) {
      const from = Math.floor(k / positions) * area;
      for (let w = 0; w < across; w++) sum[from + places[(k % positions) * across + w]] += grad[k] / across;
    }
  });
}
