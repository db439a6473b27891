// The few kinds of protocol-buffer fields that an ONNX model is made of.

/** The bytes of a field, or of several. */
export type Bytes = Uint8Array<ArrayBuffer>;

const text = new TextEncoder();

/** Puts bytes one behind the other. */
export function joined(parts: readonly Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A whole number from 0 to 2^53 in base 128, lowest digits first; each byte but the last has its high bit set. */
export function varint(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/** A field with a whole number of at least 0. */
export function wholeField(field: number, value: number): Bytes {
  return joined([varint(field * 8), varint(value)]);
}

/** A field with text. */
export function textField(field: number, value: string): Bytes {
  return bytesField(field, text.encode(value));
}

/** A field with bytes. */
export function bytesField(field: number, value: Bytes): Bytes {
  return joined([varint(field * 8 + 2), varint(value.length), value]);
}

/** A field with a message made of fields. */
export function messageField(field: number, ...parts: readonly Bytes[]): Bytes {
  return bytesField(field, joined(parts));
}
