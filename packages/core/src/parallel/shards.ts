import { exp } from "../math/elementary.ts";
import { logSumExp } from "../math/logSumExp.ts";
import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import type { RetrieveProblem } from "../memory/problem.ts";
import type { Round } from "../memory/round.ts";
import { summarize } from "../memory/summary.ts";
import type { ShardBlend, ShardLogits } from "./messages.ts";

/** Whether associations with shards can be merged: softmax, and an update that is a mean. */
export function canMerge({
  similarity,
  separation,
}: Pick<AssociativeMemory, "similarity" | "separation">): boolean {
  return similarity.bound === "mean" && similarity.space === "vectors" && separation.name === "softmax";
}

/** ln Σ exp of each state's logits over all patterns: L = ln Σ exp Lₖ for the Lₖ of the shards. */
export function mergeLogSums(shards: readonly ShardLogits[]): Float64Array {
  return shards[0].logSums.map((_, k) => logSumExp(shards.map((shard) => shard.logSums[k])));
}

/**
 * One association from those of the shards: a pattern with logit z has the weight exp(z - L), and means over all
 * patterns are the sums of what each shard adds to them.
 */
export function mergeShards(
  { rule, readout, stored }: RetrieveProblem,
  potentials: Float64Array,
  logSums: Float64Array,
  shards: readonly ShardLogits[],
  blends: readonly ShardBlend[],
): Round {
  const count = potentials.length;
  const blend = (
    part: (shard: ShardBlend) => Float64Array | null,
    width: number,
    places: readonly number[],
    out: Float64Array,
  ): Float64Array => {
    out.fill(0);
    for (const shard of blends) {
      const sums = part(shard);
      places.forEach((k, at) => {
        for (let j = 0; j < width; j++) out[at * width + j] += sums?.[k * width + j] ?? 0;
      });
    }
    return out;
  };
  return {
    energies: potentials.map((potential, k) => potential - logSums[k] / rule.beta),
    skipped: new Float64Array(count),
    summary(k) {
      const logits = new Float64Array(stored.count);
      let at = 0;
      for (const { logits: some } of shards) {
        const N = some.length / count;
        logits.set(some.subarray(k * N, (k + 1) * N), at);
        at += N;
      }
      return summarize(
        logits,
        logits.map((z) => exp(z - logSums[k])),
        rule.beta,
      );
    },
    next: (places, out) => void blend(({ means }) => means, stored.size, places, out),
    readout(places) {
      const width = readout?.size ?? 0;
      return blend(({ readouts }) => readouts, width, places, new Float64Array(places.length * width));
    },
  };
}
