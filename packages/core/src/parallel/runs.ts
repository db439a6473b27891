import { HopfieldError } from "../errors.ts";
import type { EnteredQueries } from "../memory/enter.ts";
import type { KnownGroup } from "../memory/known.ts";
import type { PreparedRetrieval } from "../memory/prepared.ts";
import { emptyRun, type RetrieveRun } from "../memory/run.ts";
import { copyStates } from "../memory/statesAt.ts";
import { Walk } from "../memory/walk.ts";
import type { Answer, Request, RunSettings } from "./messages.ts";
import { mergeLogSums, mergeShards } from "./shards.ts";
import type { Thread } from "./thread.ts";

/** Queries that a worker takes at a time: enough to use a panel well, few enough to be given up soon. */
const chunkQueries = 256;

/** Logits of one association that shards send back at most, for all queries together. */
const shardCells = 2 ** 22;

/** What a run needs beside the problem. */
export interface RunContext {
  readonly threads: readonly Thread[];
  /** Aborted when nobody waits for the run any more. */
  readonly signal: AbortSignal;
  readonly progress: (finished: number) => void;
}

/** The answer, which must be of this kind: a file that is no worker of ours may answer anything. */
export function expectAnswer<K extends Answer["kind"]>(
  answer: Answer,
  kind: K,
): Extract<Answer, { readonly kind: K }> {
  if (answer?.kind !== kind) {
    throw new HopfieldError(
      "ERR_WORKER",
      `a worker answered ${answer?.kind} (expected ${kind}); is url the worker's file of this version?`,
    );
  }
  return answer as Extract<Answer, { readonly kind: K }>;
}

/** Every worker knows all patterns, and takes the next chunk of queries as soon as it has done one. */
export async function runChunks(
  { problem, queries: { states, groups }, exact }: PreparedRetrieval,
  { threads, signal, progress }: RunContext,
): Promise<RetrieveRun> {
  const { size } = problem.stored;
  const run = emptyRun(problem, states, true);
  const settings: RunSettings = {
    beta: problem.rule.beta,
    exact,
    maxSteps: problem.maxSteps,
    tolerance: problem.tolerance,
    clamp: problem.clamp,
    lastEnergy: problem.lastEnergy,
    trace: problem.trace,
  };
  await eachChunk(
    { states, groups },
    size,
    { threads, signal, progress },
    async (thread, { columns, queries }, some) => {
      const answer = await thread.ask(
        { kind: "run", states: some, groups: [{ columns, queries: queries.map((_, k) => k) }], settings },
        [some.buffer],
      );
      signal.throwIfAborted();
      keepPart(run, expectAnswer(answer, "run").run, queries, size);
    },
  );
  return run;
}

/** Cuts a batch into chunks of queries that trust the same components; every thread takes the next when it has done one. */
export async function eachChunk(
  { states, groups }: Pick<EnteredQueries, "states" | "groups">,
  size: number,
  { threads, progress }: RunContext,
  ask: (thread: Thread, chunk: KnownGroup, states: Float64Array<ArrayBuffer>) => Promise<void>,
): Promise<void> {
  const chunks = groups.flatMap(({ columns, queries }) => {
    const each = Math.min(chunkQueries, Math.ceil(queries.length / threads.length));
    return Array.from({ length: Math.ceil(queries.length / each) }, (_, k) => ({
      columns,
      queries: queries.slice(k * each, (k + 1) * each),
    }));
  });
  let [next, finished] = [0, 0];
  const work = async (thread: Thread): Promise<void> => {
    while (next < chunks.length) {
      const chunk = chunks[next++];
      await ask(thread, chunk, copyStates(states, chunk.queries, size));
      finished += chunk.queries.length;
      progress(finished);
    }
  };
  await Promise.all(threads.map(work));
}

/** Every worker associates the states with its shard of the patterns, step by step. */
export async function runShards(
  { problem, queries: { states, groups } }: PreparedRetrieval,
  { threads, signal, progress }: RunContext,
): Promise<RetrieveRun> {
  const { stored, kernels, similarity, rule } = problem;
  const { size } = stored;
  const run = emptyRun(problem, states);
  const room = Math.max(1, Math.min(chunkQueries, Math.floor(shardCells / stored.count)));
  /** Asks every worker the same. */
  const all = async <K extends "associate" | "blend">(
    kind: K,
    what: Omit<Extract<Request, { readonly kind: K }>, "kind">,
  ) => {
    const request = { kind, ...what } as unknown as Request;
    const answers = await Promise.all(threads.map((thread) => thread.ask(request)));
    signal.throwIfAborted();
    return answers.map((answer) => expectAnswer(answer, kind));
  };
  let finished = 0;
  for (const { columns, queries } of groups) {
    const bound = similarity.bind({ stored, kernels, columns });
    for (let from = 0; from < queries.length; from += room) {
      const members = queries.slice(from, from + room);
      const walk = new Walk(problem, columns, states, members, run);
      for (let asked = walk.ask(); asked !== null; asked = walk.ask()) {
        const some = asked.states;
        const shards = await all("associate", { states: some, columns, beta: rule.beta });
        const logSums = mergeLogSums(shards);
        const blends = await all("blend", { logSums });
        const potentials = Float64Array.from(asked.queries, (_, k) =>
          bound.potential(some.subarray(k * size, (k + 1) * size)),
        );
        walk.take(mergeShards(problem, potentials, logSums, shards, blends), [...asked.queries.keys()]);
      }
      finished += members.length;
      progress(finished);
    }
  }
  return run;
}

/** Puts what a worker found for some queries in their places. */
function keepPart(run: RetrieveRun, part: RetrieveRun, queries: readonly number[], size: number): void {
  const width = run.readouts === null ? 0 : run.readouts.length / run.steps.length;
  queries.forEach((q, k) => {
    run.states.set(part.states.subarray(k * size, (k + 1) * size), q * size);
    run.before.set(part.before.subarray(k * size, (k + 1) * size), q * size);
    if (part.readouts !== null)
      run.readouts?.set(part.readouts.subarray(k * width, (k + 1) * width), q * width);
    run.steps[q] = part.steps[k];
    run.skipped[q] = part.skipped[k];
    run.outcomes[q] = part.outcomes[k];
    run.energies[q] = part.energies[k];
    run.last[q] = part.last[k];
    run.traces[q] = part.traces[k];
  });
}
