import { crc32 } from "./crc32.ts";
import type { FileWindow } from "./fileWindow.ts";
import { decodeFrame, frameLength } from "./logFrame.ts";

/** Where the sound records of a file end, and why they do. */
export interface ScanEnd {
  /** The offset behind the last sound record. */
  readonly offset: number;
  /** What is wrong with what comes behind; null where nothing comes. */
  readonly fault: { readonly reason: string; readonly torn: boolean } | null;
}

/**
 * Calls `visit` with each sound record of the file and says where they end.
 *
 * What a killed writer leaves is a record that the end of the file cuts short: `torn`. A record at the very end whose
 * CRC does not fit is torn too (a machine that lost its power). Anything else is damage.
 * @param visit  gets the body, good until it returns, and its offset
 */
export function scanFrames(
  file: FileWindow,
  start: number,
  visit: (body: Uint8Array, offset: number) => void,
): ScanEnd {
  let at = start;
  for (;;) {
    const left = file.end - at;
    const stop = (reason: string, torn: boolean): ScanEnd => ({ offset: at, fault: { reason, torn } });
    if (left === 0) return { offset: at, fault: null };
    if (left < frameLength) return stop(`the last record was cut off after ${left} bytes`, true);
    const frame = decodeFrame(file.bytes(at, frameLength));
    if (frame === null) {
      const next = nextRecord(file, at + 1);
      return next === null
        ? stop("the beginning of the last record is damaged", true)
        : stop(`the record there is damaged, and others follow from offset ${next}`, false);
    }
    const behind = at + frameLength + frame.length;
    if (behind > file.end) {
      return stop(
        `the last record was cut off: ${left} of its ${frameLength + frame.length} bytes are there`,
        true,
      );
    }
    const body = file.bytes(at + frameLength, frame.length);
    if (crc32(body) !== frame.crc) {
      const last = behind === file.end;
      return stop(`the ${last ? "last record" : "record there"} does not fit its CRC-32`, last);
    }
    visit(body, at + frameLength);
    at = behind;
  }
}

/**
 * The offset of the first record from `from` on that has its beginning whole and its end in the file; null where there is
 * none. The body is not looked at, so that no file can make this slow.
 */
function nextRecord(file: FileWindow, from: number): number | null {
  for (let at = from; at + frameLength <= file.end; at++) {
    const frame = decodeFrame(file.bytes(at, frameLength));
    if (frame !== null && frame.length > 0 && at + frameLength + frame.length <= file.end) return at;
  }
  return null;
}
