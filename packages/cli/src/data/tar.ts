import { HopfieldError } from "modern-hopfield";

/**
 * The files of a tar archive, as views of its bytes. Names, sizes and kinds are all that is read of the headers;
 * folders and links are passed over.
 * @throws HopfieldError ERR_DATA naming the offset where the archive is damaged or ends
 */
export function* tarFiles(
  bytes: Uint8Array,
): Generator<{ readonly name: string; readonly data: Uint8Array }> {
  const text = (from: number, length: number): string =>
    new TextDecoder().decode(bytes.subarray(from, from + length)).split("\0")[0];
  let at = 0;
  while (at + 512 <= bytes.length && bytes[at] !== 0) {
    const digits = text(at + 124, 12).trim();
    const size = /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
    // A comparison with NaN is false, so a size that is no number fails as well.
    if (!(at + 512 + size <= bytes.length)) {
      throw new HopfieldError("ERR_DATA", `the archive is damaged at offset ${at}; fetch it again`, {
        offset: at,
      });
    }
    const kind = String.fromCharCode(bytes[at + 156]);
    if (kind === "0" || kind === "\0") {
      yield { name: text(at, 100), data: bytes.subarray(at + 512, at + 512 + size) };
    }
    at += 512 + 512 * Math.ceil(size / 512);
  }
}
