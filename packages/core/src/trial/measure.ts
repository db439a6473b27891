import { nearestStored } from "./nearestStored.ts";
import type { PreparedTrial } from "./prepare.ts";
import { failureReason } from "./reason.ts";
import type { QueryResult } from "./result.ts";
import type { TrialRun } from "./retrieveAll.ts";
import { scorerOf } from "./scores.ts";
import type { TrialStore } from "./store.ts";

/** Whether two rows are the same pixels; vectors are compared as they are. */
function samePixels(values: Float64Array, original: Float64Array, { shape }: TrialStore): boolean {
  return values.every((value, j) =>
    shape === null
      ? value === original[j]
      : Math.round(Math.min(255, Math.max(0, value))) === Math.round(original[j]),
  );
}

/** Whether a state in the scale's units is the stored pattern in every component, both as float32. */
function identical(output: Float64Array, stored: Float64Array): boolean {
  return output.every((value, j) => Math.fround(value) === Math.fround(stored[j]));
}

/** The stored pattern nearest to each original among the others; -1 where only one is stored. */
function nearestOthers(
  nearest: ReturnType<typeof nearestStored>,
  { store, queries }: PreparedTrial,
): number[] {
  const k = Math.min(2, store.patterns.count);
  const found = nearest(
    queries.map(({ stored }) => store.original(stored)),
    k,
  );
  return queries.map(({ stored }, q) => {
    const others = Array.from(found.subarray(q * k, (q + 1) * k)).filter((i) => i !== stored);
    return others.length > 0 ? others[0] : -1;
  });
}

/** Everything about every query. */
export function measure(prepared: PreparedTrial, run: TrialRun): QueryResult[] {
  const { store, queries, repeat } = prepared;
  const { retrieval, outputs } = run;
  const nearest = nearestStored(store);
  const nearestOf = nearest(queries.map(({ values }) => values));
  const others = nearestOthers(nearest, prepared);
  const finite = (q: number): boolean => outputs[q].every(Number.isFinite);
  const tops = queries.map((_, q) => retrieval.top(q, 1)[0]);
  const taken = new Map<number, number>();
  for (const { index } of tops) taken.set(index, (taken.get(index) ?? 0) + 1);
  return queries.map(({ stored, values }, q) => {
    const certificate = retrieval.certificate(q);
    const original = store.original(stored);
    const scores = scorerOf(original, store.shape);
    const output = outputs[q];
    const { index: top, weight: topWeight } = tops[q];
    const exact = samePixels(output, original, store);
    const { reason, detail } = failureReason({
      certificate,
      stored,
      taken: taken.get(top) ?? 0,
      queries: queries.length,
      duplicate: top !== stored && store.original(top).every((value, j) => value === original[j]),
      exactTop: exact,
      topWeight,
    });
    return {
      repeat,
      stored,
      source: store.sources[stored],
      label: store.labels[stored],
      top,
      topWeight,
      topLabel: store.labels[top],
      correct: top === stored,
      labelCorrect: store.classes === null ? null : store.classes[top] === store.classes[stored],
      exact,
      identical: identical(retrieval.outputOf(q), plainOf(store, stored)),
      nearestToOutput: exact ? stored : finite(q) ? nearest([output])[0] : -1,
      leaders: run.leaders[q],
      rank: run.ranks[q],
      margin: run.margins[q],
      retrieved: scores(output),
      baseline: scores(values),
      nearest: {
        ...scores(store.original(nearestOf[q])),
        top: nearestOf[q],
        correct: nearestOf[q] === stored,
      },
      other: others[q] < 0 ? null : { ...scores(store.original(others[q])), index: others[q] },
      vector: null,
      steps: retrieval.steps[q],
      outcome: retrieval.outcome[q],
      effectivePatterns: certificate.effectivePatterns,
      metastableSize: certificate.metastableSize,
      fixedPoint: certificate.fixedPoint,
      energies: certificate.energyRises === null ? [] : [...retrieval.energies(q)],
      energyRises: certificate.energyRises ?? 0,
      gap: certificate.gap,
      distanceBound: certificate.distanceBound,
      reason,
      detail,
    };
  });
}

/** A stored pattern in the scale's units, as the readout hands it out. */
function plainOf({ patterns, original }: TrialStore, stored: number): Float64Array {
  const { gain, offset } = patterns.scale;
  return original(stored).map((value) => gain * value + offset);
}
