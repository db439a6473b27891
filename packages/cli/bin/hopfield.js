#!/usr/bin/env node
// Starts the compiled command. Kept in JavaScript so that the link made by npm works before anything is compiled.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
if (existsSync(main)) {
  const { run } = await import("../dist/main.js");
  process.exitCode = await run(process.argv.slice(2));
} else {
  process.stderr.write("hopfield: not compiled yet; run `npm ci` in the folder of the project\n");
  process.exitCode = 1;
}
