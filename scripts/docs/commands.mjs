// @ts-check
import { spawnSync } from "node:child_process";
import { splitFences } from "./markdown.mjs";

/** @typedef {{ document: string, line: number, command: string, skip: string | null }} Command */

const seconds = 120;

/**
 * The commands of a document that are executed: the lines of `sh` blocks that begin with `npx hopfield` or `npm start`
 * (a line that ends with a backslash goes on). `skip` says why one is not.
 *
 * @param {string} document
 * @param {string} text
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Command[]}
 */
export function commandsOf(document, text, environment = process.env) {
  return splitFences(text)
    .fences.filter(({ language, words }) => language === "sh" && !words.includes("no-run"))
    .flatMap(({ body, line }) => {
      const joined = body.replace(/\\\n/g, (mark) => mark.replace("\\\n", " \0"));
      let at = line;
      return joined.split("\n").map((text) => {
        const command = text.replaceAll("\0", "").trim();
        const here = at;
        at += 1 + (text.match(/\0/g)?.length ?? 0);
        return { document, line: here, command, skip: reasonToSkip(command, environment) };
      });
    })
    .filter(({ command }) => /^(npx hopfield|npm start)(\s|$)/.test(command));
}

/**
 * @param {string} command
 * @param {NodeJS.ProcessEnv} environment
 */
function reasonToSkip(command, environment) {
  if (/ data fetch /.test(command) && !command.includes("--from")) return "it would download";
  if (
    / experiment run (?!paper-(bounds|capacity)|classical-(capacity|dense))/.test(command) &&
    !environment.HOPFIELD_DATA
  )
    return "HOPFIELD_DATA is not set";
  if (/--data[ =](cifar10|mnist|fashion-mnist)\b/.test(command) && !environment.HOPFIELD_DATA)
    return "HOPFIELD_DATA is not set";
  return null;
}

/**
 * Runs a command in a folder inside the repository, as a reader's shell would.
 *
 * @param {Command} command
 * @param {string} folder
 * @returns {string[]} failures
 */
export function runCommand({ document, line, command }, folder) {
  const { status, signal, stdout, stderr } = spawnSync("sh", ["-c", command], {
    cwd: folder,
    encoding: "utf8",
    timeout: seconds * 1000,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (status === 0) return [];
  const ending = signal === null ? `ended with ${status}` : `did not end within ${seconds} s`;
  return [`${document}:${line}: ${command}\n  ${ending}\n${stdout}${stderr}`];
}
