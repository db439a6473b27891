import { HopfieldError } from "modern-hopfield";
import { sourceOf, stridesOf } from "./broadcast.ts";
import { around, axisOf } from "./reduce.ts";
import { allocate, commonDtype, computed, elementCount, gradOf, type Tensor } from "./tensor.ts";

/** The same numbers in another shape; one size may be -1 and follows from the others. Shares the data. */
export function reshape(input: Tensor, shape: readonly number[]): Tensor {
  const given = shape.filter((size) => size !== -1);
  const open = shape.length - given.length;
  const rest = input.data.length / elementCount(given);
  const wanted = shape.map((size) => (size === -1 ? rest : size));
  if (open > 1 || elementCount(wanted) !== input.data.length || !wanted.every(Number.isInteger)) {
    throw new HopfieldError(
      "ERR_SIZE",
      `a tensor of shape [${input.shape.join(", ")}] cannot be reshaped to [${shape.join(", ")}]`,
      { from: input.shape, to: shape },
    );
  }
  return computed(input.data, wanted, [input], (grad) => {
    const sum = gradOf(input);
    for (let k = 0; k < grad.length; k++) sum[k] += grad[k];
  });
}

/**
 * The axes in another order: axis k of the result is axis order[k] of the input.
 * @throws HopfieldError ERR_OPTION unless every axis is named once
 */
export function transpose(input: Tensor, order: readonly number[]): Tensor {
  const axes = order.map((axis) => axisOf(axis, input.rank));
  if (axes.length !== input.rank || new Set(axes).size !== input.rank) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid order of axes: ${order.join(", ")} (expected each of 0..${input.rank - 1} once)`,
      { order },
    );
  }
  const shape = axes.map((axis) => input.shape[axis]);
  const own = stridesOf(input.shape);
  const steps = axes.map((axis) => own[axis]);
  const count = input.data.length;
  const places = new Int32Array(count);
  const at = new Array<number>(shape.length).fill(0);
  let place = 0;
  for (let k = 0; k < count; k++) {
    places[k] = place;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += steps[axis];
      if (++at[axis] < shape[axis]) break;
      place -= steps[axis] * shape[axis];
      at[axis] = 0;
    }
  }
  const out = allocate(input.dtype, count);
  for (let k = 0; k < count; k++) out[k] = input.data[places[k]];
  return computed(out, shape, [input], (grad) => {
    const sum = gradOf(input);
    for (let k = 0; k < count; k++) sum[places[k]] += grad[k];
  });
}

/** Tensors one after another along an axis; their other sizes must agree. */
export function concat(inputs: readonly Tensor[], axis: number): Tensor {
  const [first] = inputs;
  const at = axisOf(axis, first.rank);
  for (const { shape } of inputs) {
    if (shape.length !== first.rank || shape.some((size, k) => k !== at && size !== first.shape[k])) {
      throw new HopfieldError(
        "ERR_SIZE",
        `shapes [${first.shape.join(", ")}] and [${shape.join(", ")}] cannot be joined along axis ${axis}`,
        { a: first.shape, b: shape, axis },
      );
    }
  }
  const blocks = inputs.map((input) => {
    const { size, inner } = around(input, at);
    return size * inner;
  });
  const total = blocks.reduce((a, b) => a + b, 0);
  const { outer } = around(first, at);
  const out = allocate(commonDtype("concat", ...inputs), outer * total);
  let before = 0;
  const starts = blocks.map((block) => {
    before += block;
    return before - block;
  });
  inputs.forEach(({ data }, n) => {
    for (let o = 0; o < outer; o++) {
      out.set(data.subarray(o * blocks[n], (o + 1) * blocks[n]), o * total + starts[n]);
    }
  });
  const shape = first.shape.map((size, k) =>
    k === at ? inputs.reduce((sum, input) => sum + input.shape[at], 0) : size,
  );
  return computed(out, shape, inputs, (grad) => {
    inputs.forEach((input, n) => {
      if (!input.requiresGrad) return;
      const sum = gradOf(input);
      for (let o = 0; o < outer; o++) {
        const from = o * total + starts[n];
        for (let j = 0; j < blocks[n]; j++) sum[o * blocks[n] + j] += grad[from + j];
      }
    });
  });
}

/** The part from `start` up to `end` (all of the rest by default) along an axis. */
export function slice(input: Tensor, axis: number, start: number, end?: number): Tensor {
  const at = axisOf(axis, input.rank);
  const { outer, size, inner } = around(input, at);
  const stop = end ?? size;
  if (!(Number.isInteger(start) && Number.isInteger(stop) && start >= 0 && start <= stop && stop <= size)) {
    throw new HopfieldError("ERR_RANGE", `no part ${start}..${stop} of an axis of ${size}`, {
      start,
      end: stop,
      size,
    });
  }
  const block = (stop - start) * inner;
  const out = allocate(input.dtype, outer * block);
  for (let o = 0; o < outer; o++) {
    const from = (o * size + start) * inner;
    out.set(input.data.subarray(from, from + block), o * block);
  }
  const shape = input.shape.map((extent, k) => (k === at ? stop - start : extent));
  return computed(out, shape, [input], (grad) => {
    const sum = gradOf(input);
    for (let o = 0; o < outer; o++) {
      const to = (o * size + start) * inner;
      for (let j = 0; j < block; j++) sum[to + j] += grad[o * block + j];
    }
  });
}

/** The tensor repeated along axes of size 1 until it has a shape. */
export function broadcastTo(input: Tensor, shape: readonly number[]): Tensor {
  const shift = shape.length - input.rank;
  const fits = input.shape.every((size, axis) => size === 1 || size === shape[axis + shift]);
  if (shift < 0 || !fits) {
    throw new HopfieldError(
      "ERR_SIZE",
      `shape [${input.shape.join(", ")}] cannot be repeated to [${shape.join(", ")}]`,
      { from: input.shape, to: shape },
    );
  }
  const from = sourceOf(input.shape, shape);
  if (from === null) return reshape(input, shape);
  const out = allocate(input.dtype, from.length);
  for (let k = 0; k < from.length; k++) out[k] = input.data[from[k]];
  return computed(out, shape, [input], (grad) => {
    const sum = gradOf(input);
    for (let k = 0; k < from.length; k++) sum[from[k]] += grad[k];
  });
}
