import { expect, test } from "vitest";
import { associationModel, readoutModel } from "./model.ts";
import { messageField, textField, varint, wholeField } from "./protobuf.ts";

test("whole numbers are written in base 128, lowest digits first", () => {
  expect([...varint(0)]).toEqual([0]);
  expect([...varint(127)]).toEqual([127]);
  expect([...varint(128)]).toEqual([0x80, 1]);
  expect([...varint(150)]).toEqual([0x96, 1]);
  expect([...varint(2 ** 32)]).toEqual([0x80, 0x80, 0x80, 0x80, 16]);
  expect([...varint(2 ** 53)]).toEqual([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 16]);
});

test("fields are those of the encoding's own documentation", () => {
  // https://protobuf.dev/programming-guides/encoding/: a = 150, b = "testing", c = { a = 150 }.
  expect([...wholeField(1, 150)]).toEqual([0x08, 0x96, 0x01]);
  expect([...textField(2, "testing")]).toEqual([0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]);
  expect([...messageField(3, wholeField(1, 150))]).toEqual([0x1a, 0x03, 0x08, 0x96, 0x01]);
  expect([...wholeField(20, 2)]).toEqual([0xa0, 0x01, 0x02]);
});

/** The fields of a message: field number, and what is in it. */
function fieldsOf(bytes: Uint8Array): { field: number; whole?: number; bytes?: Uint8Array }[] {
  const found = [];
  let at = 0;
  const read = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = read();
    const whole = read();
    if (key % 8 === 0) found.push({ field: key >> 3, whole });
    else {
      expect(key % 8).toBe(2);
      found.push({ field: key >> 3, bytes: bytes.subarray(at, at + whole) });
      at += whole;
    }
  }
  expect(at).toBe(bytes.length);
  return found;
}

const inner = (bytes: Uint8Array, field: number): Uint8Array[] =>
  fieldsOf(bytes).flatMap((one) => (one.field === field && one.bytes ? [one.bytes] : []));
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test.each([
  ["association", associationModel(5), ["states", "stored", "bias"]],
  ["readout", readoutModel(), ["weights", "values"]],
])(
  "the model of an %s is whole: what its nodes read is an input, a constant or written before",
  (name, bytes, inputs) => {
    expect(fieldsOf(bytes)[0]).toEqual({ field: 1, whole: 8 });
    expect(inner(bytes, 8).map((set) => fieldsOf(set).find(({ field }) => field === 2)?.whole)).toEqual([13]);
    const [graph] = inner(bytes, 7);
    expect(inner(graph, 2).map(text)).toEqual([name]);
    expect(inner(graph, 11).map((one) => text(inner(one, 1)[0]))).toEqual(inputs);
    const known = new Set([...inputs, ...inner(graph, 5).map((one) => text(inner(one, 8)[0]))]);
    for (const node of inner(graph, 1)) {
      for (const read of inner(node, 1)) expect(known).toContain(text(read));
      for (const written of inner(node, 2)) known.add(text(written));
    }
    for (const output of inner(graph, 12)) expect(known).toContain(text(inner(output, 1)[0]));
  },
);
