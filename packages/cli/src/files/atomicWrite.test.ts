import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { atomicWrite } from "./atomicWrite.ts";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "hopfield-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("the file holds what was given, in folders that are made, and nothing is left beside it", () => {
  const path = join(temporaryFolder(), "a", "b", "result.json");
  atomicWrite(path, "first");
  atomicWrite(path, new Uint8Array([104, 105]));
  expect(readFileSync(path, "utf8")).toBe("hi");
  expect(readdirSync(join(path, ".."))).toEqual(["result.json"]);
});

test("a write that fails leaves nothing behind", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "taken", "full"), { recursive: true });
  expect(() => atomicWrite(join(folder, "taken"), "text")).toThrow();
  expect(readdirSync(folder)).toEqual(["taken"]);
});
