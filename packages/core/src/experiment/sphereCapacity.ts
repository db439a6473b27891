import { requireCount } from "../errors.ts";
import { Random } from "../math/random.ts";
import { mean, median } from "../math/statistics.ts";
import { ownWeightLimit, sphereCapacity } from "../theory/capacity.ts";
import type { Fields } from "./field.ts";
import type { MeasureInfo, PointResult, SyncProtocol } from "./protocol.ts";
import {
  distancesRetrieved,
  isCertified,
  separationsOnSphere,
  sphereMemory,
  storedByIteration,
} from "./sphere/examine.ts";
import { theoryMeasures } from "./sphere/measures.ts";
import { spherePatterns } from "./sphere/patterns.ts";
import { type SphereSettings, sphereFields } from "./sphere/settings.ts";

/** The settings of the protocol `sphere-capacity`. */
export type SphereCapacitySettings = SphereSettings & { readonly patterns: number };

const fields: Fields<SphereCapacitySettings> = {
  ...sphereFields,
  patterns: { kind: "whole", least: 1, about: "N, how many random patterns are stored." },
};

const measures: Readonly<Record<string, MeasureInfo>> = {
  stored: {
    label: "stored (Definition 1, by iteration)",
    about:
      "Share of the checked patterns whose update comes to rest inside the sphere of radius 1/(β N M), from the pattern and from points of the sphere, and whose sphere meets no other.",
    better: "higher",
    share: true,
  },
  certified: {
    label: "stored for certain (theorem 3's condition)",
    about: "Share of the checked patterns with Δ ≥ 2/(β N) + ln(2 (N - 1) N β M²)/β.",
    better: "higher",
    share: true,
  },
  retrieved: {
    label: "retrieved",
    about: "Share of the checked patterns that a query at the given distance leads back to, within epsilon.",
    better: "higher",
    share: true,
  },
  ownWeight: {
    label: "own weight of a pattern",
    about: "Mean weight that a pattern has in the association of its own clean query.",
    better: "higher",
    share: true,
  },
  error: {
    label: "|x* - x| / M",
    about: "Median distance of a pattern's fixed point from the pattern, as a share of M.",
    better: "lower",
  },
  separation: {
    label: "Δ / M²",
    about: "Median separation of a pattern from its nearest rival, as a share of M².",
    better: "higher",
  },
  sphere: {
    label: "1 / (β N M²)",
    about: "Radius of the sphere that a fixed point must lie in, as a share of M.",
    better: null,
  },
  ...theoryMeasures,
  missed: {
    label: "certified but not stored",
    about:
      "How many checked patterns fulfil theorem 3's condition and were not found stored: 0 unless a theorem is broken.",
    better: "lower",
  },
};

/**
 * Random patterns on the sphere of radius K √(d - 1): how many are stored and retrieved, beside what theorem 3 guarantees.
 * The first patterns are the same for every N, so that points with one seed are paired.
 *
 * @see Ramsauer et al. 2020, theorem 3 and Definitions 1 and 3 (arXiv 2008.02217)
 */
export const sphereCapacityProtocol: SyncProtocol<SphereCapacitySettings> = {
  name: "sphere-capacity",
  about:
    "Ramsauer et al. 2020, theorem 3: the share of random patterns on a sphere that are stored and retrieved, beside the number that is guaranteed.",
  data: "none",
  defaults: {
    size: 12,
    radius: 2,
    beta: 1,
    failure: 0.001,
    patterns: 128,
    checks: 100,
    probes: 1,
    maxSteps: 50,
    distance: 0.1,
    epsilon: 0.01,
  },
  fields,
  measures,
  run(settings, seed, _source, options = {}): PointResult {
    const { beta, patterns, probes, maxSteps } = settings;
    requireCount(patterns, "patterns", 1);
    const theorem = sphereCapacity(settings);
    const random = new Random(seed);
    const on = sphereMemory(spherePatterns(settings, patterns, random.fork("patterns")), settings);
    const checks = Math.min(requireCount(settings.checks, "checks", 1), patterns);
    const separations = separationsOnSphere(on, checks);
    options.signal?.throwIfAborted();
    options.onProgress?.(1, 3);
    const found = storedByIteration(on, separations, { probes, maxSteps }, random.fork("probes"));
    options.signal?.throwIfAborted();
    options.onProgress?.(2, 3);
    const certified = Array.from(separations, (separation) => isCertified(on, beta, separation));
    const away = distancesRetrieved(on, checks, settings, random.fork("queries"));
    const ownWeights = Array.from(
      { length: checks },
      (_, i) => on.memory.association(on.memory.stored.at(i))[i],
    );
    options.onProgress?.(3, 3);
    const share = (holds: (i: number) => boolean): number =>
      certified.reduce((count, _, i) => count + (holds(i) ? 1 : 0), 0) / checks;
    return {
      measures: {
        stored: share((i) => found.stored[i]),
        certified: share((i) => certified[i]),
        retrieved: share((i) => away[i] <= settings.epsilon * on.norm),
        ownWeight: mean(ownWeights),
        error: median(found.errors) / on.norm,
        separation: patterns === 1 ? null : median(separations) / on.norm ** 2,
        sphere: on.sphere / on.norm,
        guaranteed: theorem.holds ? theorem.count : null,
        limit: finiteOrNull(ownWeightLimit(settings)),
        missed: certified.filter((certain, i) => certain && !found.stored[i]).length,
      },
      lists: {
        separation: Array.from(separations, finiteOrNull),
        error: Array.from(found.errors),
        ownWeight: ownWeights,
        stored: found.stored.map(Number),
        certified: certified.map(Number),
        distanceOfRetrieved: Array.from(away),
      },
    };
  },
};

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
