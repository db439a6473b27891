import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { Patterns } from "../patterns/patterns.ts";
import { toBytes } from "../persist/toBytes.ts";
import { loadMemory, loadSavedMemory } from "./loadMemory.ts";
import { saveMemory } from "./saveMemory.ts";
import { freshPath } from "./testing/folder.ts";

const memory = new AssociativeMemory(new Patterns(Uint8Array.of(1, 2, 3, 250, 5, 6), { size: 3 }), {
  beta: 1,
});

test("what is saved is what is loaded, and nothing else is left beside it", async () => {
  const path = freshPath("memory.safetensors");
  await saveMemory(memory, path, { keys: ["a", "b"] });
  const { memory: loaded, keys } = await loadSavedMemory(path);
  expect(keys).toEqual(["a", "b"]);
  expect(loaded.retrieve([1, 2, 4]).output).toEqual(memory.retrieve([1, 2, 4]).output);
  expect(readFileSync(path)).toEqual(Buffer.from(toBytes(memory, { keys: ["a", "b"] })));
  await saveMemory(loaded, path);
  expect((await loadSavedMemory(path)).keys).toBeNull();
  expect(readdirSync(dirname(path))).toEqual(["memory.safetensors"]);
});

test("a missing file, a folder, an empty file, a pipe and another file are named", async () => {
  const path = freshPath("memory.safetensors");
  await expect(loadMemory(path)).rejects.toMatchObject({
    code: "ERR_DATA_MISSING",
    message: `cannot read ${path} (ENOENT): there is no such file; check the path, or save a memory there first`,
  });
  await expect(loadMemory(dirname(path))).rejects.toThrow(`cannot read ${dirname(path)}: it is a folder`);
  writeFileSync(path, "");
  await expect(loadMemory(path)).rejects.toThrow(`cannot read ${path}: it is empty`);
  writeFileSync(path, "a text, longer than nine bytes");
  await expect(loadMemory(path)).rejects.toThrow(
    `cannot read ${path}: it does not begin like a safetensors file`,
  );
  if (spawnSync("mkfifo", [`${path}.pipe`]).status === 0) {
    await expect(loadMemory(`${path}.pipe`)).rejects.toThrow(/it is no regular file/);
  }
});

test("a damaged file names its path, and the reason", async () => {
  const path = freshPath("memory.safetensors");
  await saveMemory(memory, path);
  truncateSync(path, readFileSync(path).length - 1);
  await expect(loadMemory(path)).rejects.toThrow(new RegExp(`^${path}: invalid safetensors file`));
});

test("a file beyond the limit is not read", async () => {
  const path = freshPath("memory.safetensors");
  await saveMemory(memory, path);
  // Sparse: a terabyte that takes no room.
  truncateSync(path, 2 ** 40);
  await expect(loadMemory(path)).rejects.toMatchObject({ code: "ERR_MEMORY" });
  await expect(loadMemory(path, { memoryLimit: 100 })).rejects.toThrow(
    /more than memoryLimit 100; raise memoryLimit/,
  );
});

test("a save that cannot be finished leaves the old file and no other", async () => {
  const path = freshPath("memory.safetensors");
  await expect(saveMemory(memory, join(path, "deeper", "m"))).rejects.toMatchObject({
    code: "ERR_DATA_MISSING",
  });
  mkdirSync(path);
  await expect(saveMemory(memory, path)).rejects.toThrow(`cannot write ${path}`);
  expect(readdirSync(dirname(path))).toEqual(["memory.safetensors"]);
  if (process.getuid?.() === 0) return;
  chmodSync(dirname(path), 0o500);
  await expect(saveMemory(memory, join(dirname(path), "other"))).rejects.toThrow(
    /\(EACCES\): change its permissions/,
  );
  chmodSync(dirname(path), 0o700);
});
