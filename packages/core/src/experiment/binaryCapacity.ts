import type { BinaryHopfield } from "../binary/binaryHopfield.ts";
import {
  type BinaryModel,
  type BinaryModelName,
  binaryModelNames,
  binaryNetwork,
  modelCapacity,
} from "../binary/models.ts";
import type { BinaryNetwork } from "../binary/network.ts";
import type { Update } from "../binary/options.ts";
import { HopfieldError, requireCount } from "../errors.ts";
import { Random } from "../math/random.ts";
import { mean } from "../math/statistics.ts";
import { binaryFields } from "./binaryFields.ts";
import type { MeasureInfo, PointOptions, PointResult, SyncProtocol } from "./protocol.ts";

/** The settings of `binary-capacity`. */
export interface BinaryCapacitySettings {
  readonly model: BinaryModelName;
  readonly degree: number;
  readonly units: number;
  readonly patterns: number;
  readonly load: number;
  readonly flip: number;
  readonly queries: number;
  readonly sweeps: number;
  readonly update: Update;
  readonly diagonal: "rule" | "zero" | "kept";
  readonly kappa: number | "auto";
  readonly epochs: number;
  readonly weights: "free" | "symmetric";
}

const measures: Readonly<Record<string, MeasureInfo>> = {
  recovered: {
    label: "recovered exactly",
    about: "Share of queries that end in their pattern, every bit right.",
    better: "higher",
    share: true,
  },
  overlap: {
    label: "overlap with the pattern",
    about: "Mean of x·s / d between the last state and its pattern: 1 equal, 0 unrelated.",
    better: "higher",
  },
  wrongBits: {
    label: "wrong bits",
    about: "Mean share of bits in which the last state differs from its pattern.",
    better: "lower",
    share: true,
  },
  fixed: {
    label: "patterns that are fixed points",
    about: "Share of the stored patterns in which no unit would move.",
    better: "higher",
    share: true,
  },
  converged: {
    label: "converged",
    about: "Share of queries whose last sweep moved nothing.",
    better: "higher",
    share: true,
  },
  cycles: {
    label: "cycles of two",
    about: "Share of queries that end in two states which follow each other; only synchronous updates can.",
    better: "lower",
    share: true,
  },
  energyRises: {
    label: "energy rises",
    about:
      "Sweeps that raised the energy, over all queries; 0 for asynchronous updates. No number without an energy.",
    better: "lower",
  },
  sweeps: { label: "sweeps", about: "Mean number of sweeps, the quiet last one included.", better: "lower" },
  stored: { label: "stored patterns N", about: "How many patterns were stored.", better: null },
  loadOf: { label: "load N / d", about: "Stored patterns per unit.", better: null },
  theory: {
    label: "capacity by theory",
    about:
      "Patterns that theory gives the model for random patterns and many units: 0.138 d, d / sqrt(2 ln d), d, Gardner's limit at kappa, αₙ dⁿ⁻¹, exp(α d) at the share of flipped bits.",
    better: null,
  },
  trained: {
    label: "training converged",
    about: "1 when the perceptron gave every bit its margin, 0 when not; no number for the other models.",
    better: "higher",
  },
  leastMargin: {
    label: "least margin",
    about: "The least margin of a bit after the perceptron's training, in units of |w|.",
    better: "higher",
  },
};

/** Finite numbers for JSON. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function signsFrom(random: Random, size: number): Int8Array {
  const signs = new Int8Array(size);
  let bits = 0;
  for (let i = 0; i < size; i++) {
    if ((i & 31) === 0) bits = random.bits();
    signs[i] = (bits >>> (i & 31)) & 1 ? 1 : -1;
  }
  return signs;
}

function modelOf(settings: BinaryCapacitySettings): BinaryModel {
  const { model, degree, diagonal, kappa, epochs, weights } = settings;
  return {
    model,
    degree,
    kappa,
    maxEpochs: epochs,
    ...(model === "perceptron" ? { symmetric: weights === "symmetric" } : {}),
    ...(diagonal === "rule" ? {} : { diagonal }),
  };
}

function run(
  settings: BinaryCapacitySettings,
  seed: number,
  _source: unknown,
  { signal, onProgress }: PointOptions = {},
): PointResult {
  const { units, flip, load, sweeps, update } = settings;
  requireCount(units, "units", 2);
  requireCount(settings.patterns, "patterns");
  requireCount(settings.queries, "queries", 1);
  requireCount(sweeps, "sweeps", 1);
  if (!(flip >= 0 && flip <= 0.5)) {
    throw new HopfieldError("ERR_OPTION", `invalid flip: ${flip} (expected a share of bits from 0 to 0.5)`, {
      flip,
    });
  }
  if (settings.patterns === 0 && !(load > 0 && Number.isFinite(load))) {
    throw new HopfieldError("ERR_OPTION", `invalid load: ${load} (expected a number above 0, or patterns)`, {
      load,
    });
  }
  const count = settings.patterns > 0 ? settings.patterns : Math.max(1, Math.round(load * units));
  const random = new Random(seed);
  // Pattern i and its damage depend on the seed and on i alone, so loads and models are compared on the same ones.
  const patterns = Array.from({ length: count }, (_, i) => signsFrom(random.fork("patterns").fork(i), units));
  const asked = patterns.slice(0, settings.queries);
  const queries = asked.map((pattern, i) => {
    const query = pattern.slice();
    for (const j of random
      .fork("flip")
      .fork(i)
      .sample(units, Math.round(flip * units)))
      query[j] = -query[j];
    return query;
  });
  const model = { ...modelOf(settings), onTraining: () => signal?.throwIfAborted() };
  const network = binaryNetwork(patterns, model);
  const retrieval = network.retrieve(queries, {
    update,
    maxSweeps: sweeps,
    seed: `${seed}/order`,
    onQueries(done) {
      signal?.throwIfAborted();
      onProgress?.(done, queries.length);
    },
  });
  const wrongBits = asked.map((pattern, q) => {
    const state = retrieval.stateOf(q);
    return pattern.reduce((sum, sign, j) => sum + (sign === state[j] ? 0 : 1), 0) / units;
  });
  const rises = queries.map((_, q) => retrieval.energyRises(q));
  const share = (holds: (q: number) => boolean): number => mean(queries.map((_, q) => (holds(q) ? 1 : 0)));
  const training = trainingOf(network);
  return {
    measures: {
      recovered: share((q) => wrongBits[q] === 0),
      overlap: 1 - 2 * mean(wrongBits),
      wrongBits: mean(wrongBits),
      fixed: mean(network.fixedPatterns()),
      converged: share((q) => retrieval.outcome[q] === "converged"),
      cycles: share((q) => retrieval.outcome[q] === "cycle"),
      energyRises: network.descends ? rises.reduce((sum, rise) => sum + rise, 0) : null,
      sweeps: mean(retrieval.sweeps),
      stored: count,
      loadOf: count / units,
      theory: finite(modelCapacity(model, units, Math.min(flip, 0.499))),
      trained: training === null ? null : Number(training.converged),
      leastMargin: training === null ? null : finite(training.leastMargin),
    },
    lists: {
      overlaps: wrongBits.map((wrong) => 1 - 2 * wrong),
      sweeps: [...retrieval.sweeps],
    },
  };
}

function trainingOf(network: BinaryNetwork): BinaryHopfield["training"] {
  return "training" in network ? (network as BinaryHopfield).training : null;
}

/** How many random patterns a binary network keeps, and finds again from damaged ones. */
export const binaryCapacity: SyncProtocol<BinaryCapacitySettings> = {
  name: "binary-capacity",
  about:
    "Stores random patterns of +1 and -1 in a classical or dense binary network, turns over a share of the bits of some, and lets the network settle. Hopfield 1982; Amit, Gutfreund and Sompolinsky 1985; Krotov and Hopfield 2016; Demircigil et al. 2017.",
  data: "none",
  defaults: {
    model: "hebb",
    degree: 3,
    units: 200,
    patterns: 0,
    load: 0.1,
    flip: 0.1,
    queries: 50,
    sweeps: 50,
    update: "async",
    diagonal: "rule",
    kappa: "auto",
    epochs: 200,
    weights: "free",
  },
  fields: {
    model: {
      kind: "choice",
      choices: binaryModelNames,
      about: "The storage rule, or the interaction of a dense memory.",
    },
    degree: { kind: "whole", least: 2, about: "The power n of `power` and `rectifiedPower`." },
    units: { kind: "whole", least: 2, about: "The units d of the network." },
    patterns: { kind: "whole", least: 0, about: "Stored patterns N; 0 takes load x units." },
    load: { kind: "number", above: 0, about: "Stored patterns per unit, where patterns is 0." },
    flip: {
      kind: "number",
      least: 0,
      most: 0.5,
      about: "The share of bits of a query that are turned over.",
    },
    queries: { kind: "whole", least: 1, about: "How many of the stored patterns are asked for." },
    ...binaryFields,
    weights: {
      kind: "choice",
      choices: ["free", "symmetric"],
      about: "Whether the perceptron's weights must be symmetric, which gives them an energy.",
    },
  },
  measures,
  run,
};
