import { Random } from "modern-hopfield";
import { loadDataSet } from "../data/datasets.ts";
import type { DataJob } from "./job.ts";

/** Standard deviation of the noise on a query, where a byte's range is 0..1. */
const noise = 0.02;

/** Random bytes, four from each draw. */
function randomBytes(count: number, random: Random): Uint8Array {
  const words = new Uint32Array(Math.ceil(count / 4));
  for (let i = 0; i < words.length; i++) words[i] = random.bits();
  return new Uint8Array(words.buffer, 0, count);
}

/** Rows of length 1 in random directions. */
function unitVectors(count: number, size: number, random: Random): Float32Array {
  const rows = new Float32Array(count * size);
  for (let i = 0; i < count; i++) {
    const row = rows.subarray(i * size, (i + 1) * size);
    let squares = 0;
    for (let j = 0; j < size; j++) {
      row[j] = random.normal();
      squares += row[j] ** 2;
    }
    for (let j = 0; j < size; j++) row[j] /= Math.sqrt(squares);
  }
  return rows;
}

/** Pictures of a data set where they have the job's size and are enough of them; null otherwise. */
function pictures(job: DataJob): { stored: Uint8Array; name: string } | null {
  if (job.data === null || job.kind !== "uint8") return null;
  const images = loadDataSet(job.data, { dataDir: job.dataDir ?? undefined, atLeast: job.stored });
  if (images.width * images.height * images.channels !== job.size || images.count < job.stored) return null;
  return { stored: images.data.slice(0, job.stored * job.size), name: images.name };
}

/**
 * The patterns and queries of a job, the same for the same seed: a query is a stored pattern with Gaussian noise, and
 * its target says which one.
 */
export function makeData(job: DataJob): {
  stored: Uint8Array | Float32Array;
  queries: Float32Array;
  targets: Int32Array;
  name: string;
} {
  const { size, stored: count } = job;
  const random = new Random(job.seed).fork(job.workload);
  const found = pictures(job);
  const stored =
    found?.stored ??
    (job.kind === "uint8"
      ? randomBytes(count * size, random.fork("stored"))
      : unitVectors(count, size, random.fork("stored")));
  const chosen = random.fork("targets");
  const targets = Int32Array.from(
    job.queries <= count
      ? chosen.sample(count, job.queries)
      : Array.from({ length: job.queries }, () => chosen.below(count)),
  );
  const gain = job.kind === "uint8" ? 1 / 255 : 1;
  const noises = random.fork("noise");
  const queries = new Float32Array(job.queries * size);
  targets.forEach((target, q) => {
    for (let j = 0; j < size; j++) {
      queries[q * size + j] = gain * stored[target * size + j] + noises.normal(0, noise);
    }
  });
  const name = found?.name ?? (job.kind === "uint8" ? "random bytes" : "random unit vectors");
  return { stored, queries, targets, name };
}
