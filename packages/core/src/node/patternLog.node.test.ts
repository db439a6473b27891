import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HopfieldError } from "../errors.ts";
import { crc32 } from "./crc32.ts";
import { frameLength } from "./logFrame.ts";
import { headerLength } from "./logHeader.ts";
import { openPatternLog, type PatternLogOptions } from "./openPatternLog.ts";
import type { LogEntry } from "./patternLog.ts";
import { freshPath } from "./testing/folder.ts";

/** Everything that a log holds. */
function entriesOf(path: string, options: PatternLogOptions = {}): LogEntry[] {
  const log = openPatternLog(path, options);
  try {
    return [...log];
  } finally {
    log.close();
  }
}

/** A log of five records: four patterns and a removal; the lengths of the file after each. */
function written(path: string): number[] {
  const log = openPatternLog(path, { size: 3 });
  const lengths = [log.byteLength];
  const steps = [
    () => log.append([1, 2, 3]),
    () => log.append([4, 5, 6], { key: "ä", weight: 0.5, label: 7 }),
    () => log.append([7, 8, 9], { key: "\ud800" }),
    () => log.remove("ä"),
    () => log.append([255, 0, 1], { key: "ä" }),
  ];
  for (const step of steps) {
    step();
    lengths.push(log.byteLength);
  }
  log.close();
  return lengths;
}

test("what is appended is there again, with key, weight and label, in order", () => {
  const path = freshPath("log");
  written(path);
  const log = openPatternLog(path);
  const plain = { key: null, weight: 1, label: null };
  expect([...log]).toEqual([
    { ...plain, index: 0, pattern: Uint8Array.of(1, 2, 3) },
    { ...plain, index: 2, key: "\ud800", pattern: Uint8Array.of(7, 8, 9) },
    { ...plain, index: 3, key: "ä", pattern: Uint8Array.of(255, 0, 1) },
  ]);
  expect(log).toMatchObject({ size: 3, dtype: "uint8", count: 3, recovered: null, lockTakenFrom: null });
  expect(log.keys()).toEqual([null, "\ud800", "ä"]);
  expect(log.get("ä")?.index).toBe(3);
  expect(log.get(1)).toBeUndefined();
  expect(log.append([0, 0, 0])).toBe(4);
  log.close();
  log.close();
  expect(readdirSync(dirname(path))).toEqual(["log"]);
  expect(() => log.append([0, 0, 0])).toThrow(/is closed/);
});

test("floats come back as they were in float32", () => {
  const path = freshPath("log");
  const rows = [
    [0.1, -1e-45, 3e38],
    [Math.PI, -0, 2],
  ];
  const log = openPatternLog(path, { size: 3, dtype: "float32" });
  for (const row of rows) log.append(row);
  log.close();
  expect(entriesOf(path).map(({ pattern }) => pattern)).toEqual(rows.map((row) => Float32Array.from(row)));
});

test("a log becomes a memory with its weights and labels", () => {
  const path = freshPath("log");
  written(path);
  const log = openPatternLog(path);
  log.append([3, 3, 3], { weight: 4, label: 2 });
  const memory = log.toMemory({ scale: "unit", beta: 9, normalize: "mean" });
  expect(memory.stored.labels).toEqual(Int32Array.of(-1, -1, -1, 2));
  expect(memory.weights[3]).toBeCloseTo(4);
  expect(memory.stored.data).toEqual(Uint8Array.of(1, 2, 3, 7, 8, 9, 255, 0, 1, 3, 3, 3));
  expect(memory.stored.scale.name).toBe("unit");
  expect(() => log.toMemory({ memoryLimit: 20 })).toThrow(/memoryLimit/);
  log.close();
});

test("compact leaves what is there and counts anew", () => {
  const path = freshPath("log");
  written(path);
  const log = openPatternLog(path);
  const before = [...log];
  log.compact();
  expect([...log]).toEqual(before.map((entry, index) => ({ ...entry, index })));
  expect(log.byteLength).toBe(statSync(path).size);
  expect(log.append([9, 9, 9])).toBe(3);
  log.remove(0);
  const after = [...log];
  log.close();
  expect(entriesOf(path)).toEqual(after);
  expect(readdirSync(dirname(path))).toEqual(["log"]);
});

test("a log cut off anywhere opens with the records before the cut, and says what was cut off", () => {
  const path = freshPath("log");
  const lengths = written(path);
  const whole = readFileSync(path);
  const states = lengths.map((length) => {
    writeFileSync(path, whole.subarray(0, length));
    return entriesOf(path);
  });
  for (let length = 0; length < whole.length; length++) {
    writeFileSync(path, whole.subarray(0, length));
    const records = lengths.filter((end) => end <= length).length;
    const kept = records === 0 ? 0 : lengths[records - 1];
    const log = openPatternLog(path, { size: 3 });
    expect([...log]).toEqual(states[Math.max(0, records - 1)]);
    if (length === kept && records > 0) expect(log.recovered).toBeNull();
    else
      expect(log.recovered).toMatchObject({
        bytes: length - kept,
        offset: kept,
        reason: /cut off after|cut off:/,
      });
    log.append([1, 1, 1], { key: "new" });
    log.close();
    const again = openPatternLog(path);
    expect(again.recovered).toBeNull();
    expect(again.get("new")?.pattern).toEqual(Uint8Array.of(1, 1, 1));
    again.close();
  }
});

test("a tail of zeros or rubbish is cut off", () => {
  const path = freshPath("log");
  const lengths = written(path);
  const whole = readFileSync(path);
  for (const tail of [Buffer.alloc(4096), Buffer.from("rubbish that is no record at all")]) {
    writeFileSync(path, Buffer.concat([whole, tail]));
    const log = openPatternLog(path);
    expect(log.recovered).toMatchObject({ bytes: tail.length, offset: whole.length });
    log.close();
    expect(statSync(path).size).toBe(lengths[5]);
  }
});

test("damage before the last record is an error with its offset; salvage keeps what comes before", () => {
  const path = freshPath("log");
  const lengths = written(path);
  const whole = readFileSync(path);
  for (let at = headerLength; at < lengths[4]; at++) {
    const bytes = Buffer.from(whole);
    bytes[at] ^= 0x10;
    writeFileSync(path, bytes);
    const record = lengths.findLastIndex((length) => length <= at);
    expect(() => openPatternLog(path)).toThrow(`${path} is damaged at offset ${lengths[record]}: `);
    expect(readFileSync(path)).toEqual(bytes);
    const log = openPatternLog(path, { salvage: true });
    expect(log.recovered).toMatchObject({ bytes: whole.length - lengths[record], offset: lengths[record] });
    log.close();
    expect(readFileSync(path)).toEqual(whole.subarray(0, lengths[record]));
  }
  const bytes = Buffer.from(whole);
  bytes[lengths[4] + frameLength + 1] ^= 1;
  writeFileSync(path, bytes);
  expect(entriesOf(path)).toHaveLength(2);
});

test("any bytes give a HopfieldError or a log, and nothing else", () => {
  const path = freshPath("log");
  written(path);
  const whole = readFileSync(path);
  const change = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 5 }), fc.nat(whole.length), (changes, length) => {
      const bytes = Buffer.from(whole.subarray(0, length));
      for (const [at, byte] of changes) if (at < length) bytes[at] = byte;
      writeFileSync(path, bytes);
      try {
        entriesOf(path, { size: 3 });
      } catch (error) {
        expect(error).toBeInstanceOf(HopfieldError);
      }
      expect(readdirSync(dirname(path))).toEqual(["log"]);
    }),
    { numRuns: 500 },
  );
});

/** A file with these bodies, each with sound sums. */
function crafted(path: string, ...bodies: number[][]): void {
  const log = openPatternLog(path, { size: 1 });
  log.close();
  const frames = bodies.map((body) => {
    const frame = Buffer.alloc(frameLength + body.length);
    frame.set(body, frameLength);
    frame.writeUInt32LE(body.length, 0);
    frame.writeUInt32LE(crc32(frame.subarray(frameLength)), 4);
    frame.writeUInt32LE(crc32(frame.subarray(0, 8)), 8);
    return frame;
  });
  writeFileSync(path, Buffer.concat([readFileSync(path), ...frames]));
}

test.each<[string, number[][], RegExp]>([
  ["nothing", [[]], /kind undefined of 0 bytes/],
  ["an unknown kind", [[9, 0, 0, 0, 0, 0, 0, 0]], /kind 9 of 8 bytes/],
  ["a removal of nothing", [[2, 0, 0, 0, 5, 0, 0, 0]], /it removes pattern 5, which is not there/],
  ["a long key", [[1, 1, 0, 0, ...Array(12).fill(0), 255, 255, 255, 255, 7]], /a key of 4294967295/],
  ["weight 0", [[1, 0, 0, 0, ...Array(16).fill(0), 7]], /weight 0/],
])("a sound record of %s is refused", (_, bodies, reason) => {
  const path = freshPath("log");
  crafted(path, ...bodies);
  expect(() => openPatternLog(path)).toThrow(reason);
  expect(() => openPatternLog(path)).toThrow(/invalid record at offset 44/);
});

test("what cannot be kept is refused, and the log stays as it was", () => {
  const path = freshPath("log");
  written(path);
  const before = readFileSync(path);
  const log = openPatternLog(path);
  expect(() => log.append([1, 2])).toThrow(/has 2 values \(expected 3\)/);
  expect(() => log.append([1, 2, 256])).toThrow(/256 at component 2; this log keeps bytes/);
  expect(() => log.append([1, 2, 3], { weight: 0 })).toThrow(/invalid weight/);
  expect(() => log.append([1, 2, 3], { label: 0.5 })).toThrow(/invalid label: 0.5/);
  expect(() => log.append([1, 2, 3], { key: "ä" })).toThrow(/pattern 3 has the key "ä" already/);
  expect(() => log.remove(1)).toThrow(/there is no pattern 1 in/);
  expect(() => log.remove("x")).toThrow(/there is no pattern "x" in/);
  log.close();
  expect(readFileSync(path)).toEqual(before);
  const floats = openPatternLog(`${path}32`, { size: 1, dtype: "float32" });
  expect(() => floats.append([1e39])).toThrow(/Infinity at component 0/);
  floats.close();
});

test("options that do not fit, folders and other files are refused, and left alone", () => {
  const path = freshPath("log");
  expect(() => openPatternLog(path)).toThrow(
    `${path} is a new log, and nothing says the size of its patterns`,
  );
  expect(() => openPatternLog(path, { size: 0 })).toThrow(/invalid size: 0/);
  expect(() => openPatternLog(path, { size: 1, dtype: "float64" as "uint8" })).toThrow(
    /invalid dtype: float64/,
  );
  expect(() => openPatternLog(`${path}/deeper`, { size: 1 })).toThrow(/its folder does not exist/);
  expect(() => openPatternLog(dirname(path), { size: 1 })).toThrow(/it is a folder/);
  expect(readdirSync(dirname(path))).toEqual([]);
  for (const text of ["dear diary", "dear diary, ".repeat(9)]) {
    writeFileSync(path, text);
    expect(() => openPatternLog(path, { size: 1 })).toThrow(`${path} is no pattern log`);
    expect(readFileSync(path, "utf8")).toBe(text);
  }
  truncateSync(path, 0);
  written(path);
  expect(() => openPatternLog(path, { size: 4 })).toThrow(
    /keeps patterns of size 3 as uint8, not 4 as uint8/,
  );
  expect(() => openPatternLog(path, { dtype: "float32" })).toThrow(/not 3 as float32/);
});

test("two writers at once are refused; the lock of a dead process is taken over, and said", () => {
  const path = freshPath("log");
  const log = openPatternLog(path, { size: 3 });
  symlinkSync(path, `${path}-link`);
  for (const name of [path, `${path}-link`]) {
    expect(() => openPatternLog(name)).toThrow(
      `${path}.lock is held by this very process, which has it open`,
    );
  }
  copyFileSync(`${path}.lock`, `${path}.copy`);
  log.close();
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(`${path}.lock`, JSON.stringify({ pid, host: hostname() }));
  const taken = openPatternLog(path);
  expect(taken.lockTakenFrom).toBe(pid);
  taken.close();
  for (const [content, owner] of [
    [JSON.stringify({ pid: 1, host: hostname() }), "process 1 "],
    [JSON.stringify({ pid, host: "elsewhere" }), `process ${pid} on elsewhere`],
    ["{}", "an unknown process"],
  ]) {
    writeFileSync(`${path}.lock`, content);
    expect(() => openPatternLog(path)).toThrow(`${path}.lock is held by ${owner}`);
  }
});

test("the CRC-32 is the one of zlib", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  if (typeof zlibCrc32 !== "function") return;
  fc.assert(fc.property(fc.uint8Array(), (bytes) => crc32(bytes) === zlibCrc32(bytes)));
});
