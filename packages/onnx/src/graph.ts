import { type Bytes, bytesField, joined, messageField, textField, wholeField } from "./protobuf.ts";

// Field numbers are those of onnx/onnx.proto.

/** The element types of ONNX that are used here. */
export const elementTypes = { float32: 1, int64: 7 } as const;

/** An attribute of type INT, or INTS. */
function attribute(name: string, value: number | readonly number[]): Bytes {
  return typeof value === "number"
    ? messageField(5, textField(1, name), wholeField(3, value), wholeField(20, 2))
    : messageField(5, textField(1, name), ...value.map((one) => wholeField(8, one)), wholeField(20, 7));
}

/** One operation of a graph. */
export function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, number | readonly number[]>> = {},
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
export function constant(name: string, ...values: number[]): Bytes {
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
export function value(
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
export function model(name: string, parts: readonly Bytes[]): Bytes {
  return joined([
    wholeField(1, 8),
    messageField(7, ...parts, textField(2, name)),
    messageField(8, textField(1, ""), wholeField(2, 13)),
  ]);
}
