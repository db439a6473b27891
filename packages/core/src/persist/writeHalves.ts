/**
 * Marks tensors that were written as 16-bit integers as half floats, in place: a half float is its 16 bits, and the
 * two names are of one length.
 * @param bytes  a safetensors file
 * @param names  its tensors of dtype I16 that hold half floats
 */
export function markHalves(bytes: Uint8Array, names: readonly string[]): void {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  const header = bytes.subarray(8, 8 + length);
  for (const name of names) {
    // Inside a text every quote has a backslash before it, so this can only be the tensor itself.
    const before = `${JSON.stringify(name)}:{"dtype":"`;
    const at = indexOfText(header, `${before}I16"`);
    if (at >= 0) header.set(new TextEncoder().encode("F16"), at + before.length);
  }
}

function indexOfText(bytes: Uint8Array, text: string): number {
  const wanted = new TextEncoder().encode(text);
  for (let at = bytes.indexOf(wanted[0]); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}
