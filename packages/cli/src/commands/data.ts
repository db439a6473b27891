import { createInterface } from "node:readline/promises";
import { HopfieldError, unknownName } from "modern-hopfield";
import { fetchDataSet } from "../data/fetch.ts";
import { dataFolder } from "../data/folders.ts";
import { dataNames, procedural, registry } from "../data/registry.ts";
import { verifyData } from "../data/verify.ts";
import { exitCodes } from "../exitCodes.ts";
import { Progress } from "../terminal/progress.ts";
import { table } from "../terminal/table.ts";

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 0)} MB`;

/** `hopfield data list` */
export async function listData({ dataDir, json }: { dataDir?: string; json?: boolean }): Promise<void> {
  const folder = dataFolder(dataDir);
  const statuses = await verifyData(folder);
  const sets = registry.map(({ name, title, licence, files }) => {
    const here = statuses.filter(({ dataSet, path }) => dataSet === name && path !== null);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return { name, title, licence, bytes, present: here.length > 0, files: here.map(({ path }) => path) };
  });
  if (json) {
    process.stdout.write(`${JSON.stringify({ folder, procedural, sets })}\n`);
    return;
  }
  const rows = sets.map((set) => [
    set.name,
    set.present ? "here" : "not here",
    megabytes(set.bytes),
    set.title,
    set.licence,
  ]);
  const builtIn = procedural.map(({ name, title }) => [name, "built in", "-", title, "MIT"]);
  process.stdout.write(
    `looked in ${folder}\n${table(["name", "", "size", "what", "licence"], [...builtIn, ...rows])}\n`,
  );
  process.stdout.write("get one: hopfield data fetch <name>\n");
}

/** Asks before anything is fetched; without a terminal `--yes` must have said it. */
async function confirm(yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) {
    throw new HopfieldError(
      "ERR_OPTION",
      "nothing is fetched unasked, and there is no terminal to ask on; add --yes",
    );
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question("fetch it? [y/N] ");
  lines.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new HopfieldError("ERR_OPTION", "nothing was fetched");
}

/** `hopfield data fetch <name>` */
export async function fetchData(
  name: string,
  flags: { dataDir?: string; from?: string; yes?: boolean },
): Promise<void> {
  const entry = registry.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    if (dataNames.includes(name)) {
      process.stdout.write(`${name} is built in; there is nothing to fetch\n`);
      return;
    }
    throw unknownName(
      "data set",
      name,
      registry.map((candidate) => candidate.name),
    );
  }
  const folder = dataFolder(flags.dataDir);
  process.stderr.write(
    `${entry.title}\n  home     ${entry.home}\n  licence  ${entry.licence}\n  cite     ${entry.citation}\n`,
  );
  for (const file of entry.files) {
    process.stderr.write(
      `  ${file.name}  ${megabytes(file.bytes)}\n    sha256 ${file.sha256}\n    from   ${flags.from ?? file.urls[0]}\n`,
    );
  }
  process.stderr.write(`  into     ${folder}\n`);
  if (flags.from === undefined) await confirm(flags.yes);
  const progress = new Progress("fetching");
  const paths = await fetchDataSet(entry, folder, {
    from: flags.from,
    onProgress: (_file, done, total) => progress.show(done, total),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  progress.end();
  process.stdout.write(`${paths.join("\n")}\n`);
}

/** `hopfield data verify` */
export async function verify(
  names: readonly string[],
  flags: { dataDir?: string; json?: boolean },
): Promise<number> {
  for (const name of names) {
    if (!registry.some((entry) => entry.name === name)) {
      throw unknownName(
        "data set",
        name,
        registry.map((entry) => entry.name),
      );
    }
  }
  const folder = dataFolder(flags.dataDir);
  const statuses = await verifyData(folder, names);
  if (flags.json) process.stdout.write(`${JSON.stringify({ folder, files: statuses })}\n`);
  else {
    const words = {
      ok: "ok",
      differs: "DIFFERS",
      missing: "missing",
      other: "present, not the published file",
    };
    const rows = statuses.map(({ dataSet, file, status, path }) => [
      dataSet,
      file,
      words[status],
      path ?? "",
    ]);
    process.stdout.write(`${table(["data set", "file", "", "where"], rows)}\n`);
  }
  return statuses.some(({ status }) => status === "differs") ? exitCodes.data : exitCodes.ok;
}
