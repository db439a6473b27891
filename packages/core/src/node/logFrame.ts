import { crc32 } from "./crc32.ts";

/** The bytes before the body of a record: its length, its CRC-32, and the CRC-32 of those two, u32 each. */
export const frameLength = 12;

/** A body as it stands in the file. */
export function encodeFrame(body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(frameLength + body.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, body.length, true);
  view.setUint32(4, crc32(body), true);
  view.setUint32(8, crc32(frame.subarray(0, 8)), true);
  frame.set(body, frameLength);
  return frame;
}

/** What the bytes before a body say; null where they were damaged, so that not even the length can be believed. */
export function decodeFrame(bytes: Uint8Array): { readonly length: number; readonly crc: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, frameLength);
  if (view.getUint32(8, true) !== crc32(bytes.subarray(0, 8))) return null;
  return { length: view.getUint32(0, true), crc: view.getUint32(4, true) };
}
