import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { openPatternLog } from "modern-hopfield/node";
import { expect, test } from "vitest";
import { emptyFolder, root } from "./command.ts";

const door = pathToFileURL(join(root, "packages/core/dist/node/index.js")).href;
const size = 500_000;

/** The pattern that belongs to a number: the same in the child and here. */
const patternOf = (index: number): Uint8Array => {
  const pattern = new Uint8Array(size).fill(37 * index);
  pattern[index % size] ^= 255;
  return pattern;
};

/** Appends for ever; says a number once its pattern is safe from a kill: appended, and with "sync" on the disk. */
const writer = `
  import { writeSync } from "node:fs";
  import { openPatternLog } from ${JSON.stringify(door)};
  const size = ${size};
  const patternOf = ${patternOf};
  const log = openPatternLog(process.argv[1], { size });
  writeSync(1, "took " + log.lockTakenFrom + "\\n");
  for (;;) {
    const next = log.count;
    const index = log.append(patternOf(next), { key: "k" + next, weight: 1 + next, label: next });
    if (process.argv[2] === "sync") log.sync();
    writeSync(1, index + "\\n");
  }
`;

function start(script: string, ...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, ["--input-type=module", "-e", script, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}

test("kill -9 while it appends: everything acknowledged is there, bit for bit", async () => {
  const path = join(emptyFolder(), "log");
  let acknowledged = -1;
  let torn = 0;
  for (let round = 0; round < 10; round++) {
    const child = start(writer, path, round % 2 === 0 ? "sync" : "append");
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
    });
    let wrong = "";
    child.stderr.on("data", (chunk) => {
      wrong += chunk;
    });
    await once(child.stdout, "data");
    setTimeout(() => child.kill("SIGKILL"), 20 + Math.random() * 180);
    const [, signal] = await once(child, "close");
    expect(wrong).toBe("");
    expect(signal).toBe("SIGKILL");
    expect(said).toMatch(/^took null\n/);
    for (const line of said.split("\n").slice(1, -1)) acknowledged = Math.max(acknowledged, Number(line));

    const before = statSync(path).size;
    const log = openPatternLog(path);
    expect(log.lockTakenFrom).toBe(child.pid);
    expect(log.count).toBeGreaterThan(acknowledged);
    // At most the record that was being written is there beyond those, or lost.
    expect(log.count).toBeLessThanOrEqual(acknowledged + 2);
    if (log.recovered !== null) {
      torn++;
      expect(log.recovered.bytes).toBe(before - log.byteLength);
      expect(log.recovered.reason).toMatch(/cut off/);
    }
    for (const { index, key, weight, label, pattern } of log) {
      expect({ key, weight, label }).toEqual({ key: `k${index}`, weight: 1 + index, label: index });
      expect(Buffer.from(pattern).equals(patternOf(index))).toBe(true);
    }
    acknowledged = log.count - 1;
    log.close();
  }
  expect(acknowledged).toBeGreaterThan(8);
  console.log(`${acknowledged + 1} patterns survived 10 kills, ${torn} of which tore a record`);
});

/** Tries to open the log, says how that went, and holds it for a while. */
const rival = `
  import { openPatternLog } from ${JSON.stringify(door)};
  try {
    const log = openPatternLog(process.argv[1], { size: 4 });
    console.log("opened");
    log.append([1, 2, 3, 4]);
    setTimeout(() => log.close(), 1500);
  } catch (error) {
    console.log(error.code + " " + error.message);
  }
`;

test("of many that start at once, one gets the lock of a dead process", async () => {
  const path = join(emptyFolder(), "log");
  openPatternLog(path, { size: 4 }).close();
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(`${path}.lock`, JSON.stringify({ pid, host: hostname() }));
  const said = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const child = start(rival, path);
      let text = "";
      child.stdout.on("data", (chunk) => {
        text += chunk;
      });
      await once(child, "close");
      return text;
    }),
  );
  expect(said.filter((text) => text === "opened\n")).toHaveLength(1);
  expect(said.filter((text) => /^ERR_DATA .*is held by /.test(text))).toHaveLength(7);
  const log = openPatternLog(path);
  expect(log.count).toBe(1);
  log.close();
});
