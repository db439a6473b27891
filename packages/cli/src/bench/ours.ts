import { AssociativeMemory, Patterns, type Retrieval, selectKernels } from "modern-hopfield";
import type { Answer, Job } from "./job.ts";
import { readQueries, readStored } from "./jobFiles.ts";
import type { Contestant } from "./serve.ts";

/** Scores of so many queries at a time are searched for the most similar patterns. */
const block = 50;

/** The places of the `count` largest scores, largest first. */
function largest(scores: Float64Array, count: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    if (best.length === count && scores[i] <= scores[best[count - 1]]) continue;
    let at = best.length;
    while (at > 0 && scores[best[at - 1]] < scores[i]) at--;
    best.splice(at, 0, i);
    if (best.length > count) best.pop();
  }
  return best;
}

/** The most similar patterns of every query. */
function nearest(memory: AssociativeMemory, queries: Float32Array, top: number): Int32Array {
  const count = queries.length / memory.size;
  const indices = new Int32Array(count * top);
  for (let from = 0; from < count; from += block) {
    const part = queries.subarray(from * memory.size, (from + block) * memory.size);
    const scores = memory.scores(part);
    for (let q = 0; q * memory.size < part.length; q++) {
      indices.set(largest(scores.subarray(q * memory.count, (q + 1) * memory.count), top), (from + q) * top);
    }
  }
  return indices;
}

/** This library, asked as a user would ask it. The one place to change when a faster way to ask appears. */
export function ours(version: string): Contestant {
  let memory: AssociativeMemory;
  let queries: Float32Array;
  let job: Job;
  let retrieval: Retrieval;
  let indices: Int32Array;
  return {
    version,
    notes: [`${selectKernels().name} kernels`],
    prepare(wanted) {
      job = wanted;
      queries = readQueries(job);
      const stored = new Patterns(readStored(job), {
        size: job.size,
        scale: job.kind === "uint8" ? "unit" : "pixel",
      });
      memory = new AssociativeMemory(stored, {
        similarity: job.similarity,
        beta: job.beta,
        duplicates: "allow",
      });
    },
    run() {
      if (job.top > 0) indices = nearest(memory, queries, job.top);
      else {
        retrieval = memory.retrieve(queries, { maxSteps: job.steps, tolerance: 0, lastEnergy: false });
      }
    },
    answer(): Answer {
      if (job.top > 0) return { indices, states: null };
      return {
        indices: Int32Array.from({ length: job.queries }, (_, q) => retrieval.top(q, 1)[0].index),
        states: Float32Array.from(retrieval.state),
      };
    },
  };
}
