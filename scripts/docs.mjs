// The documents are true: every relative link leads somewhere, every TypeScript snippet compiles and runs, every command
// works. ```ts no-run is compiled only, ```sh no-run is not executed, and `// continues` appends to the snippet before.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { commandsOf, runCommand } from "./docs/commands.mjs";
import { checkLinks } from "./docs/links.mjs";
import { checkSnippets, snippetsOf } from "./docs/snippets.mjs";

const root = resolve(import.meta.dirname, "..");
const scratch = join(root, "runs", "docs");
const left = new Set(["node_modules", "dist", "runs", "coverage"]);

/** All documents below a folder, from the root. */
function documentsIn(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name.startsWith(".") || left.has(entry.name) ? [] : documentsIn(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

const documents = documentsIn("");
const wanted = [
  "README.md",
  ...readdirSync(join(root, "packages")).map((name) => `packages/${name}/README.md`),
];
const failures = wanted.filter((name) => !existsSync(join(root, name))).map((name) => `${name} is missing`);
const counts = { links: 0, snippets: 0, commands: 0 };

rmSync(scratch, { recursive: true, force: true });
mkdirSync(scratch, { recursive: true });
for (const name of documents) {
  const { checked, failures: broken } = checkLinks(root, name);
  counts.links += checked;
  failures.push(...broken);
}
const texts = documents.map((name) => [name, readFileSync(join(root, name), "utf8")]);
const snippets = texts.flatMap(([name, text]) => snippetsOf(name, text));
counts.snippets = snippets.length;
failures.push(...checkSnippets(snippets, scratch, root));
for (const command of texts.flatMap(([name, text]) => commandsOf(name, text))) {
  if (command.skip !== null) {
    console.log(`${command.document}:${command.line}: not run, ${command.skip}: ${command.command}`);
    continue;
  }
  counts.commands++;
  failures.push(...runCommand(command, scratch));
}
for (const failure of failures) console.error(failure);
console.log(
  `${counts.links} links, ${counts.snippets} snippets and ${counts.commands} commands checked, ${failures.length} wrong`,
);
process.exitCode = failures.length > 0 ? 1 : 0;
