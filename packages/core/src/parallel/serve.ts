import { selectKernels } from "../kernels/select.ts";
import { logSumExp } from "../math/logSumExp.ts";
import { toLogits } from "../memory/associate.ts";
import { parseSeparation, parseSimilarity } from "../memory/choices.ts";
import { bringToOne } from "../memory/denseRound.ts";
import type { RetrieveProblem } from "../memory/problem.ts";
import { runRetrieval } from "../memory/retrieve.ts";
import { Skipping } from "../memory/skipping.ts";
import type { Answer, MemoryPart, Request, ShardAssociation } from "./messages.ts";

/** The worker's side: keeps a memory (or a shard of one) and answers one request after the other. */
export function makeServer(): (request: Request) => { answer: Answer; transfer: ArrayBuffer[] } {
  let part: MemoryPart | undefined;
  let base: Omit<
    RetrieveProblem,
    "rule" | "skip" | "maxSteps" | "tolerance" | "clamp" | "lastEnergy" | "trace"
  >;
  let skipping: Skipping;
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
    const separation = parseSeparation(part.separation);
    if (request.kind === "associate") {
      const shard = associateShard(base, part.logWeights, request);
      const transfer = [shard.logits, shard.logSums, shard.means].map(bufferOf);
      return { answer: { kind: "associate", shard }, transfer };
    }
    const { beta, exact, ...settings } = request.settings;
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

/** Softmax association of some states with a shard: what the merge needs. */
function associateShard(
  {
    stored,
    similarity,
    kernels,
    readout,
  }: Pick<RetrieveProblem, "stored" | "similarity" | "kernels" | "readout">,
  logWeights: Float64Array | null,
  { states, columns, beta, readout: wanted }: Extract<Request, { kind: "associate" }>,
): ShardAssociation {
  const { count: N, size } = stored;
  const count = states.length / size;
  const bound = similarity.bind({ stored, kernels, columns });
  const logits = new Float64Array(count * N);
  const weights = new Float64Array(count * N);
  const logSums = new Float64Array(count);
  bound.scores(states, count, logits);
  for (let k = 0; k < count; k++) {
    const row = logits.subarray(k * N, (k + 1) * N);
    toLogits(row, { separation: parseSeparation("softmax"), beta, logWeights });
    logSums[k] = logSumExp(row);
    const own = weights.subarray(k * N, (k + 1) * N);
    for (let i = 0; i < N; i++) own[i] = Math.exp(row[i] - logSums[k]);
    bringToOne(own);
  }
  const means = new Float64Array(count * size);
  bound.update(weights, states, count, means);
  const readouts = wanted && readout !== null ? new Float64Array(count * readout.size) : null;
  if (readouts !== null && readout !== null) kernels.weightedSum(readout, weights, count, readouts);
  return { logits, logSums, means, readouts };
}
