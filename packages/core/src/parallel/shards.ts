import { logSumExp } from "../math/logSumExp.ts";
import type { RetrieveProblem } from "../memory/problem.ts";
import type { Round } from "../memory/round.ts";
import { summarize } from "../memory/summary.ts";
import type { ShardAssociation } from "./messages.ts";

/** Whether associations with shards can be merged: softmax, and an update that is a mean. */
export function canMerge({ similarity, rule }: Pick<RetrieveProblem, "similarity" | "rule">): boolean {
  return similarity.bound === "mean" && similarity.space === "vectors" && rule.separation.name === "softmax";
}

/**
 * One association from those of the shards. With Lₖ = ln Σ exp z over shard k and mₖ its mean,
 *
 *   L = ln Σ exp Lₖ,  m = Σ exp(Lₖ - L) mₖ,
 *
 * which is what all patterns together give: exp(Lₖ - L) is the shard's share of the association.
 */
export function mergeShards(
  { rule, readout, stored }: RetrieveProblem,
  potentials: Float64Array,
  shards: readonly ShardAssociation[],
): Round {
  const count = potentials.length;
  const { size } = stored;
  const logSums = Float64Array.from({ length: count }, (_, k) =>
    logSumExp(shards.map((shard) => shard.logSums[k])),
  );
  const blend = (
    part: (shard: ShardAssociation) => Float64Array,
    width: number,
    places: readonly number[],
  ) => {
    const out = new Float64Array(places.length * width);
    places.forEach((k, at) => {
      for (const shard of shards) {
        const share = Math.exp(shard.logSums[k] - logSums[k]);
        const mean = part(shard);
        for (let j = 0; j < width; j++) out[at * width + j] += share * mean[k * width + j];
      }
    });
    return out;
  };
  return {
    energies: Float64Array.from(potentials, (potential, k) => potential - logSums[k] / rule.beta),
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
        logits.map((z) => Math.exp(z - logSums[k])),
        rule.beta,
      );
    },
    next: (places) => blend(({ means }) => means, size, places),
    readout(places) {
      if (readout === null) return new Float64Array(0);
      return blend(({ readouts }) => readouts ?? new Float64Array(0), readout.size, places);
    },
  };
}
