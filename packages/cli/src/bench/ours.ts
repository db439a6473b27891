import { AssociativeMemory, type Nearest, Patterns, type Retrieval, selectKernels } from "modern-hopfield";
import { MemoryWorker } from "modern-hopfield/worker";
import type { Answer, Job } from "./job.ts";
import { readQueries, readStored, readStoredShared } from "./jobFiles.ts";
import type { Contestant } from "./serve.ts";

/** This library, asked as a user would ask it. The one place to change when a faster way to ask appears. */
export function ours(version: string): Contestant {
  let memory: AssociativeMemory;
  let worker: MemoryWorker | null;
  let queries: Float32Array;
  let job: Job;
  let retrieval: Retrieval;
  let nearest: Nearest;
  return {
    version,
    notes: [`${selectKernels().name} kernels`],
    prepare(wanted) {
      job = wanted;
      queries = readQueries(job);
      const stored = new Patterns(job.threads > 1 ? readStoredShared(job) : readStored(job), {
        size: job.size,
        scale: job.kind === "uint8" ? "unit" : "pixel",
      });
      memory = new AssociativeMemory(stored, {
        similarity: job.similarity,
        beta: job.beta,
        duplicates: "allow",
      });
      worker = job.threads > 1 ? new MemoryWorker(memory, { workers: job.threads }) : null;
    },
    async run() {
      const asked = worker ?? memory;
      if (job.top > 0) nearest = await asked.nearest(queries, { k: job.top });
      else {
        const { steps: maxSteps, exact } = job;
        retrieval = await asked.retrieve(queries, { maxSteps, exact, tolerance: 0, lastEnergy: false });
      }
    },
    answer(): Answer {
      if (job.top > 0) return { indices: nearest.indices, states: null };
      return {
        indices: Int32Array.from({ length: job.queries }, (_, q) => retrieval.top(q, 1)[0].index),
        states: Float32Array.from(retrieval.state),
      };
    },
  };
}
