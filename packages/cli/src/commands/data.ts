import { createInterface } from "node:readline/promises";
import { HopfieldError, unknownName } from "modern-hopfield";
import { fetchDataSet } from "../data/fetch.ts";
import { dataFolder } from "../data/folders.ts";
import { catalogue, type ModelEntry, models } from "../data/models.ts";
import { type DataSetEntry, dataNames, procedural, registry } from "../data/registry.ts";
import { presentFiles, verifyData } from "../data/verify.ts";
import { exitCodes } from "../exitCodes.ts";
import { Progress } from "../terminal/progress.ts";
import { table } from "../terminal/table.ts";

const megabytes = (bytes: number): string =>
  bytes < 10_000 ? `${bytes} bytes` : `${(bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 0)} MB`;

/** One line of the list: what it is, how large, and which of its files are here. */
interface Listed {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  readonly bytes: number;
  readonly present: boolean;
  readonly files: readonly string[];
}

/** @param telling  the files that tell whether it is here; all by default */
function listed(folder: string, entry: DataSetEntry, telling = entry.files): Listed {
  const { name, title, licence } = entry;
  const bytes = entry.files.reduce((sum, file) => sum + file.bytes, 0);
  const files = presentFiles(folder, { ...entry, files: telling });
  return { name, title, licence, bytes, present: files.length > 0, files };
}

const rowOf = ({ name, present, bytes, title, licence }: Listed): string[] => [
  name,
  present ? "here" : "not here",
  megabytes(bytes),
  title,
  licence,
];

/** `hopfield data list` */
export async function listData({ dataDir, json }: { dataDir?: string; json?: boolean }): Promise<void> {
  const folder = dataFolder(dataDir);
  const sets = registry.map((entry) => listed(folder, entry));
  // Two models may share their small files: the weights tell.
  const networks = models.map((entry) => listed(folder, entry, entry.files.slice(0, 1)));
  if (json) {
    process.stdout.write(`${JSON.stringify({ folder, procedural, sets, models: networks })}\n`);
    return;
  }
  const builtIn = procedural.map(({ name, title }) => [name, "built in", "-", title, "MIT"]);
  const show = (kind: string, rows: string[][]): string =>
    `${table([kind, "", "size", "what", "licence"], rows)}\n`;
  process.stdout.write(`looked in ${folder}\n${show("data set", [...builtIn, ...sets.map(rowOf)])}\n`);
  process.stdout.write(show("model", networks.map(rowOf)));
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
  const entry: ModelEntry | undefined = catalogue.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    if (dataNames.includes(name)) {
      process.stdout.write(`${name} is built in; there is nothing to fetch\n`);
      return;
    }
    throw unknownName(
      "data set or model",
      name,
      catalogue.map((candidate) => candidate.name),
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
  if (entry.needs !== undefined) process.stderr.write(`  needs    ${entry.needs}\n`);
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
    if (!catalogue.some((entry) => entry.name === name)) {
      throw unknownName(
        "data set or model",
        name,
        catalogue.map((entry) => entry.name),
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
