import { HopfieldError, requireBeta, requireCount, unknownName } from "../errors.ts";
import { portableKernels } from "../kernels/portable.ts";
import { Random } from "../math/random.ts";
import { mean, median } from "../math/statistics.ts";
import { distance } from "../math/vector.ts";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { Patterns } from "../patterns/patterns.ts";
import { rowOf } from "../patterns/rows.ts";
import {
  certifiedBeta,
  gapBound,
  retrievalErrorBound,
  updateFactorBound,
  weightBound,
} from "../theory/bounds.ts";
import type { TrialSource } from "../trial/source.ts";
import { drawPatterns } from "./drawn.ts";
import type { Fields } from "./field.ts";
import { type BoundCheck, checkBounds } from "./paper/boundChecks.ts";
import { theoremFacts } from "./paper/geometry.ts";
import { type DataSettings, dataFields } from "./paper/settings.ts";
import type { MeasureInfo, PointResult, SyncProtocol } from "./protocol.ts";
import { spherePatterns, writeDirection } from "./sphere/patterns.ts";

/** The settings of the protocol `one-update`. */
export type OneUpdateSettings = DataSettings & {
  readonly from: "data" | "sphere";
  readonly size: number;
  readonly radius: number;
  readonly similarity: "dot" | "squaredEuclidean";
  readonly beta: number | "certified";
  readonly distance: number;
  readonly epsilon: number;
  readonly maxSteps: number;
};

const fields: Fields<OneUpdateSettings> = {
  ...dataFields,
  from: {
    kind: "choice",
    choices: ["data", "sphere"],
    about: "Whether the patterns come from the data or are random on the sphere of radius K √(d - 1).",
  },
  size: { kind: "whole", least: 2, about: "d, the components of a random pattern (from sphere)." },
  radius: { kind: "number", above: 0, about: "K of the sphere of radius M = K √(d - 1) (from sphere)." },
  similarity: {
    kind: "choice",
    choices: ["dot", "squaredEuclidean"],
    about: "The similarity: the theorems are about these two.",
  },
  beta: {
    kind: "number-or-choice",
    choices: ["certified"],
    above: 0,
    about:
      "The inverse temperature; certified is the smallest that provably stores every pattern that can be.",
  },
  distance: {
    kind: "number",
    least: 0,
    about: "How far a query is moved in a random direction, as a share of M; after the damage of corrupt.",
  },
  epsilon: {
    kind: "number",
    above: 0,
    about:
      "A query counts as retrieved by one update when that lands within this share of M of its fixed point.",
  },
  maxSteps: { kind: "whole", least: 1, about: "The most updates on the way to a fixed point." },
};

/** The bounds that are checked, by their names in measures. */
const bounds = {
  theorem4: "Theorem 4: |f(ξ) - x*| ≤ |J| |ξ - x*|",
  theorem5: "Theorem 5: |f(ξ) - x| ≤ 2 (N - 1) M exp(-β (Δ - 2 r M))",
  fixedPoint: "Theorem 5: |x* - x| ≤ 2 e (N - 1) M exp(-β Δ)",
  lemmaA4: "Lemma A4: |f(ξ) - x_top| ≤ 2 (N - 1) M exp(-β gap)",
  weight: "|f(ξ) - x_top| ≤ 2 M (1 - p_top)",
} as const;

type BoundName = keyof typeof bounds;

const boundNames = Object.keys(bounds) as BoundName[];

const measures: Readonly<Record<string, MeasureInfo>> = {
  start: {
    label: "|ξ - x| / M",
    about: "Mean distance of a query from its pattern, as a share of the largest norm.",
    better: null,
  },
  afterOne: {
    label: "|f(ξ) - x| / M",
    about: "Mean distance from the pattern after one update.",
    better: "lower",
  },
  atEnd: {
    label: "|ξ* - x| / M",
    about: "Mean distance from the pattern where the update rests.",
    better: "lower",
  },
  toFixedPoint: {
    label: "|f(ξ) - ξ*| / M",
    about: "Mean distance after one update from where the updates come to rest in the end.",
    better: "lower",
  },
  remaining: {
    label: "way left after one update",
    about:
      "Median of |f(ξ) - ξ*| / |ξ - ξ*|: the share of the way to the fixed point that one update leaves.",
    better: "lower",
    share: true,
  },
  withinOne: {
    label: "at its fixed point after one update",
    about: "Share of queries that one update brings within epsilon M of where the updates come to rest.",
    better: "higher",
    share: true,
  },
  retrievedOne: {
    label: "at its pattern after one update",
    about: "Share of queries that one update brings within epsilon M of their pattern.",
    better: "higher",
    share: true,
  },
  steps: { label: "updates", about: "Mean number of updates until a state rested.", better: "lower" },
  converged: {
    label: "came to rest",
    about: "Share of queries that rested within the most updates allowed.",
    better: "higher",
    share: true,
  },
  certified: {
    label: "patterns stored for certain",
    about: "Share of the patterns asked for whose separation suffices at this β.",
    better: "higher",
    share: true,
  },
  beta: { label: "β", about: "The inverse temperature that was used.", better: null },
  separation: {
    label: "Δ / M²",
    about: "Median separation of the patterns asked for, as a share of M².",
    better: "higher",
  },
  checks: { label: "checks", about: "How many inequalities were checked.", better: null },
  violations: {
    label: "violations",
    about: "How many of them did not hold, by more than rounding: 0 unless a theorem is broken.",
    better: "lower",
  },
  ...Object.fromEntries(
    boundNames.flatMap((name): [string, MeasureInfo][] => [
      [
        `${name}Violations`,
        {
          label: `violations of ${name}`,
          about: `How often it did not hold: ${bounds[name]}.`,
          better: "lower",
        },
      ],
      [
        `${name}Slack`,
        {
          label: `slack of ${name}`,
          about: `Median of bound / measured distance where the bound says something (is below 2 M) and the distance is above rounding: ${bounds[name]}.`,
          better: "lower",
        },
      ],
      [
        `${name}Informative`,
        {
          label: `${name} says something`,
          about: `Share of the checks in which the bound is below 2 M, within which all states lie anyway: ${bounds[name]}.`,
          better: "higher",
          share: true,
        },
      ],
    ]),
  ),
};

/** What rounding in float64 may do to a distance, as a share of M. */
const roundingShare = 1e-11;

/**
 * How much one update does, and how tight the theorems about it are: each query lies near a pattern; one update is compared
 * with its fixed point and with the pattern, and the bounds of theorems 4 and 5 and of lemma A4 with the distances measured.
 *
 * All in float64, because most of the distances are far below what float32 resolves.
 *
 * @see Ramsauer et al. 2020, theorems 4 and 5, lemma A4 (arXiv 2008.02217)
 */
export const oneUpdateProtocol: SyncProtocol<OneUpdateSettings> = {
  name: "one-update",
  about:
    "Ramsauer et al. 2020, theorems 4 and 5: how close one update comes to the fixed point and to the pattern, beside the proved bounds.",
  data: "any",
  defaults: {
    from: "data",
    patterns: 100,
    queries: 50,
    select: "random",
    color: "gray",
    corrupt: "none",
    scale: "unit",
    normalize: "layer",
    size: 20,
    radius: 3,
    similarity: "dot",
    beta: 0.03,
    distance: 0.05,
    epsilon: 0.001,
    maxSteps: 200,
  },
  fields,
  measures,
  run(settings, seed, source, { signal, onProgress } = {}): PointResult {
    const { rows, size, asked, starts } = startsOf(settings, seed, source);
    const parts = { similarity: settings.similarity, kernels: portableKernels, duplicates: "allow" } as const;
    const memory = new AssociativeMemory(new Patterns(rows, { size }), {
      ...parts,
      beta: settings.beta === "certified" ? "certified" : requireBeta(settings.beta),
    });
    const { count: N } = memory;
    const facts = theoremFacts(memory, asked);
    if (facts === null) throw unknownName("similarity", settings.similarity, ["dot", "squaredEuclidean"]);
    const { separations, norm: M } = facts;
    const random = new Random(seed).fork("distance");
    const at = (all: Float64Array, q: number): Float64Array => all.subarray(q * size, (q + 1) * size);
    const step = new Float64Array(size);
    for (let q = 0; q < asked.length; q++) {
      writeDirection(step, settings.distance * M, random);
      const start = at(starts, q);
      for (let j = 0; j < size; j++) start[j] += step[j];
    }
    const beta = memory.solveBeta(starts);
    const rest = { beta, exact: "dense", lastEnergy: false } as const;
    const long = { ...rest, maxSteps: settings.maxSteps, tolerance: 1e-13 * M };
    signal?.throwIfAborted();
    const one = memory.retrieve(starts, { ...rest, maxSteps: 1, tolerance: 0 });
    onProgress?.(1, 3);
    signal?.throwIfAborted();
    const end = memory.retrieve(starts, long);
    onProgress?.(2, 3);
    signal?.throwIfAborted();
    const patterns = new Float64Array(asked.length * size);
    asked.forEach((i, q) => {
      patterns.set(at(rows, i), q * size);
    });
    const own = memory.retrieve(patterns, long);
    onProgress?.(3, 3);
    const each = asked.map((_, q) => {
      const [x, start, first] = [at(patterns, q), at(starts, q), one.stateOf(q)];
      const [rested, fixed] = [end.stateOf(q), own.stateOf(q)];
      const certificate = one.certificate(q);
      const farthest = Math.max(distance(start, x), distance(fixed, x));
      const top = distance(first, at(rows, certificate.topIndex));
      const near = 1 / (2 * beta * M);
      const checks: Record<BoundName, BoundCheck | null> = {
        theorem4: {
          bound: updateFactorBound(N, M, beta, separations[q], farthest) * distance(start, fixed),
          measured: distance(first, fixed),
        },
        theorem5: {
          bound: retrievalErrorBound(N, M, beta, separations[q], farthest),
          measured: distance(first, x),
        },
        // Stated for a fixed point and a query within 1 / (2 β M) of the pattern.
        fixedPoint:
          farthest <= near
            ? { bound: Math.E * gapBound(N, M, beta, separations[q]), measured: distance(fixed, x) }
            : null,
        lemmaA4: { bound: gapBound(N, M, beta, certificate.gap), measured: top },
        weight: { bound: weightBound(certificate.topWeight, M), measured: top },
      };
      return {
        start: distance(start, x) / M,
        afterOne: distance(first, x) / M,
        atEnd: distance(rested, x) / M,
        toFixedPoint: distance(first, rested) / M,
        remaining: distance(start, rested) > 0 ? distance(first, rested) / distance(start, rested) : 0,
        checks,
      };
    });
    const results = boundNames.map(
      (name) =>
        [
          name,
          checkBounds(
            each.map(({ checks }) => checks[name]),
            M,
            roundingShare * M,
          ),
        ] as const,
    );
    const share = (holds: (q: number) => boolean): number =>
      asked.reduce((count, _, q) => count + (holds(q) ? 1 : 0), 0) / asked.length;
    const average = (of: "start" | "afterOne" | "atEnd" | "toFixedPoint"): number =>
      mean(each.map((query) => query[of]));
    return {
      measures: {
        start: average("start"),
        afterOne: average("afterOne"),
        atEnd: average("atEnd"),
        toFixedPoint: average("toFixedPoint"),
        remaining: median(each.map(({ remaining }) => remaining)),
        withinOne: share((q) => each[q].toFixedPoint <= settings.epsilon),
        retrievedOne: share((q) => each[q].afterOne <= settings.epsilon),
        steps: mean(end.steps),
        converged: share((q) => end.outcome[q] === "converged"),
        certified: share((q) => beta >= certifiedBeta(N, M, separations[q])),
        beta,
        separation: N === 1 ? null : median(separations) / (M * M),
        checks: results.reduce((sum, [, result]) => sum + result.checks, 0),
        violations: results.reduce((sum, [, result]) => sum + result.violations, 0),
        ...Object.fromEntries(
          results.flatMap(([name, { violations, slack, informative }]) => [
            [`${name}Violations`, violations],
            [`${name}Slack`, slack],
            [`${name}Informative`, informative],
          ]),
        ),
      },
      lists: {
        stored: asked,
        separation: Array.from(separations, finiteOrNull),
        start: each.map(({ start }) => start),
        afterOne: each.map(({ afterOne }) => afterOne),
        atEnd: each.map(({ atEnd }) => atEnd),
        toFixedPoint: each.map(({ toFixedPoint }) => toFixedPoint),
        steps: Array.from(end.steps),
        ...Object.fromEntries(
          boundNames.map((name) => [
            `${name}Bound`,
            each.map(({ checks }) => finiteOrNull((checks[name]?.bound ?? Number.NaN) / M)),
          ]),
        ),
      },
    };
  },
};

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The patterns as float64 rows, which of them are asked for, and where their queries start before they are moved. */
interface Starts {
  readonly rows: Float64Array;
  readonly size: number;
  readonly asked: readonly number[];
  readonly starts: Float64Array;
}

function startsOf(settings: OneUpdateSettings, seed: number, source: TrialSource | null): Starts {
  switch (settings.from) {
    case "data":
      return startsFromData(settings, seed, source);
    case "sphere":
      return startsOnSphere(settings, seed);
    default:
      throw unknownName("from", settings.from, ["data", "sphere"]);
  }
}

/** Patterns of data, normalised, and their damaged copies normalised likewise. */
function startsFromData(settings: OneUpdateSettings, seed: number, source: TrialSource | null): Starts {
  const drawn = drawPatterns(source, settings, seed, settings);
  const { queries } = drawn;
  const { patterns } = drawn.store;
  const { size, count } = patterns;
  const rows = new Float64Array(count * size);
  for (let i = 0; i < count; i++) rows.set(rowOf(patterns, i), i * size);
  const starts = drawn.rows.slice();
  queries.forEach(({ stored }, q) => {
    const start = starts.subarray(q * size, (q + 1) * size);
    if (settings.corrupt === "none") {
      start.set(rows.subarray(stored * size, (stored + 1) * size));
      return;
    }
    const { gain, offset } = patterns.normalizingOf(start, null);
    for (let j = 0; j < size; j++) start[j] = gain * start[j] + offset;
  });
  return { rows, size, asked: queries.map(({ stored }) => stored), starts };
}

/** Random patterns, the first of which are asked for. */
function startsOnSphere(settings: OneUpdateSettings, seed: number): Starts {
  const { size, corrupt } = settings;
  if (corrupt !== "none") {
    throw new HopfieldError(
      "ERR_OPTION",
      `corrupt ${corrupt} needs data; patterns on the sphere are moved by distance alone: use corrupt none`,
      { corrupt },
    );
  }
  requireCount(size, "size", 2);
  const N = requireCount(settings.patterns, "patterns", 1);
  const rows = spherePatterns(settings, N, new Random(seed).fork("patterns"));
  const asked = Array.from(
    { length: Math.min(N, requireCount(settings.queries, "queries", 1)) },
    (_, i) => i,
  );
  return { rows, size, asked, starts: rows.slice(0, asked.length * size) };
}
