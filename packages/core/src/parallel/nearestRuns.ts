import { emptyNearest, type Nearest } from "../memory/nearest.ts";
import type { PreparedRetrieval } from "../memory/prepared.ts";
import { copyStates } from "../memory/statesAt.ts";
import { topPatterns } from "../memory/top.ts";
import { eachChunk, expectAnswer, type RunContext } from "./runs.ts";
import { shardStart } from "./snapshot.ts";

/** Every worker knows all patterns, and takes the next chunk of queries as soon as it has done one. */
export async function nearestInChunks(
  { problem, queries }: PreparedRetrieval,
  k: number,
  context: RunContext,
): Promise<Nearest> {
  const { size } = problem.stored;
  const nearest = emptyNearest(queries, size, k);
  await eachChunk(queries, size, context, async (thread, { columns, queries: members }, states) => {
    const answer = await thread.ask({ kind: "nearest", states, columns, k }, [states.buffer]);
    context.signal.throwIfAborted();
    const found = expectAnswer(answer, "nearest").nearest;
    members.forEach((q, n) => {
      nearest.indices.set(found.indices.subarray(n * k, (n + 1) * k), q * k);
      nearest.scores.set(found.scores.subarray(n * k, (n + 1) * k), q * k);
    });
  });
  return nearest;
}

/** Every worker looks through its shard; the best of the best are the best. */
export async function nearestInShards(
  { problem, queries }: PreparedRetrieval,
  k: number,
  { threads, signal, progress }: RunContext,
): Promise<Nearest> {
  const { size, count } = problem.stored;
  const nearest = emptyNearest(queries, size, k);
  let finished = 0;
  for (const { columns, queries: members } of queries.groups) {
    const states = copyStates(queries.states, members, size);
    const answers = await Promise.all(
      threads.map((thread) => thread.ask({ kind: "nearest", states, columns, k })),
    );
    signal.throwIfAborted();
    const shards = answers.map((answer) => expectAnswer(answer, "nearest").nearest);
    members.forEach((q, n) => {
      const indices: number[] = [];
      const scores: number[] = [];
      shards.forEach((shard, t) => {
        const first = shardStart(count, threads.length, t);
        for (let at = n * shard.k; at < (n + 1) * shard.k; at++) {
          indices.push(first + shard.indices[at]);
          scores.push(shard.scores[at]);
        }
      });
      topPatterns(Float64Array.from(scores), k).forEach(({ index, weight }, at) => {
        nearest.indices[q * k + at] = indices[index];
        nearest.scores[q * k + at] = weight;
      });
    });
    finished += members.length;
    progress(finished);
  }
  return nearest;
}
