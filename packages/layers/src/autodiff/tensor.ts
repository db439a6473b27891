import { HopfieldError } from "modern-hopfield";

/** The numbers of a tensor. */
export type Floats = Float32Array | Float64Array;

/** The precision of a tensor; the tensors of one operation must agree. */
export type Dtype = "float32" | "float64";

/** How a computed tensor came to be: what it was computed from, and how its gradient flows back there. */
interface Origin {
  readonly inputs: readonly Tensor[];
  /** Adds this tensor's share to the gradients of the inputs that want one. */
  readonly pull: (grad: Floats) => void;
}

let recording = true;
let created = 0;

/** The product of a shape. */
export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (const size of shape) count *= size;
  return count;
}

/** A new array of zeros in a precision. */
export function allocate(dtype: Dtype, count: number): Floats {
  return dtype === "float32" ? new Float32Array(count) : new Float64Array(count);
}

/**
 * An array of numbers, row-major, that remembers how it was computed so that gradients can flow back.
 *
 * Tensors are values: no operation changes one. Nobody has to free them; a result keeps what it was computed from
 * alive for as long as it lives itself. Inside `withoutGradients` nothing is remembered.
 */
export class Tensor {
  readonly data: Floats;
  readonly shape: readonly number[];
  /** Whether gradients are wanted: set for parameters, inherited by everything computed from them. */
  requiresGrad: boolean;
  /** Σ of the gradients that `backward` brought here since it was last set to null; the shape is that of `data`. */
  grad: Floats | null = null;
  readonly origin: Origin | null;
  /** Rises with every tensor: an origin's inputs are older than its result. */
  readonly order: number = created++;

  constructor(data: Floats, shape: readonly number[], requiresGrad = false, origin: Origin | null = null) {
    this.data = data;
    this.shape = shape;
    this.requiresGrad = requiresGrad;
    this.origin = origin;
  }

  get dtype(): Dtype {
    return this.data instanceof Float32Array ? "float32" : "float64";
  }

  /** How many axes. */
  get rank(): number {
    return this.shape.length;
  }

  /** The one number of a tensor that has one. @throws HopfieldError ERR_SIZE for any other */
  item(): number {
    if (this.data.length !== 1) {
      throw new HopfieldError(
        "ERR_SIZE",
        `a tensor of shape [${this.shape.join(", ")}] is not one number; reduce it with sum or mean`,
        { shape: this.shape },
      );
    }
    return this.data[0];
  }

  /** The same numbers without their history; shares the data. */
  detach(): Tensor {
    return new Tensor(this.data, this.shape);
  }
}

/** Nested arrays of numbers. */
export type Nested = number | readonly Nested[];

function flatten(values: Nested, into: number[]): number[] {
  if (typeof values === "number") into.push(values);
  else for (const value of values) flatten(value, into);
  return into;
}

function nestedShape(values: Nested): number[] {
  const shape: number[] = [];
  for (let level: Nested = values; typeof level !== "number"; level = level[0]) {
    shape.push(level.length);
    if (level.length === 0) break;
  }
  return shape;
}

/** Options of a new tensor. */
export interface TensorOptions {
  /** The shape of flat data; nested arrays bring their own. */
  readonly shape?: readonly number[];
  /** The precision; by default that of a typed array, else float32. */
  readonly dtype?: Dtype;
  /** Whether gradients are wanted; false by default. */
  readonly requiresGrad?: boolean;
}

/**
 * A tensor of given numbers: nested arrays, or flat data with a shape. A typed array of the right precision is used as
 * it is, not copied.
 *
 * @throws HopfieldError ERR_SIZE when the numbers do not fill the shape
 * @example
 * tensor([[1, 2], [3, 4]]);
 * tensor(new Float32Array(6), { shape: [2, 3] });
 */
export function tensor(values: Nested | Floats, options: TensorOptions = {}): Tensor {
  const typed = ArrayBuffer.isView(values);
  const natural: Dtype = values instanceof Float64Array ? "float64" : "float32";
  const { dtype = natural, requiresGrad = false } = options;
  const flat: ArrayLike<number> = typed ? values : flatten(values, []);
  const shape = options.shape ?? (typed ? [flat.length] : nestedShape(values));
  if (elementCount(shape) !== flat.length) {
    throw new HopfieldError(
      "ERR_SIZE",
      `${flat.length} numbers do not fill the shape [${shape.join(", ")}] (expected ${elementCount(shape)})`,
      { length: flat.length, shape },
    );
  }
  let data: Floats;
  if (typed && dtype === natural) data = values;
  else {
    data = allocate(dtype, flat.length);
    data.set(flat);
  }
  return new Tensor(data, shape, requiresGrad);
}

/** A tensor whose numbers are all `value`; 0 by default. */
export function filled(shape: readonly number[], value = 0, dtype: Dtype = "float32"): Tensor {
  return new Tensor(allocate(dtype, elementCount(shape)).fill(value), shape);
}

/** The result of an operation; its history is kept only where an input wants gradients. */
export function computed(
  data: Floats,
  shape: readonly number[],
  inputs: readonly Tensor[],
  pull: (grad: Floats) => void,
): Tensor {
  if (recording && inputs.some((input) => input.requiresGrad)) {
    return new Tensor(data, shape, true, { inputs, pull });
  }
  return new Tensor(data, shape);
}

/** Whether an operation on these inputs will be remembered, so that it may keep what its gradient needs. */
export function willRecord(...inputs: readonly (Tensor | null | undefined)[]): boolean {
  return recording && inputs.some((input) => input?.requiresGrad === true);
}

/** The array that gradients of a tensor are added to; made at the first use. */
export function gradOf(input: Tensor): Floats {
  input.grad ??= allocate(input.dtype, input.data.length);
  return input.grad;
}

/** Throws unless all tensors have one precision; returns it. */
export function commonDtype(what: string, ...inputs: readonly (Tensor | null | undefined)[]): Dtype {
  const present = inputs.filter((input) => input !== null && input !== undefined);
  const { dtype } = present[0];
  if (present.some((input) => input.dtype !== dtype)) {
    throw new HopfieldError(
      "ERR_OPTION",
      `${what} was given float32 and float64 tensors; make all of them one precision (tensor(values, { dtype }))`,
      { dtypes: present.map((input) => input.dtype) },
    );
  }
  return dtype;
}

/** Runs a function whose results remember nothing: for evaluation. */
export function withoutGradients<T>(run: () => T): T {
  const before = recording;
  recording = false;
  try {
    return run();
  } finally {
    recording = before;
  }
}
