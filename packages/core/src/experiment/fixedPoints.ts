import { requireBeta } from "../errors.ts";
import { mean, median } from "../math/statistics.ts";
import { distance } from "../math/vector.ts";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { certifiedBeta, globalBeta, sphereRadius } from "../theory/bounds.ts";
import { drawPatterns } from "./drawn.ts";
import { distinctPoints } from "./paper/distinct.ts";
import { fixedPointMeasures } from "./paper/fixedPointMeasures.ts";
import { type FixedPointSettings, fixedPointFields } from "./paper/fixedPointSettings.ts";
import { geometryOf, theoremFacts } from "./paper/geometry.ts";
import { nearestRows } from "./paper/nearestRows.ts";
import type { PointResult, SyncProtocol } from "./protocol.ts";

/** States this close, as a share of the spread of the patterns, are one fixed point. */
const sameWithin = 0.01;

/** What rounding may do to a distance, as a share of the spread: the kernels score in float32. */
const roundingShare = 1e-6;

/**
 * Iterates the update from stored patterns (or damaged ones) until it rests, and classifies the fixed points: one pattern,
 * a few, or more than half of all, with the bounds on β that the theorems give.
 *
 * @see Ramsauer et al. 2020, section 2 and appendix A.1.5 (arXiv 2008.02217)
 */
export const fixedPointsProtocol: SyncProtocol<FixedPointSettings> = {
  name: "fixed-points",
  about:
    "Ramsauer et al. 2020: which of the three kinds of fixed points the update reaches from stored patterns, against β.",
  data: "any",
  defaults: {
    patterns: 100,
    queries: 50,
    select: "random",
    color: "gray",
    corrupt: "none",
    scale: "unit",
    normalize: "layer",
    similarity: "dot",
    beta: 0.01,
    maxSteps: 300,
    tolerance: 1e-5,
  },
  fields: fixedPointFields,
  measures: fixedPointMeasures,
  run(settings, seed, source, { signal, onProgress } = {}): PointResult {
    const beta = requireBeta(settings.beta);
    const drawn = drawPatterns(source, settings, seed, settings);
    const memory = new AssociativeMemory(drawn.store.patterns, {
      similarity: settings.similarity,
      beta,
      duplicates: "allow",
    });
    const { count: N, size } = memory;
    const Q = drawn.queries.length;
    const started = drawn.queries.map(({ stored }) => stored);
    const { rows, spread } = geometryOf(memory);
    const found = memory.retrieve(drawn.rows, {
      maxSteps: settings.maxSteps,
      tolerance: settings.tolerance * spread,
      onQueries: (done) => {
        signal?.throwIfAborted();
        onProgress?.(done, Q);
      },
    });
    const certificates = started.map((_, q) => found.certificate(q));
    const groups = distinctPoints(found.state, size, sameWithin * spread);
    const distinct = groups.reduce((most, group) => Math.max(most, group + 1), 0);
    const nearest = nearestRows(rows, found.state, size);
    const facts = theoremFacts(memory, started);
    // From this β on, the larger root, a pattern is stored for certain; below it the condition holds for overlapping spheres alone.
    const certifiedBetas = Array.from(facts?.separations ?? [], (separation) =>
      certifiedBeta(N, facts?.norm ?? Number.NaN, separation),
    );
    const certified = certifiedBetas.map((least) => beta >= least);
    const factor = beta * spread * spread;
    const rises = certificates.map(({ energyRises }) => energyRises);
    const kinds = certificates.map(({ fixedPoint }) => fixedPoint);
    const sizes = certificates.map(({ metastableSize }) => metastableSize);
    const share = (holds: (q: number) => boolean): number =>
      started.reduce((count, _, q) => count + (holds(q) ? 1 : 0), 0) / Q;
    const some = sizes.filter((_, q) => kinds[q] === "metastable");
    const medianBeta = median(certifiedBetas);

    /** Certified patterns that were started from undamaged and did not stay inside their sphere. */
    const strayed = started.filter((stored, q) => {
      if (settings.corrupt !== "none" || facts === null || !certified[q]) return false;
      const end = found.state.subarray(q * size, (q + 1) * size);
      const away = distance(end, rows.subarray(stored * size, (stored + 1) * size));
      return away > sphereRadius(N, facts.norm, beta) + roundingShare * spread;
    }).length;
    const proves = facts !== null;
    return {
      measures: {
        single: share((q) => kinds[q] === "single"),
        metastable: share((q) => kinds[q] === "metastable"),
        global: share((q) => kinds[q] === "global"),
        effectivePatterns: mean(certificates.map(({ effectivePatterns }) => effectivePatterns)),
        metastableSize: some.length === 0 ? null : mean(some),
        distinct,
        returned: share((q) => nearest.indices[q] === started[q]),
        nearestDistance: mean(nearest.distances),
        steps: mean(found.steps),
        converged: share((q) => found.outcome[q] === "converged"),
        globalFactor: proves ? factor : null,
        globalBeta: proves && spread > 0 ? globalBeta(spread) : null,
        certified: proves ? share((q) => certified[q]) : null,
        certifiedBeta: Number.isFinite(medianBeta) ? medianBeta : null,
        broken: strayed + (proves && factor < 1 ? distinct - 1 : 0),
        energyRises: rises.includes(null)
          ? null
          : rises.reduce<number>((sum, count) => sum + (count ?? 0), 0),
      },
      lists: {
        stored: started,
        metastableSize: sizes,
        effectivePatterns: certificates.map(({ effectivePatterns }) => effectivePatterns),
        fixedPoint: Array.from(groups),
        nearest: Array.from(nearest.indices),
        nearestDistance: Array.from(nearest.distances),
        steps: Array.from(found.steps),
        certifiedBeta: certifiedBetas.map((value) => (Number.isFinite(value) ? value : null)),
      },
    };
  },
};
