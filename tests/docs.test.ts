import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commandsOf, runCommand } from "../scripts/docs/commands.mjs";
import { checkLinks } from "../scripts/docs/links.mjs";
import { anchorsOf, splitFences } from "../scripts/docs/markdown.mjs";
import { checkSnippets, snippetsOf } from "../scripts/docs/snippets.mjs";

const root = resolve(import.meta.dirname, "..");
let folder = "";

beforeEach(() => {
  mkdirSync(join(root, "runs"), { recursive: true });
  folder = mkdtempSync(join(root, "runs", "docs-self-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fence = (info: string, ...lines: string[]): string => [`\`\`\`${info}`, ...lines, "```", ""].join("\n");

test("a link to a file or a heading that is not there is seen, whatever its form", () => {
  writeFileSync(join(folder, "there.md"), "# One & two\n\n## Again\n\n## Again\n");
  const good = [
    "[a](there.md) [b](there.md#one--two) [c](there.md#again-1) [d](#here) [e](https://example.org/x) ![f](there.md)",
    "[g]: there.md",
    '<img src="there.md">',
    "`[not a link](nowhere.md)`",
    fence("sh", "# [no heading](nowhere.md)"),
    "# Here",
  ];
  writeFileSync(join(folder, "good.md"), good.join("\n"));
  expect(checkLinks(folder, "good.md")).toEqual({ checked: 7, failures: [] });

  const bad = [
    '[a](gone.md "title")',
    "[b](there.md#gone)",
    "![c](gone.png)",
    '<img src="gone.png">',
    "[d]: gone.md",
    "[e](../../package.json)",
    fence("sh", "# heading"),
    "[f](#heading)",
  ];
  writeFileSync(join(folder, "bad.md"), bad.join("\n"));
  const { failures } = checkLinks(folder, "bad.md");
  expect(failures.map((failure) => failure.replace(/^bad.md:(\d+): the link (\S+) .*/, "$1 $2"))).toEqual([
    "1 gone.md",
    "2 there.md#gone",
    "3 gone.png",
    "4 gone.png",
    "5 gone.md",
    "6 ../../package.json",
    "11 #heading",
  ]);
});

test("a fence may stand in a list, and one that is never closed is an error", () => {
  const { fences, prose } = splitFences("- item\n\n  ```sh no-run\n  npm ci\n  ```\n- next");
  expect(fences).toEqual([{ language: "sh", words: ["no-run"], body: "npm ci", line: 4 }]);
  expect(prose).toBe("- item\n\n\n\n\n- next");
  expect(anchorsOf("# `npm test`, [all](x.md)")).toEqual(new Set(["npm-test-all"]));
  expect(() => splitFences("```ts\nconst a = 1;")).toThrow("line 1: this fence is never closed");
});

test("a snippet is compiled, continued and executed; a wrong one is named by its line", () => {
  const text = [
    fence("ts", 'import { Random } from "modern-hopfield";', "const random = new Random(1);"),
    fence("ts", "// continues", 'if (typeof random !== "object") throw new Error("not continued");'),
    fence("ts no-run", 'throw new Error("must not run");'),
  ].join("");
  expect(checkSnippets(snippetsOf("good.md", text), folder, root)).toEqual([]);

  const bad = [
    fence("ts", 'const wrong: number = "text";'),
    fence("ts", 'throw new Error("executed");'),
    fence("ts no-run", "const missing: number = undefinedName;"),
  ].join("");
  const failures = checkSnippets(snippetsOf("bad.md", bad), folder, root);
  expect(failures).toHaveLength(3);
  expect(failures[0]).toMatch(/^bad.md\(2,7\): error TS2322/);
  expect(failures[1]).toMatch(/^bad.md:5: the snippet ended with 1[\s\S]*Error: executed/);
  expect(failures[2]).toMatch(/^bad.md\(8,25\): error TS\d+: .*undefinedName/);
});

test("commands run in a shell from inside the checkout; downloads and absent data are left out with a reason", () => {
  const text = [
    fence(
      "sh",
      "npm ci",
      "npx hopfield --version | grep -q .  # a comment",
      "npx hopfield \\",
      "  --help > help.txt",
    ),
    fence("sh no-run", "npx hopfield nonsense"),
    fence(
      "sh",
      "npx hopfield data fetch mnist",
      "npx hopfield retrieve --data cifar10",
      "npx hopfield --nonsense",
    ),
  ].join("");
  const commands = commandsOf("guide.md", text, {});
  expect(commands.map(({ line, skip }) => [line, skip])).toEqual([
    [3, null],
    [4, null],
    [11, "it would download"],
    [12, "HOPFIELD_DATA is not set"],
    [13, null],
  ]);
  const failures = commands
    .filter(({ skip }) => skip === null)
    .flatMap((command) => runCommand(command, folder));
  expect(failures).toHaveLength(1);
  expect(failures[0]).toMatch(/^guide.md:13: npx hopfield --nonsense\n {2}ended with 2/);
});
