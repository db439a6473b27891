// npm test: every check of the project, in turn. `npm test -- --only lint,unit` runs some of them;
// `--require-chromium` fails where no Chromium is found instead of leaving its tests out.
// Ends with "N passed, N failed"; the tests count one each, every other check counts as one.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { findChromium } from "./house/chromium.mjs";
import { useSharedFolders } from "./house/shared.mjs";

const root = resolve(import.meta.dirname, "..");
const { values } = parseArgs({
  options: { only: { type: "string" }, "require-chromium": { type: "boolean", default: false } },
});
const scratch = mkdtempSync(join(tmpdir(), "hopfield-test-"));

// Real data and reference outputs may lie beside the checkout; the tests that need them say when they are skipped.
for (const [name, folder] of useSharedFolders()) {
  console.log(folder ? `${name} is ${folder}` : `${name} is not set: tests on it are skipped`);
}
const chromium = findChromium();
console.log(chromium ? `Chromium is ${chromium}` : "no Chromium found: the unit tests run in Node alone");

/** No check takes longer; one that hangs is ended and fails. */
const limit = 15 * 60_000;

/** Runs a program from the checkout and returns what it said. */
function run(command, args) {
  const { status, signal, error, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    timeout: limit,
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  const ending = signal ? `\nended by ${signal} after at most ${limit / 60_000} minutes` : "";
  return { ok: status === 0, output: `${stdout ?? ""}${stderr ?? ""}${error ?? ""}${ending}` };
}

/** One check: passes or fails as a whole. */
function check(command, ...args) {
  const { ok, output } = run(command, args);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, output: ok ? notesOf(output) : output };
}

/** What a passing check has to say: sizes, what was left out. */
function notesOf(output) {
  return output
    .split("\n")
    .filter((line) => /^core: |not run, |checked, 0 wrong/.test(line))
    .map((line) => `     ${line}`)
    .join("\n");
}

/** A project of vitest: every test counts. */
function vitest(project) {
  const file = join(scratch, `${project}.json`);
  const { ok, output } = run("npx", [
    "vitest",
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, output };
  const report = JSON.parse(readFileSync(file, "utf8"));
  const failed = report.numFailedTests + (ok || report.numFailedTests > 0 ? 0 : 1);
  return {
    passed: report.numPassedTests,
    failed,
    skipped: report.numPendingTests,
    output: failed > 0 ? output : skippedOf(report),
  };
}

/** The skipped tests of a report, by file and name. */
function skippedOf({ testResults }) {
  return testResults
    .flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === "skipped" || status === "pending")
        .map(({ fullName }) => `     skipped: ${relative(root, name)}: ${fullName}`),
    )
    .join("\n");
}

/** The reference outputs, all kinds that are built. */
function golden() {
  const folder = process.env.HOPFIELD_GOLDEN;
  if (!folder) return { passed: 0, failed: 0, skipped: 1, output: "" };
  const total = { passed: 0, failed: 0, skipped: 0, output: "" };
  for (const args of [
    [join(folder, "retrieval"), "--kind", "similarity,separation,retrieval,theory,classical,dense"],
    [join(folder, "retrieval"), "--kind", "similarity,retrieval,theory", "--kernels", "portable"],
    [join(folder, "hflayers")],
    ...(process.env.HOPFIELD_DATA ? [[join(folder, "recall")]] : []),
  ]) {
    const { ok, output } = run("node", ["scripts/golden.mjs", ...args]);
    const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? ["", 0, 1];
    total.passed += Number(passed);
    total.failed += Math.max(Number(failed), ok ? 0 : 1);
    if (!ok) total.output += output;
  }
  return total;
}

function withoutChromium() {
  const required = values["require-chromium"];
  return {
    passed: 0,
    failed: required ? 1 : 0,
    skipped: required ? 0 : 1,
    output: "     no Chromium found: install one, or name it in CHROME_PATH",
  };
}

const checks = {
  lint: () => check("npx", "biome", "ci", "--error-on-warnings", "."),
  types: () => check("npx", "tsc", "-b"),
  "test-types": () => check("npx", "tsc", "-p", "tsconfig.tests.json"),
  layers: () => check("node", "scripts/layers.mjs"),
  unit: () => vitest("node"),
  chromium: () => (chromium === undefined ? withoutChromium() : vitest("chromium")),
  golden,
  e2e: () => vitest("e2e"),
  docs: () => check("node", "scripts/docs.mjs"),
  packages: () => check("node", "scripts/packages.mjs"),
};

const wanted = values.only?.split(",") ?? Object.keys(checks);
const unknown = wanted.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(`unknown check: ${unknown.join(", ")} (choices: ${Object.keys(checks).join(", ")})`);
  process.exit(2);
}
const total = { passed: 0, failed: 0, skipped: 0 };
// These run the compiled packages; everything else runs from source.
const compiled = ["golden", "e2e", "docs", "packages"];
if (!wanted.includes("types") && wanted.some((name) => compiled.includes(name))) wanted.unshift("types");
for (const name of wanted) {
  const started = performance.now();
  const { output, ...counts } = checks[name]();
  for (const key of Object.keys(total)) total[key] += counts[key];
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${counts.failed > 0 ? "FAIL" : "ok  "} ${name.padEnd(10)} ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped  (${seconds} s)`,
  );
  if (output) console.log(output);
}
rmSync(scratch, { recursive: true, force: true });
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`,
);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
