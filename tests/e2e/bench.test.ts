import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, hopfield, type Ran, root } from "./command.ts";

/** Runs `bench` on a fifth of W1, without peers unless asked for. */
function bench(...args: string[]): Ran {
  const given = args.includes("--peers") ? [] : ["--peers", "none"];
  return hopfield(["bench", "--only", "W1", "--scale", ".2", "--rounds", "2", "--quiet", ...given, ...args]);
}

/** The document of such a run. */
function document(...args: string[]): ReturnType<typeof JSON.parse> {
  const { code, stdout, stderr } = bench("--json", ...args);
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

test("without peers it measures ours, and every pattern comes back", () => {
  const { version, environment, settings, workloads, absent, warnings } = document();
  expect({ version, absent, warnings }).toEqual({ version: 1, absent: [], warnings: [] });
  expect(environment).toMatchObject({ node: process.version, cores: expect.any(Number) });
  expect(settings).toMatchObject({ similarity: "squaredEuclidean", rounds: 2, scale: 0.2 });
  expect(workloads).toHaveLength(1);
  const [{ contestants, ...workload }] = workloads;
  expect(workload).toMatchObject({ name: "W1", stored: 20, size: 3072, queries: 20, steps: 5 });
  expect(contestants).toHaveLength(1);
  const [ours] = contestants;
  expect(ours).toMatchObject({ name: "ours", status: "ok", recall: 1, agreement: 1, error: null });
  expect(ours.seconds.rounds).toHaveLength(2);
  expect(ours.seconds.median).toBeGreaterThan(0);
  expect(ours.memory.above).toBe(ours.memory.peak - ours.memory.bare);
});

test("the signature is the same in two runs and another for another seed", () => {
  const signature = (...args: string[]): string => document(...args).workloads[0].signature;
  const first = signature();
  expect(first).toMatch(/^[0-9a-f]{12}$/);
  expect(signature()).toBe(first);
  expect(signature("--seed", "8")).not.toBe(first);
});

test("a cold answer and the nearest patterns are measured too, each similarity by its name", () => {
  const { workloads } = document("--only", "W6,cold", "--scale", ".001", "--similarity", "dot");
  expect(workloads.map(({ name }: { name: string }) => name)).toEqual(["W6", "cold"]);
  for (const { contestants } of workloads) expect(contestants[0]).toMatchObject({ recall: 1, agreement: 1 });
  expect(document("--similarity", "manhattan").workloads[0].contestants[0].recall).toBe(1);
});

test("every peer that is installed gives what we give", () => {
  const [{ contestants, signature }] = document(
    "--peers",
    "all",
    "--similarity",
    "dot",
    "--rounds",
    "1",
  ).workloads;
  for (const { name, error, ...rest } of contestants) {
    expect({ name, error }).toEqual({ name, error: null });
    expect(rest).toMatchObject({ recall: 1, agreement: 1, signature });
    expect(rest.stateDifference).toBeLessThan(1e-4);
  }
});

test("a table is printed and the document written where --out says", () => {
  const folder = emptyFolder();
  const args = ["bench", "--only", "w1", "--scale", ".2", "--rounds", "1", "--peers", "none", "--quiet"];
  const { code, stdout } = hopfield([...args, "--out", "bench.json"], {}, folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/W1: 20 x 3072 random bytes, 20 queries, 5 steps/);
  expect(stdout).toMatch(/^ ours +\d/m);
  expect(JSON.parse(readFileSync(join(folder, "bench.json"), "utf8")).version).toBe(1);
});

test("what is not known is an error of usage that names the nearest", () => {
  const cases: [string[], RegExp][] = [
    [["--only", "W33"], /unknown workload: W33 \(did you mean W3a\?/],
    [["--peers", "tensorflow"], /unknown peer: tensorflow \(did you mean /],
    [["--similarity", "manhatten"], /did you mean manhattan\?/],
    [["--similarity", "manhattan", "--only", "W4"], /W4 is not measured with manhattan/],
    [["--rounds", "0"], /invalid --rounds: 0/],
    [["--data", "cifar"], /did you mean cifar10\?/],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = bench(...args);
    expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  }
});

/** A program that stands for a Python and does something wrong. */
function python(folder: string, body: string): string {
  const path = join(folder, "python");
  writeFileSync(path, `#!${process.execPath}\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

test.skipIf(process.platform === "win32")(
  "a peer that dies, and one that hangs, leave the rest alone",
  () => {
    const folder = emptyFolder();
    const dies = python(folder, `console.error("no memory left"); process.exit(3);`);
    const dead = document("--peers", "numpy", "--python", dies).workloads[0].contestants;
    expect(dead[0]).toMatchObject({ name: "ours", status: "ok" });
    expect(dead[1]).toMatchObject({ name: "numpy", status: "failed", seconds: null, ratio: null });
    expect(dead[1].error).toMatch(/exit code 3[\s\S]*no memory left/);
    const hangs = python(folder, "setInterval(() => {}, 1000);");
    const late = document("--peers", "numpy", "--python", hangs, "--timeout", "8").workloads[0].contestants;
    expect(late[0].status).toBe("ok");
    expect(late[1].error).toMatch(/no answer within 8 s/);
  },
);

test.skipIf(process.platform === "win32")("a peer that is not installed is named with its remedy", () => {
  const folder = emptyFolder();
  const lacks = python(folder, `console.log(JSON.stringify({ absent: "No module named 'numpy'" }));`);
  const { absent, workloads } = document("--peers", "numpy", "--python", lacks);
  expect(workloads[0].contestants).toHaveLength(1);
  expect(absent).toEqual([
    { name: "numpy", reason: "No module named 'numpy'", install: expect.stringContaining("pip install") },
  ]);
});

test.skipIf(process.platform === "win32")(
  "Ctrl-C ends the children, removes their data and exits 130",
  async () => {
    const scratch = emptyFolder();
    const args = ["bench", "--only", "W1", "--rounds", "10000", "--peers", "none"];
    const child = spawn(process.execPath, [join(root, "packages/cli/bin/hopfield.js"), ...args], {
      env: { ...process.env, TMPDIR: scratch },
      stdio: ["ignore", "ignore", "pipe"],
    });
    await once(child.stderr, "data");
    const folders = readdirSync(scratch).length;
    child.kill("SIGINT");
    const [code] = await once(child, "close");
    expect({ code, folders }).toEqual({ code: 130, folders: 1 });
    expect(readdirSync(scratch)).toEqual([]);
  },
);
