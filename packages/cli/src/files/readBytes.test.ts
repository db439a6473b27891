import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { HopfieldError } from "modern-hopfield";
import { expect, onTestFinished, test } from "vitest";
import { readBytes } from "./readBytes.ts";

function fileOf(bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "hopfield-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "some.bin"), bytes);
  return join(folder, "some.bin");
}

function failure(path: string): HopfieldError {
  try {
    readBytes(path);
  } catch (error) {
    return error as HopfieldError;
  }
  throw new Error("the file was read");
}

const text = Buffer.from("the quick brown fox ".repeat(50));

test("a gzip is known by its first bytes, whatever its name", () => {
  expect(Buffer.from(readBytes(fileOf(gzipSync(text))))).toEqual(text);
  expect(Buffer.from(readBytes(fileOf(text)))).toEqual(text);
  expect(readBytes(fileOf(new Uint8Array(0)))).toHaveLength(0);
});

test("a truncated gzip is refused with its name and the offset where it ends", () => {
  const path = fileOf(gzipSync(text).subarray(0, 40));
  expect(failure(path)).toMatchObject({ code: "ERR_DATA", details: { path, offset: 40 } });
  expect(failure(path).message).toContain(path);
  expect(failure(path).message).toMatch(/offset 40/);
});

test("a gzip with a flipped byte is refused", () => {
  const bytes = gzipSync(text);
  bytes[bytes.length - 6] ^= 1;
  expect(failure(fileOf(bytes)).code).toBe("ERR_DATA");
});

test("a file that is not there is missing data", () => {
  expect(failure("/no/such/file").code).toBe("ERR_DATA_MISSING");
});
