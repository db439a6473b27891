// Writes the few parts of an ONNX file (protocol buffers) that an association needs.
// Field numbers are those of onnx/onnx.proto.

/** A whole number in base 128, lowest digits first. */
function varint(value) {
  const bytes = [];
  let rest = BigInt(value);
  do {
    const more = rest > 127n;
    bytes.push(Number(rest & 127n) | (more ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

/** A field with a whole number. */
const whole = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);

/** A field with a float32. */
function float(field, value) {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint((field << 3) | 5), bytes]);
}

/** A field with a text, bytes, or a message of fields; big parts are kept apart until the end. */
function nested(field, ...parts) {
  const flat = parts.flat(Number.POSITIVE_INFINITY);
  const buffers = flat.map((part) => (typeof part === "string" ? Buffer.from(part) : part));
  const length = buffers.reduce((sum, { length }) => sum + length, 0);
  return [varint((field << 3) | 2), varint(length), ...buffers];
}

const types = { float32: 1, int64: 7 };

/** A node: `attributes` are whole numbers, or floats as { float }. */
function node(operator, inputs, outputs, attributes = {}) {
  const given = Object.entries(attributes).map(([name, value]) =>
    nested(
      5,
      nested(1, name),
      typeof value === "number" ? [whole(3, value), whole(20, 2)] : [float(2, value.float), whole(20, 1)],
    ),
  );
  return nested(
    1,
    inputs.map((name) => nested(1, name)),
    outputs.map((name) => nested(2, name)),
    nested(4, operator),
    given,
  );
}

/** A constant tensor whose numbers stand in the model. */
function tensor(name, type, shape, data) {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const sizes = shape.map((size) => whole(1, size));
  return nested(5, sizes, whole(2, types[type]), nested(8, name), nested(9, bytes));
}

/** A constant tensor whose numbers stand in a file beside the model, so that they never lie in memory twice. */
function tensorInFile(name, type, shape, file) {
  const sizes = shape.map((size) => whole(1, size));
  const place = nested(13, nested(1, "location"), nested(2, file));
  return nested(5, sizes, whole(2, types[type]), nested(8, name), place, whole(14, 1));
}

/** An input (11) or output (12) with its shape. */
function value(field, name, type, shape) {
  const sizes = shape.map((size) => nested(1, whole(1, size)));
  return nested(field, nested(1, name), nested(2, nested(1, whole(1, types[type]), nested(2, sizes))));
}

/**
 * The bytes of a model from queries `q` to the states `y` after the job's steps, or to the places `i` of the largest
 * scores.
 * @param file  the name of the file beside the model that holds the stored patterns as float32
 * @param recalled  also give the heaviest pattern of the last association, as `i`
 */
export function onnxModel(job, file, recalled = false) {
  const { stored: N, size, queries, steps, top, beta } = job;
  const nodes = [];
  const outputs = [];
  const constants = [tensorInFile("x", "float32", [N, size], file)];
  const scores = (from, to) => node("Gemm", [from, "x"], [to], { transB: 1, alpha: { float: beta } });
  if (top > 0) {
    nodes.push(scores("q", "z"), node("TopK", ["z", "k"], ["w", "i"], { axis: 1 }));
    constants.push(tensor("k", "int64", [1], BigInt64Array.of(BigInt(top))));
    outputs.push(value(12, "i", "int64", [queries, top]));
  } else {
    for (let step = 0; step < steps; step++) {
      const to = step === steps - 1 ? "y" : `s${step + 1}`;
      nodes.push(
        scores(step === 0 ? "q" : `s${step}`, `z${step}`),
        node("Softmax", [`z${step}`], [`p${step}`], { axis: 1 }),
        node("MatMul", [`p${step}`, "x"], [to]),
      );
    }
    outputs.push(value(12, "y", "float32", [queries, size]));
    if (recalled) {
      nodes.push(node("ArgMax", [`p${steps - 1}`], ["i"], { axis: 1, keepdims: 0 }));
      outputs.push(value(12, "i", "int64", [queries]));
    }
  }
  const inputs = value(11, "q", "float32", [queries, size]);
  const graph = nested(7, nodes, nested(2, "associations"), constants, inputs, outputs);
  const opset = nested(8, nested(1, ""), whole(2, 13));
  return Buffer.concat([
    whole(1, 8),
    ...graph.flat(Number.POSITIVE_INFINITY),
    ...opset.flat(Number.POSITIVE_INFINITY),
  ]);
}
