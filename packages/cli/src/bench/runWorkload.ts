import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Child } from "./child.ts";
import { agreement, largestDifference, recall, signature } from "./compare.ts";
import { dataProgram, ourProgram, type PeerEntry, type PeerPlaces, peerProgram } from "./contestants.ts";
import { Entrant } from "./entrant.ts";
import type { Answer, Job } from "./job.ts";
import { readTargets } from "./jobFiles.ts";
import { Load } from "./load.ts";
import { ratioOf, spreadOf } from "./ratios.ts";
import type { AbsentPeer, Memory, Standing, WorkloadResult } from "./result.ts";
import { type BenchSimilarity, operations, type Workload } from "./workloads.ts";

/** The name of this library in the tables. */
export const oursName = "ours";

/** Making the data may take this long, in seconds. */
const dataTimeout = 600;

/** What holds for every workload of a run. */
export interface BenchSettings {
  readonly similarity: BenchSimilarity;
  /** "level" is one grey level for bytes (root mean square), and 1e-4 for vectors. */
  readonly exact: "level" | "dense" | number;
  readonly rounds: number;
  readonly seed: number;
  /** Seconds for each step of a contestant. */
  readonly timeout: number;
  readonly data: string | null;
  readonly dataDir: string | null;
  readonly places: PeerPlaces;
  /** An empty folder that is removed afterwards. */
  readonly folder: string;
  /** Called after each step. */
  readonly onStep: (done: number, total: number) => void;
}

/** Makes the data of a workload and solves its beta. */
async function makeJob(
  { name, cold, ...shape }: Workload,
  settings: BenchSettings,
): Promise<{ job: Job; patterns: string }> {
  const { similarity, seed, data, dataDir, places } = settings;
  const folder = join(settings.folder, name);
  mkdirSync(folder);
  // The cold job is W1 with its data.
  const workload = cold ? "W1" : name;
  const told = { ...shape, workload, folder, similarity, threads: places.threads };
  const child = new Child(dataProgram(), dataTimeout);
  try {
    await child.hello();
    const { beta, patterns } = await child.ask({ do: "data", job: { ...told, seed, data, dataDir } });
    return { job: { ...told, beta, exact: exactFor(told, settings.exact) }, patterns };
  } finally {
    await child.end();
  }
}

/** A distance for `exact`: one grey level per component is 1/255 times the root of their number. */
function exactFor(
  { kind, size }: Pick<Workload, "kind" | "size">,
  exact: BenchSettings["exact"],
): "dense" | number {
  if (exact !== "level") return exact;
  return kind === "uint8" ? Math.sqrt(size) / 255 : 1e-4;
}

function memoryOf({ peakBytes, hello }: Entrant): Memory | null {
  const bare = hello?.bareBytes ?? null;
  return peakBytes === null || bare === null ? null : { peak: peakBytes, bare, above: peakBytes - bare };
}

/** What an entrant achieved beside ours. */
function standingOf(entrant: Entrant, ours: Entrant, job: Job, targets: Int32Array): Standing {
  const { name, rounds, hello, answer, error } = entrant;
  const peer = name !== oursName;
  const manhattan = job.similarity === "manhattan";
  const own = !peer || name === "ours-onnx";
  const computes = own ? job.similarity : manhattan ? "manhattan, mean" : "dot";
  const complete = error === null;
  const spread = complete ? { ...spreadOf(rounds), rounds: [...rounds] } : null;
  const same = computes === job.similarity && job.top === 0;
  const both = (compare: (theirs: Answer, own: Answer) => number): number | null =>
    answer === null || ours.answer === null ? null : compare(answer, ours.answer);
  return {
    name,
    status: complete ? "ok" : "failed",
    version: hello?.version ?? null,
    notes: hello?.notes ?? [],
    computes,
    seconds: spread,
    gigaPerSecond:
      spread === null
        ? null
        : operations({ ...job, name, cold: false }, job.similarity) / spread.median / 1e9,
    ratio: complete && ours.error === null ? ratioOf(rounds, ours.rounds) : null,
    recall: answer === null ? null : recall(answer.indices, targets),
    agreement: both((theirs, own) => agreement(theirs.indices, own.indices, Math.max(1, job.top))),
    stateDifference: same
      ? both((theirs, own) => largestDifference(theirs.states as Float32Array, own.states as Float32Array))
      : null,
    signature: answer === null ? null : signature(answer, job.size),
    memory: memoryOf(entrant),
    error,
  };
}

/**
 * Measures one workload: every contestant in a process of its own, their rounds interleaved, one at a time.
 *
 * @param chosen  the peers to measure beside ours
 */
export async function runWorkload(
  workload: Workload,
  chosen: readonly PeerEntry[],
  settings: BenchSettings,
): Promise<{ result: WorkloadResult; absent: AbsentPeer[]; warnings: string[] }> {
  const { rounds, timeout, places, onStep } = settings;
  const { job, patterns } = await makeJob(workload, settings);
  const ours = new Entrant(oursName, ourProgram(), job, timeout);
  const entrants = [ours];
  const absent: AbsentPeer[] = [];
  for (const peer of chosen) {
    const program = peerProgram(peer, places);
    if ("absent" in program) {
      absent.push({ name: peer.name, reason: program.absent, install: peer.install });
    } else entrants.push(new Entrant(peer.name, program, job, timeout));
  }
  const total = entrants.length * (rounds + 2);
  let done = 0;
  const each = async (step: (entrant: Entrant) => Promise<void>): Promise<void> => {
    for (const entrant of entrants) {
      await step(entrant);
      onStep(++done, total);
    }
  };
  const load = new Load();
  try {
    if (!workload.cold) await each((entrant) => entrant.start(true));
    for (let k = 0; k < rounds; k++) {
      await each((entrant) => (workload.cold ? entrant.coldRound(load) : entrant.round(load)));
    }
    await each((entrant) => entrant.collect());
  } finally {
    await Promise.all(entrants.map((entrant) => entrant.stop()));
  }
  for (const { name, absent: reason } of entrants) {
    const install = chosen.find((peer) => peer.name === name)?.install ?? "";
    if (reason !== null) absent.push({ name, reason, install });
  }
  const targets = readTargets(job);
  rmSync(job.folder, { recursive: true });
  const contestants = entrants
    .filter((entrant) => entrant.absent === null)
    .map((entrant) => standingOf(entrant, ours, job, targets));
  const warnings = entrants.flatMap(({ name, hello }) =>
    (hello?.warnings ?? []).map((text) => `${name}: ${text}`),
  );
  const { kind: _, ...shape } = workload;
  const { beta } = job;
  return {
    result: {
      ...shape,
      patterns,
      beta,
      signature: contestants[0].signature,
      others: load.others,
      contestants,
    },
    absent,
    warnings,
  };
}
