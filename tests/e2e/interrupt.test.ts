import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, hopfield, root } from "./command.ts";

/** Starts the command and gives it SIGINT as soon as it says that it retrieves. */
async function interrupted(
  args: readonly string[],
  folder: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [join(root, "packages/cli/bin/hopfield.js"), ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  let asked = false;
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
    if (!asked && stderr.includes("retrieving")) {
      asked = true;
      child.kill("SIGINT");
    }
  });
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}

test("Ctrl-C in the middle of the arithmetic exits 130 and leaves nothing half-written", async () => {
  const folder = emptyFolder();
  // So many repeats that only the signal can end the run soon.
  const { code, stdout, stderr } = await interrupted(
    ["retrieve", "-n", "50", "--repeats", "100000", "--eps", "0"],
    folder,
  );
  expect(code).toBe(130);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/hopfield: interrupted/);
  expect(readdirSync(folder)).toEqual([]);
});

test("a folder that cannot be written is an error of usage that says which flag helps", () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, "file"), "");
  const { code, stdout, stderr } = hopfield(
    ["retrieve", "-n", "5", "--quiet", "--out", "file/run"],
    {},
    folder,
  );
  expect(code).toBe(2);
  expect(stderr).toMatch(/cannot write to file\/run.*--out/);
  expect(stderr).not.toMatch(/ {4}at /);
  expect(stdout).toBe("");
  expect(readFileSync(join(folder, "file"), "utf8")).toBe("");
});

test("an error of the trial keeps its code across the worker", () => {
  const { code, stderr } = hopfield(["retrieve", "-n", "3", "--select", "first", "--similarity", "bipolar"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^hopfield: .*\+1 and -1/m);
  expect(stderr).not.toMatch(/worker ended/);
});

test("--no-color is about the text, --color about the pictures", () => {
  const args = ["retrieve", "-n", "5", "--no-report", "--quiet", "--no-color"];
  const rgb = hopfield(args);
  expect(rgb.code).toBe(0);
  expect(rgb.stdout).toMatch(/32x32 rgb/);
  const gray = hopfield([...args, "--color", "gray"]);
  expect(gray.code).toBe(0);
  expect(gray.stdout).toMatch(/32x32 gray/);
});

test("env.json says what the numbers may depend on", () => {
  const folder = emptyFolder();
  expect(hopfield(["retrieve", "-n", "5", "--quiet", "--out", "run"], {}, folder).code).toBe(0);
  const environment = JSON.parse(readFileSync(join(folder, "run", "env.json"), "utf8"));
  expect(environment).toMatchObject({ node: process.version, dataset: "scenes 32x32" });
  expect(environment.processors).toBeGreaterThan(0);
});
