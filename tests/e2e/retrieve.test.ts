import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { writeNpy } from "modern-hopfield/formats";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { emptyFolder, hopfield, retrieved, root } from "./command.ts";

const small = ["-n", "20"];

test("the main job completes half-masked pictures and writes a report that needs nothing else", () => {
  const folder = emptyFolder();
  const { code, stdout } = hopfield(["retrieve"], {}, folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/retrieved\s+100 %/);
  const path = /report: (\S+)/.exec(stdout)?.[1] ?? "";
  const report = readFileSync(join(folder, path), "utf8");
  expect(report).toMatch(/<title>/);
  expect(report).not.toMatch(/<script|src="http/);
  expect(report.length).toBeLessThan(3_000_000);
  expect(readdirSync(join(folder, path, "..")).sort()).toEqual([
    "env.json",
    "examples.png",
    "report.html",
    "result.json",
  ]);
});

test("--json prints exactly one document, which fits its schema, and --quiet says nothing else", () => {
  const { stdout, stderr } = hopfield(["retrieve", ...small, "--json", "--quiet"]);
  expect(stderr).toBe("");
  expect(stdout.trim().split("\n")).toHaveLength(1);
  const schema = JSON.parse(readFileSync(join(root, "packages/cli/schema/retrieve.schema.json"), "utf8"));
  const validate = new Ajv2020({ strict: false }).compile(schema);
  validate(JSON.parse(stdout));
  expect(validate.errors).toBeNull();
  expect(validate({ version: 1 })).toBe(false);
});

test("progress goes to stderr, at most a line per 10 %", () => {
  const { stderr } = hopfield(["retrieve", "-n", "100", "--corrupt", "pixels:0.5", "--no-report"]);
  const lines = stderr.trim().split("\n");
  expect(lines.at(-1)).toMatch(/100 %/);
  expect(lines.length).toBeLessThanOrEqual(11);
});

test("the same seed gives the same numbers, the printed command repeats them, another seed differs", () => {
  const first = retrieved(...small, "--corrupt", "noise:150", "--similarity", "dot", "--missing", "black");
  const words = first.command.split(" ").slice(3);
  expect(words).toContain("noise:150");
  const again = retrieved(...words);
  expect(again.perQuery).toEqual(first.perQuery);
  const other = retrieved(...words, "--seed", "8");
  expect(other.perQuery).not.toEqual(first.perQuery);
});

test("repeats are measured one by one and give a spread", () => {
  const { repeats, results, perQuery } = retrieved(...small, "--repeats", "3", "--corrupt", "noise:120");
  expect(repeats.map(({ seed }: { seed: number }) => seed)).toEqual([7, 8, 9]);
  expect(perQuery).toHaveLength(60);
  expect(results.spread.mse).toBeGreaterThan(0);
});

test("telling the memory what is missing is what brings pictures back", () => {
  const known = retrieved("-n", "100").results;
  const black = retrieved("-n", "100", "--missing", "black", "--steps", "1", "--similarity", "dot").results;
  expect(known.accuracy).toBe(1);
  expect(black.accuracy).toBeLessThan(0.2);
  expect(known.energyRises).toBe(0);
  expect(known.mse).toBeLessThan(known.baseline.mse / 100);
});

describe("bad input ends with the right code and the remedy, and writes nothing", () => {
  test.each([
    [["retrieve", "--similarity", "manhatan"], 2, /did you mean manhattan/],
    [["retrieve", "--separation", "sofmax"], 2, /did you mean softmax/],
    [["retrieve", "--select", "randm"], 2, /did you mean random/],
    [["retrieve", "--scale", "units"], 2, /did you mean unit/],
    [["retrieve", "--corrupt", "nois:5"], 2, /did you mean noise/],
    [["retrieve", "--metrics", "mes"], 2, /did you mean mse/],
    [["retrieve", "--data", "sceens"], 2, /did you mean scenes/],
    [["retrieve", "--beta", "-3"], 2, /invalid --beta: -3/],
    [["retrieve", "--beta", "NaN"], 2, /positive number/],
    [["retrieve", "--steps", "1.5"], 2, /whole number/],
    [["retrieve", "--patterns", "0"], 2, /whole number >= 1/],
    [["retrieve", "--expect", "acuracy>=1"], 2, /did you mean accuracy/],
    [["retrieve", "--expect", "accuracy"], 2, /expected like/],
    [["retrieve", "--qeries", "5"], 2, /Did you mean --queries/],
    [["retreive"], 2, /Did you mean retrieve/],
    [["retrieve", "--separation", "polynomial"], 2, /not negative/],
    [["retrieve", "--similarity", "bipolar"], 2, /\+1 and -1/],
    [["retrieve", "--data", "cifar10", "--data-dir", "."], 3, /hopfield data fetch cifar10/],
    [["retrieve", "--data", "./nothing.npy"], 3, /no file or folder/],
    [["data", "fetch", "mnst"], 2, /did you mean mnist/],
  ] as const)("%j", (args, code, message) => {
    const folder = emptyFolder();
    const ran = hopfield(args, {}, folder);
    expect(ran.stderr).toMatch(message);
    expect(ran.code).toBe(code);
    expect(ran.stdout).toBe("");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("an expectation that is not met exits 4, one that is met 0", () => {
    expect(hopfield(["retrieve", ...small, "--no-report", "--expect", "accuracy>=0.5"]).code).toBe(0);
    const { code, stderr } = hopfield(["retrieve", ...small, "--no-report", "--expect", "baseline.mse<1"]);
    expect(code).toBe(4);
    expect(stderr).toMatch(/expected baseline.mse<1, got \d/);
  });

  test("more patterns than there are", () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "a.csv"), "1,2\n3,4\n");
    const { code, stderr } = hopfield(["retrieve", "--data", "a.csv", "-n", "5"], {}, folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/asked for 5 patterns of 2/);
  });

  test.each([
    ["broken.npy", new Uint8Array([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 200, 0])],
    ["cut.bin", new Uint8Array(4000)],
    ["photo.png", new Uint8Array([1, 2, 3])],
    ["gap.csv", new TextEncoder().encode("1,2\n3,x\n")],
  ])("%s", (name, bytes) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, name), bytes);
    const { code, stderr } = hopfield(["retrieve", "--data", `./${name}`, "-n", "1"], {}, folder);
    expect(code).toBe(3);
    expect(stderr).toContain(name);
    expect(existsSync(join(folder, "runs"))).toBe(false);
  });
});

describe("own data", () => {
  test("vectors of an npy file", () => {
    const folder = emptyFolder();
    const data = Float64Array.from({ length: 300 }, (_, k) => Math.sin(k * k));
    writeFileSync(join(folder, "v.npy"), writeNpy({ shape: [30, 10], data }));
    const args = ["retrieve", "--data", "v.npy", "-n", "30", "--corrupt", "noise:0.05", "--json", "--quiet"];
    const { stdout, code } = hopfield(args, {}, folder);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).results.accuracy).toBe(1);
  });

  test("a folder of photographs; transparent is unknown", async () => {
    const folder = emptyFolder();
    for (let k = 0; k < 6; k++) {
      const raw = Uint8Array.from({ length: 40 * 30 * 4 }, (_, j) =>
        j % 4 === 3 ? (j < 2400 ? 255 : 0) : (j * (k + 3)) % 251,
      );
      await sharp(raw, { raw: { width: 40, height: 30, channels: 4 } })
        .png()
        .toFile(join(folder, `p${k}.png`));
    }
    const { stdout, code } = hopfield([
      "retrieve",
      "--data",
      folder,
      "-n",
      "6",
      "--corrupt",
      "noise:5",
      "--json",
      "--quiet",
      "--no-report",
    ]);
    expect(code).toBe(0);
    const { results, config } = JSON.parse(stdout);
    expect(config.resolved.told).toBe(true);
    expect(results.accuracy).toBe(1);
  });
});

test("diagnose says in words and numbers that raw dot products have hubs", () => {
  const { stdout, code } = hopfield(["diagnose", "--similarity", "dot"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/is a hub/);
  expect(stdout).toMatch(/squaredEuclidean/);
  const json = JSON.parse(hopfield(["diagnose", "--json"]).stdout);
  expect(json.positive).toBe(json.count);
  expect(json.hubs).toEqual([]);
});

test("help names every verb, the version is the package's", () => {
  const { stdout, code } = hopfield(["--help"]);
  expect(code).toBe(0);
  for (const verb of ["retrieve", "diagnose", "data"]) expect(stdout).toContain(verb);
  expect(hopfield(["--version"]).stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});
