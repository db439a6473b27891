import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { HopfieldError, unknownName } from "modern-hopfield";
import { choosePeers } from "../bench/contestants.ts";
import type { BenchFlags } from "../bench/flags.ts";
import { machine } from "../bench/machine.ts";
import { findPython } from "../bench/python.ts";
import type { AbsentPeer, BenchDocument, WorkloadResult } from "../bench/result.ts";
import { type BenchSettings, runWorkload } from "../bench/runWorkload.ts";
import { type BenchSimilarity, benchSimilarities, chooseWorkloads, scaled } from "../bench/workloads.ts";
import { loadDataSet } from "../data/datasets.ts";
import { exitCodes } from "../exitCodes.ts";
import { atomicWrite } from "../files/atomicWrite.ts";
import { wholeNumber } from "../options/config.ts";
import { coloursFor } from "../terminal/colours.ts";
import { Progress } from "../terminal/progress.ts";
import { version } from "../version.ts";
import { closing, heading, workloadTable } from "./benchTable.ts";

/** Data sets whose pictures have the size of a workload. */
const dataSets = ["cifar10", "mnist", "fashion-mnist"] as const;

/** Reads `--similarity`. */
function parseBenchSimilarity(name: string): BenchSimilarity {
  const found = benchSimilarities.find((choice) => choice === name);
  if (found === undefined) throw unknownName("similarity of bench", name, benchSimilarities);
  return found;
}

/** Reads `--scale`. */
function parseScale(text: string): number {
  const scale = Number(text);
  if (scale > 0 && scale <= 1) return scale;
  throw new HopfieldError("ERR_OPTION", `invalid --scale: ${text} (expected a number above 0, at most 1)`, {
    flag: "scale",
  });
}

/** Checks `--data` before anything is started. */
function checkData({ data, dataDir }: BenchFlags): void {
  if (data === undefined) return;
  if (!(dataSets as readonly string[]).includes(data)) throw unknownName("data set of bench", data, dataSets);
  loadDataSet(data, { dataDir, atLeast: 1 });
}

/** Everything that a user can set, checked. */
async function settingsOf(flags: BenchFlags): Promise<Omit<BenchSettings, "folder" | "onStep">> {
  const similarity = parseBenchSimilarity(flags.similarity);
  const rounds = wholeNumber("rounds", flags.rounds, 1);
  const seed = wholeNumber("seed", flags.seed, 0);
  const timeout = wholeNumber("timeout", flags.timeout, 1);
  const threads =
    flags.threads === undefined
      ? Math.min(2, availableParallelism())
      : wholeNumber("threads", flags.threads, 1);
  checkData(flags);
  const hflayers = flags.hflayers ?? process.env.HFLAYERS_DIR;
  const places = {
    python: flags.peers === "none" ? null : await findPython(flags.python),
    hflayers: hflayers === undefined ? null : resolve(hflayers),
    peersFrom: flags.peersFrom === undefined ? null : resolve(flags.peersFrom),
    threads,
  };
  const { data = null, dataDir = null } = flags;
  return { similarity, exact: parseExact(flags.exact), rounds, seed, timeout, data, dataDir, places };
}

/** The distance of `--exact`. */
function parseExact(text: string): BenchSettings["exact"] {
  if (text === "level" || text === "dense") return text;
  const exact = Number(text);
  if (text.trim() !== "" && exact >= 0 && Number.isFinite(exact)) return exact;
  throw new HopfieldError("ERR_OPTION", `invalid --exact: ${text} (expected level, dense or a number >= 0)`, {
    exact: text,
  });
}

/** Writes the document where `--out` says. */
function writeOut(path: string, text: string): void {
  try {
    atomicWrite(path, text);
  } catch (error) {
    throw new HopfieldError(
      "ERR_OPTION",
      `cannot write to ${path}: ${(error as Error).message}; choose another file with --out`,
      { path },
    );
  }
}

/** `hopfield bench`: returns the exit code. */
export async function bench(flags: BenchFlags): Promise<number> {
  const scale = parseScale(flags.scale);
  const similarity = parseBenchSimilarity(flags.similarity);
  const chosen = chooseWorkloads(flags.only, similarity).map((workload) => scaled(workload, scale));
  let peers = choosePeers(flags.peers, similarity);
  const settings = await settingsOf(flags);
  const environment = { ...machine(), hopfield: version(), date: new Date().toISOString() };
  const workloads: WorkloadResult[] = [];
  const absent: AbsentPeer[] = [];
  const warnings = new Set<string>();
  const document = (): BenchDocument => ({
    version: 1,
    environment,
    settings: {
      similarity,
      exact: settings.exact,
      rounds: settings.rounds,
      threads: settings.places.threads,
      seed: settings.seed,
      scale,
      data: settings.data,
    },
    workloads,
    absent,
    warnings: [...warnings],
  });
  const colours = coloursFor(process.stdout, !flags.color);
  if (!flags.json) process.stdout.write(`${heading(document())}\n`);
  const folder = mkdtempSync(join(tmpdir(), "hopfield-bench-"));
  const clean = (): void => rmSync(folder, { recursive: true, force: true });
  process.on("exit", clean);
  try {
    for (const workload of chosen) {
      const progress = new Progress(workload.name, flags.quiet);
      const onStep = (done: number, total: number): void => progress.show(done, total);
      const ran = await runWorkload(workload, peers, { ...settings, folder, onStep }).finally(() =>
        progress.end(),
      );
      workloads.push(ran.result);
      absent.push(...ran.absent);
      for (const warning of ran.warnings) warnings.add(warning);
      // Who is not installed is not asked again.
      peers = peers.filter(({ name }) => !ran.absent.some((peer) => peer.name === name));
      if (!flags.json) {
        process.stdout.write(`${workloadTable(ran.result, similarity, environment.cores, colours)}\n`);
      }
    }
  } finally {
    clean();
  }
  const text = `${JSON.stringify(document())}\n`;
  if (flags.json) process.stdout.write(text);
  else process.stdout.write(`${closing(document())}\n`);
  if (flags.out !== undefined) writeOut(flags.out, text);
  const failed = workloads.find(({ contestants }) => contestants[0].status === "failed");
  if (failed === undefined) return exitCodes.ok;
  process.stderr.write(`hopfield: ours failed on ${failed.name}: ${failed.contestants[0].error}\n`);
  return exitCodes.bug;
}
