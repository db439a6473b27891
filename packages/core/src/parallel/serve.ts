import { negligible } from "../kernels/portable.ts";
import { selectKernels } from "../kernels/select.ts";
import { exp } from "../math/elementary.ts";
import { logSumExp } from "../math/logSumExp.ts";
import { toLogits } from "../memory/associate.ts";
import { parseSeparation, parseSimilarity } from "../memory/choices.ts";
import { findNearest } from "../memory/nearest.ts";
import type { RetrieveProblem } from "../memory/problem.ts";
import { runRetrieval } from "../memory/retrieve.ts";
import { softmax } from "../memory/separations/softmax.ts";
import { Skipping } from "../memory/skipping.ts";
import type { Answer, MemoryPart, Request, ShardBlend, ShardLogits } from "./messages.ts";

/** The worker's side: keeps a memory (or a shard of one) and answers one request after the other. */
export function makeServer(): (request: Request) => { answer: Answer; transfer: ArrayBuffer[] } {
  let part: MemoryPart | undefined;
  let base: Omit<
    RetrieveProblem,
    "rule" | "skip" | "maxSteps" | "tolerance" | "clamp" | "lastEnergy" | "trace"
  >;
  let skipping: Skipping;
  let logits = new Float64Array(0);
  return (request) => {
    if (request.kind === "memory") {
      part = request.part;
      base = {
        stored: part.stored,
        similarity: parseSimilarity(part.similarity),
        kernels: selectKernels(part.kernels),
        readout: part.readout,
        normalizeReadout: part.normalizeReadout,
        observe: undefined,
        onQueries: undefined,
      };
      skipping = new Skipping(part.stored, base.similarity, parseSeparation(part.separation), base.kernels);
      return { answer: { kind: "ready" }, transfer: [] };
    }
    if (part === undefined) throw new Error("a worker was asked before it got its memory");
    if (request.kind === "associate") {
      const shard = shardLogits(base, part.logWeights, request);
      // Logits are sent away; a blend needs them again.
      logits = shard.logits.slice();
      return {
        answer: { kind: "associate", ...shard },
        transfer: [shard.logits, shard.logSums].map(bufferOf),
      };
    }
    if (request.kind === "blend") {
      const shard = shardBlend(base, logits, request.logSums);
      const arrays = shard.readouts === null ? [shard.means] : [shard.means, shard.readouts];
      return { answer: { kind: "blend", ...shard }, transfer: arrays.map(bufferOf) };
    }
    if (request.kind === "nearest") {
      const { states, columns, k } = request;
      const queries = [...Array(states.length / base.stored.size).keys()];
      const nearest = findNearest({ states, groups: [{ columns, queries }] }, k, base, skipping);
      return {
        answer: { kind: "nearest", nearest },
        transfer: [nearest.indices, nearest.scores].map(bufferOf),
      };
    }
    const { beta, exact, ...settings } = request.settings;
    const separation = parseSeparation(part.separation);
    const problem: RetrieveProblem = {
      ...base,
      ...settings,
      rule: { separation, beta, logWeights: part.logWeights },
      skip: exact === "dense" ? null : skipping.within(exact, part.readout, part.logWeights !== null),
    };
    const run = runRetrieval(problem, request.states, request.groups);
    const arrays = [run.states, run.before, run.steps, run.skipped];
    if (run.readouts !== null) arrays.push(run.readouts);
    return { answer: { kind: "run", run }, transfer: arrays.map(bufferOf) };
  };
}

function bufferOf(array: Float64Array | Int32Array): ArrayBuffer {
  return array.buffer as ArrayBuffer;
}

type Base = Pick<RetrieveProblem, "stored" | "similarity" | "kernels" | "readout">;

/** The logits of some states over a shard. */
function shardLogits(
  { stored, similarity, kernels }: Base,
  logWeights: Float64Array | null,
  { states, columns, beta }: Extract<Request, { kind: "associate" }>,
): ShardLogits {
  const { count: N, size } = stored;
  const count = states.length / size;
  const logits = new Float64Array(count * N);
  const logSums = new Float64Array(count);
  similarity.bind({ stored, kernels, columns }).scores(states, count, logits);
  for (let k = 0; k < count; k++) {
    const row = logits.subarray(k * N, (k + 1) * N);
    toLogits(row, { separation: softmax, beta, logWeights });
    logSums[k] = logSumExp(row);
  }
  return { logits, logSums };
}

/** What a shard adds to means over all shards: the softmax's weights are known once `logSums` are those of all. */
function shardBlend(
  { stored, kernels, readout }: Base,
  logits: Float64Array,
  logSums: Float64Array,
): ShardBlend {
  const { count: N, size } = stored;
  const count = logSums.length;
  const weights = new Float64Array(count * N);
  for (let k = 0; k < count; k++) {
    for (let i = k * N; i < (k + 1) * N; i++) {
      const weight = exp(logits[i] - logSums[k]);
      // A shard far from a state has nothing but such weights, and is spared the blend. NaN is kept.
      weights[i] = weight < negligible ? 0 : weight;
    }
  }
  const means = new Float64Array(count * size);
  kernels.weightedSum(stored, weights, count, means);
  const readouts = readout === null ? null : new Float64Array(count * readout.size);
  if (readout !== null && readouts !== null) kernels.weightedSum(readout, weights, count, readouts);
  return { means, readouts };
}
