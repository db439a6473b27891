import fc from "fast-check";
import { HopfieldError } from "modern-hopfield";
import { expect, test } from "vitest";
import { tarBytes } from "./fixture.ts";
import { tarFiles } from "./tar.ts";

const files = {
  "folder/": new Uint8Array(0),
  "folder/a.bin": new Uint8Array(513).fill(7),
  "folder/b.txt": new Uint8Array([104, 105]),
  empty: new Uint8Array(0),
};

test("every file comes with its name and bytes; folders are passed over", () => {
  const found = [...tarFiles(tarBytes(files))].map(({ name, data }) => [name, Uint8Array.from(data)]);
  expect(found).toEqual(Object.entries(files).slice(1));
});

test("a truncated archive is refused at the header whose file is cut", () => {
  expect(() => [...tarFiles(tarBytes(files).subarray(0, 1100))]).toThrow(/damaged at offset 512/);
});

test("a damaged archive ends or throws a HopfieldError, whatever its sizes say", () => {
  const size = fc.stringMatching(/^[-0-9 x]{0,12}$/);
  fc.assert(
    fc.property(size, (text) => {
      const bytes = tarBytes(files);
      bytes.fill(0, 512 + 124, 512 + 136);
      bytes.set(Buffer.from(text), 512 + 124);
      try {
        for (const { data } of tarFiles(bytes)) expect(data.length).toBeLessThanOrEqual(bytes.length);
      } catch (error) {
        expect(error).toBeInstanceOf(HopfieldError);
      }
    }),
  );
});
