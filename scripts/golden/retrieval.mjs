import { AssociativeMemory, metastableSize, Patterns, withMean } from "modern-hopfield";
import { differs, first } from "./compare.mjs";
import { patternsOf, rowsOf, separationFor, similarityFor } from "./names.mjs";

/** Kind "retrieval": every state, weight and energy of every step. */
export function checkRetrieval(entry, tensor, kernels) {
  const stored = patternsOf(tensor("stored"));
  const { similarity, factor } = similarityFor(entry.similarity, stored.size);
  // Their update is the plain mean, unless the case says median; dot and squared distances have it as their own.
  const own = entry.update === "weighted_median" || ["dot", "squaredEuclidean"].includes(similarity.name);
  const memory = new AssociativeMemory(stored, {
    similarity: own ? similarity : withMean(similarity),
    separation: separationFor(entry.separation),
    beta: entry.beta * factor,
    duplicates: "allow",
    kernels,
    ...(tensor("values") ? { values: patternsOf(tensor("values")) } : {}),
  });
  const queries = rowsOf(tensor("queries"));
  const M = queries.length;
  const N = stored.count;
  const run = memory.retrieve(queries, {
    maxSteps: entry.steps,
    tolerance: entry.eps ?? 0,
    trace: true,
  });
  const wantedStates = tensor("states");
  const [T] = wantedStates.shape;
  const updates = tensor("updates")?.data;
  const at = (q, t) => run.trace(q)[Math.min(t, run.trace(q).length - 1)];
  const states = [];
  const energies = [];
  for (let t = 0; t < T; t++) {
    for (let q = 0; q < M; q++) {
      states.push(...(t < run.trace(q).length ? at(q, t).state : run.stateOf(q)));
      energies.push((t < run.energies(q).length ? run.energies(q)[t] : run.energy[q]) * factor);
    }
  }
  const last = Array.from({ length: M }, (_, q) => run.stateOf(q));
  const final = memory.association(last);
  const mass = Array.from({ length: M }, (_, q) => metastableSize(final.subarray(q * N, (q + 1) * N)));
  const weights = [];
  for (let t = 0; t + 1 < T; t++) {
    const rows = Array.from({ length: M }, (_, q) =>
      t < run.trace(q).length ? at(q, t).state : run.stateOf(q),
    );
    weights.push(...memory.association(rows));
  }
  return first(
    differs("states", states, wantedStates.data),
    differs("weights", weights, tensor("weights").data),
    differs("final_weights", final, tensor("final_weights").data),
    // A query at rest stops at once here; theirs goes on without moving unless the case has an epsilon.
    entry.eps !== undefined ? differs("updates", run.steps, updates) : null,
    tensor("energies") ? differs("energies", energies, tensor("energies").data) : null,
    tensor("energies_full")
      ? differs(
          "energies_full",
          energies.map((e) => e + Math.log(N) / entry.beta + largestNorm(stored) ** 2 / 2),
          tensor("energies_full").data,
        )
      : null,
    tensor("mass90") ? differs("mass90", mass, tensor("mass90").data) : null,
    tensor("readout") ? differs("readout", readout(memory, last), tensor("readout").data) : null,
    entry.energy_never_rises && own ? rises(run, M) : null,
  );
}

/** Their readout is of the association of the last state. */
function readout(memory, states) {
  return memory.retrieve(states, { maxSteps: 0 }).output;
}

function rises(run, M) {
  for (let q = 0; q < M; q++) {
    const { energyRises } = run.certificate(q);
    if (energyRises) return `the energy of query ${q} rose ${energyRises} time(s)`;
  }
  return null;
}

function largestNorm(stored) {
  let largest = 0;
  for (let i = 0; i < stored.count; i++) largest = Math.max(largest, Math.hypot(...stored.at(i)));
  return largest;
}

/** Kind "theory": separations, largest norm, one step from each pattern and the fixed points. */
export function checkTheory(entry, tensor, kernels) {
  const stored = patternsOf(tensor("stored"));
  const memory = new AssociativeMemory(stored, { similarity: "dot", beta: entry.beta, kernels });
  const patterns = new Patterns(stored.data, { size: stored.size });
  const separation = Array.from({ length: stored.count }, (_, i) => memory.separationOf(i));
  const one = memory.retrieve(patterns, { maxSteps: 1 });
  const errors = Array.from({ length: stored.count }, (_, i) =>
    Math.hypot(...one.stateOf(i).map((value, j) => value - stored.at(i)[j])),
  );
  const fixed = memory.retrieve(patterns, { maxSteps: entry.steps, tolerance: 0 });
  return first(
    differs("separation", separation, tensor("separation").data),
    differs("largest_norm", [largestNorm(stored)], tensor("largest_norm").data),
    differs("one_step", one.state, tensor("one_step").data),
    differs("one_step_error", errors, tensor("one_step_error").data),
    differs("fixed_points", fixed.state, tensor("fixed_points").data),
  );
}
