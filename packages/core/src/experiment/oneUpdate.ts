import { requireBeta, unknownName } from "../errors.ts";
import { portableKernels } from "../kernels/portable.ts";
import { Random } from "../math/random.ts";
import { mean, median } from "../math/statistics.ts";
import { distance } from "../math/vector.ts";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { Patterns } from "../patterns/patterns.ts";
import {
  certifiedBeta,
  gapBound,
  retrievalErrorBound,
  updateFactorBound,
  weightBound,
} from "../theory/bounds.ts";
import { type BoundCheck, checkBounds } from "./paper/boundChecks.ts";
import { theoremFacts } from "./paper/geometry.ts";
import { type BoundName, boundNames, oneUpdateMeasures } from "./paper/oneUpdateMeasures.ts";
import { type OneUpdateSettings, oneUpdateFields } from "./paper/oneUpdateSettings.ts";
import { startsOf } from "./paper/starts.ts";
import type { PointResult, SyncProtocol } from "./protocol.ts";
import { writeDirection } from "./sphere/patterns.ts";

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
  fields: oneUpdateFields,
  measures: oneUpdateMeasures,
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
