import { type Bytes, bytesField, joined, messageField, textField, wholeField } from "./protobuf.ts";

// Field numbers are those of onnx/onnx.proto.

/** The element types of ONNX that are used here. */
const elementTypes = { float32: 1, int64: 7 } as const;

/** An attribute of type INT. */
function attribute(name: string, value: number): Bytes {
  return messageField(5, textField(1, name), wholeField(3, value), wholeField(20, 2));
}

/** One operation of a graph. */
function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, number>> = {},
): Bytes {
  return messageField(
    1,
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    textField(4, operator),
    ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  );
}

/** A constant row of whole numbers. */
function constant(name: string, ...values: number[]): Bytes {
  const data = new Uint8Array(values.length * 8);
  const view = new DataView(data.buffer);
  values.forEach((value, k) => {
    view.setBigInt64(k * 8, BigInt(value), true);
  });
  return messageField(
    5,
    wholeField(1, values.length),
    wholeField(2, elementTypes.int64),
    textField(8, name),
    bytesField(9, data),
  );
}

/** An input (field 11) or output (field 12); sizes that change from run to run have a name. */
function value(
  field: 11 | 12,
  name: string,
  type: keyof typeof elementTypes,
  shape: readonly (string | number)[],
): Bytes {
  const sizes = shape.map((size) =>
    messageField(1, typeof size === "string" ? textField(2, size) : wholeField(1, size)),
  );
  const tensor = messageField(1, wholeField(1, elementTypes[type]), messageField(2, ...sizes));
  return messageField(field, textField(1, name), messageField(2, tensor));
}

/** The bytes of a model (ModelProto: IR 8, operators 13) with one graph. */
function model(name: string, parts: readonly Bytes[]): Bytes {
  return joined([
    wholeField(1, 8),
    messageField(7, ...parts, textField(2, name)),
    messageField(8, textField(1, ""), wholeField(2, 13)),
  ]);
}

/**
 * The graph of an association and its update: for states η (m x d, times β), patterns C (N x d) and biases b (N)
 *
 *   z = η Cᵀ + b,  p = softmax(z),  mean = p C,
 *
 * with the `top` largest z of each row, their places and weights, and Σ pᵢ (zᵢ - max z) for the entropy.
 *
 * The largest is taken out before the softmax, so that what the entropy sums is exact where it matters.
 */
export function associationModel(top: number): Bytes {
  return model("association", [
    node("Gemm", ["states", "stored", "bias"], ["logits"], { transB: 1 }),
    node("TopK", ["logits", "top"], ["topLogits", "topIndices"], { axis: 1 }),
    node("Slice", ["topLogits", "zero", "one", "one"], ["largest"]),
    node("Sub", ["logits", "largest"], ["lowered"]),
    node("Softmax", ["lowered"], ["weights"], { axis: 1 }),
    node("MatMul", ["weights", "stored"], ["means"]),
    node("GatherElements", ["weights", "topIndices"], ["topWeights"], { axis: 1 }),
    node("Mul", ["weights", "lowered"], ["products"]),
    node("ReduceSum", ["products", "one"], ["sums"]),
    constant("top", top),
    constant("zero", 0),
    constant("one", 1),
    value(11, "states", "float32", ["m", "d"]),
    value(11, "stored", "float32", ["N", "d"]),
    value(11, "bias", "float32", ["N"]),
    value(12, "weights", "float32", ["m", "N"]),
    value(12, "means", "float32", ["m", "d"]),
    value(12, "topIndices", "int64", ["m", top]),
    value(12, "topWeights", "float32", ["m", top]),
    value(12, "sums", "float32", ["m", 1]),
  ]);
}

/** The graph of a readout: means = weights (m x N) values (N x w). */
export function readoutModel(): Bytes {
  return model("readout", [
    node("MatMul", ["weights", "values"], ["means"]),
    value(11, "weights", "float32", ["m", "N"]),
    value(11, "values", "float32", ["N", "w"]),
    value(12, "means", "float32", ["m", "w"]),
  ]);
}
