import { BinaryHopfield, DenseBinary } from "modern-hopfield/binary";
import { differs, first } from "./compare.mjs";

const rules = { hebb: "hebb", storkey: "storkey", pseudo_inverse: "pseudoInverse" };
const interactions = { power: "power", rectified_power: "rectifiedPower", exp: "exponential" };

/** The rows of a matrix of +1 and -1. */
function signRows({ data, shape: [count, size] }) {
  return Array.from({ length: count }, (_, i) =>
    Array.from(data.subarray(i * size, (i + 1) * size), (value) => Number(value)),
  );
}

/** The state of query `q` after sweep `t`: a query at rest stays, one in a cycle goes on between its two states. */
function stateAt(run, q, t) {
  const trace = run.trace(q);
  const last = trace.length - 1;
  if (t <= last) return trace[t];
  return run.outcome[q] === "cycle" && (t - last) % 2 === 1 ? run.otherOf(q) : trace[last];
}

/** All states of sweeps 0..sweeps, sweep after sweep, and their energies. */
function statesOf(network, run, sweeps) {
  const states = [];
  const energies = [];
  for (let t = 0; t <= sweeps; t++) {
    for (let q = 0; q < run.count; q++) {
      const state = stateAt(run, q, t);
      states.push(...state);
      energies.push(network.energy([state])[0]);
    }
  }
  return { states, energies };
}

/** What a run reported of its energies must be those of its states. */
function reported(network, run) {
  for (let q = 0; q < run.count; q++) {
    const failure = differs(`energies of query ${q}`, run.energies(q), network.energy(run.trace(q)));
    if (failure !== null) return failure;
  }
  return null;
}

/** Kind "classical": weights, and every state and energy of both updates, in every form the weights can have. */
export function checkClassical(entry, tensor) {
  const queries = signRows(tensor("states0"));
  const order = tensor("order").data;
  const failures = ["auto", "patterns", "matrix"].map((form) => {
    const network = new BinaryHopfield(signRows(tensor("patterns")), {
      rule: rules[entry.rule],
      thresholds: tensor("thresholds").data,
      form,
      ...(entry.zero_diagonal === undefined ? {} : { diagonal: entry.zero_diagonal ? "zero" : "kept" }),
    });
    const options = { maxSweeps: entry.steps, trace: true };
    const sync = network.retrieve(queries, { ...options, update: "sync" });
    const async = network.retrieve(queries, { ...options, update: "async", order });
    const syncStates = statesOf(network, sync, entry.steps);
    const asyncStates = statesOf(network, async, entry.steps);
    return first(
      differs(`${form} weights`, network.weights(), tensor("weights").data),
      differs(`${form} sync_states`, syncStates.states, tensor("sync_states").data),
      differs(`${form} sync_energies`, syncStates.energies, tensor("sync_energies").data),
      differs(`${form} async_states`, asyncStates.states, tensor("async_states").data),
      differs(`${form} async_energies`, asyncStates.energies, tensor("async_energies").data),
      reported(network, sync),
      reported(network, async),
    );
  });
  return first(...failures);
}

/** Kind "dense": every state and energy per sweep; theirs of the exponential is not the logarithm. */
export function checkDense(entry, tensor) {
  const patterns = signRows(tensor("patterns"));
  const network = new DenseBinary(patterns, {
    interaction: interactions[entry.interaction],
    ...(entry.degree === undefined ? {} : { degree: entry.degree }),
  });
  const run = network.retrieve(signRows(tensor("states0")), {
    order: tensor("order").data,
    maxSweeps: entry.sweeps,
    trace: true,
  });
  const { states, energies } = statesOf(network, run, entry.sweeps);
  const theirs = entry.interaction === "exp" ? energies.map((energy) => -Math.exp(-energy)) : energies;
  const recovered = Array.from({ length: run.count }, (_, q) => (run.top(q, 1)[0].overlap === 1 ? 1 : 0));
  return first(
    differs("states", states, tensor("states").data),
    differs("energies", theirs, tensor("energies").data),
    differs("recovered", recovered, Array.from(tensor("recovered").data, Number)),
    reported(network, run),
  );
}
