// @ts-check
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { splitFences } from "./markdown.mjs";

/** @typedef {import("./markdown.mjs").Fence} Fence */
/** @typedef {{ document: string, line: number, file: string, code: string, run: boolean }} Snippet */

const compilerOptions = {
  target: "es2022",
  module: "nodenext",
  moduleDetection: "force",
  lib: ["es2022", "dom", "dom.iterable"],
  types: ["node"],
  strict: true,
  skipLibCheck: true,
  noEmitOnError: false,
  rootDir: ".",
  outDir: "js",
};

/**
 * The TypeScript snippets of a document. One that begins with `// continues` is appended to the one before it; every line
 * stays at its line number, so that an error names the line of the document.
 *
 * @param {string} document  its name
 * @param {string} text
 * @returns {Snippet[]}
 */
export function snippetsOf(document, text) {
  /** @type {Snippet[]} */
  const snippets = [];
  for (const { language, words, body, line } of splitFences(text).fences) {
    if (language !== "ts") continue;
    const run = !words.includes("no-run");
    const before = snippets.at(-1);
    if (body.startsWith("// continues")) {
      if (before === undefined) throw new Error(`${document}:${line}: there is no snippet to continue`);
      before.code += "\n".repeat(line - 1 - newlines(before.code)) + body;
      before.run &&= run;
    } else {
      const file = `${document.replace(/[^\w]/g, "-")}-${line}.ts`;
      snippets.push({ document, line, file, run, code: "\n".repeat(line - 1) + body });
    }
  }
  return snippets;
}

/** @param {string} text */
const newlines = (text) => text.split("\n").length - 1;

/**
 * Compiles all snippets together with the packages' public types, then runs each with the compiled packages.
 *
 * @param {Snippet[]} snippets
 * @param {string} scratch  an empty folder inside the repository, from where the packages are found by name
 * @param {string} root
 * @returns {string[]} failures
 */
export function checkSnippets(snippets, scratch, root) {
  if (snippets.length === 0) return [];
  const elsewhere = join(scratch, "cwd");
  mkdirSync(elsewhere, { recursive: true });
  writeFileSync(join(scratch, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  for (const { file, code } of snippets) writeFileSync(join(scratch, file), `${code}\n`);
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const compiled = spawnSync(process.execPath, [tsc, "-p", ".", "--pretty", "false"], {
    cwd: scratch,
    encoding: "utf8",
  });
  const messages = `${compiled.stdout}${compiled.stderr}`.trim().split("\n");
  /** @type {string[]} */
  const failures = [];
  for (const { document, line, file, run } of snippets) {
    const wrong = messages.filter((message) => message.startsWith(`${file}(`));
    if (wrong.length > 0) failures.push(...wrong.map((message) => message.replace(file, document)));
    else if (compiled.status !== 0 && !messages.some((message) => /^[\w-]+\.ts\(/.test(message)))
      failures.push(`${document}:${line}: ${messages.join("\n")}`);
    else if (run) {
      const { status, signal, stdout, stderr } = spawnSync(
        process.execPath,
        [join(scratch, "js", file.replace(/\.ts$/, ".js"))],
        { cwd: elsewhere, encoding: "utf8", timeout: 120_000, stdio: ["ignore", "pipe", "pipe"] },
      );
      if (status !== 0)
        failures.push(`${document}:${line}: the snippet ended with ${status ?? signal}\n${stdout}${stderr}`);
    }
  }
  return failures;
}
