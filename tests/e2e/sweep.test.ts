import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { emptyFolder, hopfield, root } from "./command.ts";

/** Enough points to be killed among them, each of some tens of milliseconds. */
const grid = [
  "--data",
  "digits",
  "-n",
  "30",
  "--beta",
  "log:0.1:10:8",
  "--corrupt",
  "noise:0:150:50",
  "--repeats",
  "2",
];

const pointsOf = (folder: string): { key: string; seconds: number }[] =>
  readFileSync(join(folder, "points.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

/** A folder in which the project's packages are found by name, as after an installation. */
function projectFolder(): string {
  const folder = emptyFolder();
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Starts a sweep and kills it without mercy when so many points are on disk. */
function killedAfter(count: number, cwd: string): Promise<void> {
  const file = join(cwd, "run", "points.jsonl");
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        join(root, "packages/cli/bin/hopfield.js"),
        "sweep",
        ...grid,
        "--out",
        "run",
        "--no-report",
        "--quiet",
      ],
      { cwd, stdio: "ignore", env: { ...process.env, NO_COLOR: "1" } },
    );
    const look = setInterval(() => {
      if (existsSync(file) && readFileSync(file, "utf8").split("\n").length > count) child.kill("SIGKILL");
    }, 20);
    child.on("exit", (_code, signal) => {
      clearInterval(look);
      if (signal === "SIGKILL") resolve();
      else reject(new Error("the sweep ended before it could be killed"));
    });
  });
}

describe("a sweep that is killed", () => {
  test("keeps its points, measures only what is missing, and ends with the same bytes as one that was not", async () => {
    const [killed, whole] = [emptyFolder(), emptyFolder()];
    await killedAfter(5, killed);
    const before = pointsOf(join(killed, "run"));
    expect(before.length).toBeGreaterThanOrEqual(5);
    expect(before.length).toBeLessThan(64);
    const again = hopfield(["sweep", "--out", "run", "--no-report"], {}, killed);
    expect(again).toMatchObject({ code: 0 });
    expect(again.stderr).toContain(`${before.length} done earlier`);
    expect(hopfield(["sweep", ...grid, "--out", "run", "--no-report", "--quiet"], {}, whole).code).toBe(0);
    const after = pointsOf(join(killed, "run"));
    // The finished points stand as they were, times and all: they were not measured again.
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new Set(after.map(({ key }) => key)).size).toBe(64);
    expect(after).toHaveLength(64);
    expect(readFileSync(join(killed, "run", "summary.json"), "utf8")).toBe(
      readFileSync(join(whole, "run", "summary.json"), "utf8"),
    );
  });

  test("is continued by the same command as well, and measures nothing when all is there", () => {
    const cwd = emptyFolder();
    const short = ["sweep", "--data", "digits", "-n", "10", "--beta", "1,2", "--out", "run", "--no-report"];
    expect(hopfield(short, {}, cwd).code).toBe(0);
    const before = readFileSync(join(cwd, "run", "points.jsonl"), "utf8");
    expect(hopfield(short, {}, cwd).stderr).toContain("2 done earlier");
    expect(readFileSync(join(cwd, "run", "points.jsonl"), "utf8")).toBe(before);
  });
});

test("a longer grid uses the points that are there, and the summary is of all", () => {
  const cwd = emptyFolder();
  const sweep = (beta: string) =>
    hopfield(["sweep", "--data", "digits", "-n", "10", "--beta", beta, "--out", "run", "--json"], {}, cwd);
  expect(sweep("1,2").code).toBe(0);
  const { code, stdout, stderr } = sweep("1,2,4");
  expect(code).toBe(0);
  expect(stderr).toContain("held another sweep");
  expect(stderr).toContain("3 points (3 conditions) · 2 done earlier");
  const document = JSON.parse(stdout);
  expect(document.table.rows.map(([beta]: number[]) => beta)).toEqual([1, 2, 4]);
  expect(document.series.every(({ x }: { x: number[] }) => x.length === 3)).toBe(true);
});

test("the number of workers changes no byte of the summary", () => {
  const [one, three] = [emptyFolder(), emptyFolder()];
  const args = ["sweep", "--data", "digits", "-n", "12", "--similarity", "dot,manhattan", "--repeats", "2"];
  for (const [cwd, jobs] of [
    [one, "1"],
    [three, "3"],
  ]) {
    expect(hopfield([...args, "--out", "run", "--no-report", "--quiet", "--jobs", jobs], {}, cwd).code).toBe(
      0,
    );
  }
  expect(readFileSync(join(one, "run/summary.json"))).toEqual(readFileSync(join(three, "run/summary.json")));
});

test("a report is a pure function of the folder: drawn again, the same bytes", () => {
  const cwd = emptyFolder();
  hopfield(["sweep", "--data", "digits", "-n", "10", "--beta", "1,2,4", "--out", "run", "--quiet"], {}, cwd);
  const files = ["report.html", "results.csv", "summary.json"];
  const before = files.map((file) => readFileSync(join(cwd, "run", file), "utf8"));
  expect(hopfield(["report", "run"], {}, cwd).code).toBe(0);
  expect(files.map((file) => readFileSync(join(cwd, "run", file), "utf8"))).toEqual(before);
  expect(
    readdirSync(join(cwd, "run", "figures")).filter((name) => name.endsWith(".svg")).length,
  ).toBeGreaterThan(0);
});

test("a point of a sweep is what retrieve measures with the same settings", () => {
  const cwd = emptyFolder();
  const settings = ["--data", "digits", "-n", "15", "--similarity", "manhattan", "--corrupt", "noise:80"];
  const sweep = JSON.parse(
    hopfield(["sweep", ...settings, "--json", "--quiet", "--no-report"], {}, cwd).stdout,
  );
  const { results } = JSON.parse(
    hopfield(["retrieve", ...settings, "--json", "--quiet", "--no-report"], {}, cwd).stdout,
  );
  const [{ measures }] = sweep.conditions;
  for (const name of ["accuracy", "exact", "mse", "cosine", "effectivePatterns"]) {
    expect(measures[name].mean).toBe(results[name]);
  }
});

describe("one's own similarities", () => {
  const definition = `defineSimilarity({
    name: "chi2",
    score: (x, q) => -x.reduce((sum, v, j) => sum + (v - q[j]) ** 2 / (v + Math.abs(q[j]) + 1e-9), 0),
    update: "mean",
  })`;

  test("are named by the path of their module, in JavaScript and in TypeScript", () => {
    const cwd = projectFolder();
    writeFileSync(
      join(cwd, "chi2.mjs"),
      `import { defineSimilarity } from "modern-hopfield";\nexport default ${definition};\n`,
    );
    writeFileSync(
      join(cwd, "typed.ts"),
      `import { defineSimilarity, type Similarity } from "modern-hopfield";\nconst chi2: Similarity = ${definition};\nexport default chi2;\n`,
    );
    const { code, stdout, stderr } = hopfield(
      [
        "sweep",
        "--data",
        "digits",
        "-n",
        "10",
        "--similarity",
        "dot,./chi2.mjs,./typed.ts",
        "--corrupt",
        "noise:30",
        "--json",
        "--quiet",
      ],
      {},
      cwd,
    );
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const { table } = JSON.parse(stdout);
    const accuracies = table.rows.map((row: number[]) => row[table.columns.indexOf("accuracy")]);
    expect(accuracies[1]).toBe(1);
    expect(accuracies[2]).toBe(1);
    // No trace is left of the file without types.
    expect(readdirSync(cwd).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("come with a sweep that a module defines", () => {
    const cwd = projectFolder();
    writeFileSync(
      join(cwd, "mine.mjs"),
      `import { defineSweep } from "@modern-hopfield/cli";
import { defineSimilarity } from "modern-hopfield";
export default defineSweep({
  name: "mine", title: "Mine",
  settings: { data: "digits", patterns: 10, corrupt: "noise:30" },
  grid: { similarity: ["chi2", "manhattan"] },
  similarities: { chi2: ${definition} },
});
`,
    );
    const { code, stdout, stderr } = hopfield(
      ["sweep", "--config", "mine.mjs", "--json", "--quiet", "--no-report"],
      {},
      cwd,
    );
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).table.rows.map(([name]: string[]) => name)).toEqual(["chi2", "manhattan"]);
  });

  test("that are none are refused before anything is measured", () => {
    const cwd = projectFolder();
    writeFileSync(join(cwd, "no.mjs"), "export default 7;\n");
    const { code, stderr } = hopfield(["sweep", "--similarity", "./no.mjs", "--quiet"], {}, cwd);
    expect(code).toBe(2);
    expect(stderr).toContain('./no.mjs: expected "export default defineSimilarity({ ... })"');
  });
});

describe("bad input is named with its remedy", () => {
  test.each([
    [["sweep", "--beta", "1,-1"], /invalid grid.beta\[1\]: -1 \(expected a number > 0/, 2],
    [["sweep", "--beta", "0:1:-1"], /step -1 does not lead from 0 to 1/, 2],
    [["sweep", "--similarity", "dott"], /did you mean dot\?/, 2],
    [["sweep", "--set", "degre=2"], /unknown setting settings: degre/, 2],
    [["sweep", "--config", "none.json"], /cannot read none.json/, 3],
    [["sweep", "--data", "cifar10", "--data-dir", "."], /no cifar10 in .*hopfield data fetch cifar10/s, 3],
    [["experiment", "run", "seed-fig99"], /unknown experiment: seed-fig99 \(did you mean seed-fig/, 2],
    [["report", "nowhere"], /nowhere holds no run/, 3],
  ])("%j", (args, message, code) => {
    const ran = hopfield(args as string[]);
    expect(ran.stderr).toMatch(message as RegExp);
    expect(ran.code).toBe(code);
  });

  test("a condition that cannot be measured is told, the others are measured, and nothing of them is lost", () => {
    const cwd = emptyFolder();
    const rows = Array.from({ length: 12 }, (_, i) => [i, (i * 7) % 5, (i * i) % 11].join(","));
    writeFileSync(join(cwd, "rows.csv"), `a,b,c\n${rows.join("\n")}\n`);
    const sweep = [
      "sweep",
      "--data",
      "rows.csv",
      "-n",
      "5,100",
      "--corrupt",
      "noise:0.1",
      "--out",
      "run",
      "--quiet",
    ];
    const ran = hopfield(sweep, {}, cwd);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/not measured: patterns 100, repeat 0: asked for 100 patterns of 12/);
    expect(pointsOf(join(cwd, "run"))).toHaveLength(1);
    expect(readFileSync(join(cwd, "run", "report.html"), "utf8")).toContain("<");
  });
});

describe("committed experiments", () => {
  const names = readdirSync(join(root, "experiments")).map((file) => file.replace(/[.]json$/, ""));
  const schema = JSON.parse(readFileSync(join(root, "packages/cli/schema/experiment.schema.json"), "utf8"));
  const validate = new Ajv2020({ strict: false }).compile(schema);
  const read = (name: string) => JSON.parse(readFileSync(join(root, "experiments", `${name}.json`), "utf8"));

  test.each(names)("%s fits the published schema and is named as its file", (name) => {
    const experiment = read(name);
    expect(validate(experiment), JSON.stringify(validate.errors)).toBe(true);
    expect(experiment.name).toBe(name);
  });

  test("the schema refuses what the command refuses", () => {
    const experiment = read("seed-fig11");
    for (const wrong of [
      { ...experiment, tittle: "x" },
      { ...experiment, settings: { ...experiment.settings, steps: -1 } },
      { ...experiment, grid: { similarity: [] } },
      { ...experiment, settings: { colour: "gray" } },
    ]) {
      expect(validate(wrong)).toBe(false);
    }
  });

  test("all are listed with their time", () => {
    const { stdout, code } = hopfield(["experiment", "list"]);
    expect(code).toBe(0);
    for (const name of names) expect(stdout).toContain(name);
  });

  test("the protocols tell all of their settings and measures", () => {
    const { stdout } = hopfield(["experiment", "protocols", "--json"]);
    for (const protocol of JSON.parse(stdout)) {
      for (const setting of Object.values<{ about: string }>(protocol.settings))
        expect(setting.about).toMatch(/[.]$/);
      expect(Object.keys(protocol.measures).length).toBeGreaterThan(0);
    }
  });

  test("the small version of each runs and gives its series", { timeout: 900_000 }, () => {
    const cwd = emptyFolder();
    const data = process.env.HOPFIELD_DATA;
    mkdirSync(join(cwd, "small"));
    // Without real data the same experiments run on procedural pictures.
    const args = data === undefined ? names.map((name) => withProceduralData(name, cwd)) : names;
    const { code, stdout, stderr } = hopfield(
      ["experiment", "run", ...args, "--small", "--json", "--quiet", "--out", "runs"],
      {},
      cwd,
    );
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const documents = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(documents.map(({ name }) => name).sort()).toEqual(names.map((name) => `${name}-small`).sort());
    for (const { name, conditions, series, specification, folder } of documents) {
      expect(conditions.length, name).toBeGreaterThan(0);
      const lines = (specification.charts ?? []).filter(({ kind }: { kind: string }) => kind === "lines");
      if (lines.length > 0) expect(series.length, name).toBeGreaterThan(0);
      for (const one of series)
        for (const y of one.y) expect(Number.isFinite(y), `${name}: ${one.name}`).toBe(true);
      expect(readFileSync(join(cwd, folder, "report.html"), "utf8")).toContain("<html");
    }
  });

  /** The experiment with pictures of our own in the place of data sets; what needs a model of those is left out. */
  function withProceduralData(name: string, cwd: string): string {
    const experiment = read(name);
    const swap: Record<string, string> = { cifar10: "scenes", mnist: "digits" };
    const data = experiment.settings?.data;
    const path = join(cwd, "small", `${name}.json`);
    writeFileSync(
      path,
      JSON.stringify({
        ...experiment,
        settings: { ...experiment.settings, ...(data === undefined ? {} : { data: swap[data] ?? data }) },
        variants: experiment.variants?.filter(
          ({ settings }: { settings: { space?: string } }) => settings.space !== "resnet20",
        ),
      }),
    );
    return path;
  }
});
