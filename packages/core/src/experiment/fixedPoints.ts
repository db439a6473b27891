import { requireBeta } from "../errors.ts";
import { portableKernels } from "../kernels/portable.ts";
import { mean, median } from "../math/statistics.ts";
import { argMax, distance } from "../math/vector.ts";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { parseSimilarity, similarityNames } from "../memory/choices.ts";
import { certifiedBeta, globalBeta, sphereRadius } from "../theory/bounds.ts";
import { drawPatterns } from "./drawn.ts";
import type { Fields } from "./field.ts";
import { distinctPoints } from "./paper/distinct.ts";
import { geometryOf, theoremFacts } from "./paper/geometry.ts";
import { type DataSettings, dataFields } from "./paper/settings.ts";
import type { MeasureInfo, PointResult, SyncProtocol } from "./protocol.ts";

/** The settings of the protocol `fixed-points`. */
export type FixedPointSettings = DataSettings & {
  readonly similarity: string;
  readonly beta: number;
  readonly maxSteps: number;
  readonly tolerance: number;
};

const fields: Fields<FixedPointSettings> = {
  ...dataFields,
  similarity: {
    kind: "text",
    about: "The similarity, with options after slashes; its own update is iterated.",
    check: (text) => {
      parseSimilarity(text);
    },
    examples: similarityNames,
  },
  beta: {
    kind: "number",
    above: 0,
    about: "The inverse temperature, in the units of scale and normalisation.",
  },
  maxSteps: { kind: "whole", least: 1, about: "The most updates on the way to a fixed point." },
  tolerance: {
    kind: "number",
    above: 0,
    about:
      "A state rests when an update moves it by at most this share of the patterns' largest distance from their mean.",
  },
};

const measures: Readonly<Record<string, MeasureInfo>> = {
  single: {
    label: "single pattern",
    about: "Share of starts whose fixed point holds 90 % of its mass in one pattern.",
    better: null,
    share: true,
  },
  metastable: {
    label: "metastable",
    about:
      "Share of starts whose fixed point needs more than one and at most half of all patterns for 90 % of its mass.",
    better: null,
    share: true,
  },
  global: {
    label: "global",
    about: "Share of starts whose fixed point needs more than half of all patterns for 90 % of its mass.",
    better: null,
    share: true,
  },
  effectivePatterns: {
    label: "effective patterns",
    about: "Mean of exp(entropy) of the association at the fixed point.",
    better: null,
  },
  metastableSize: {
    label: "size of metastable states",
    about:
      "Mean number of patterns that hold 90 % of the mass, over the metastable fixed points; null without any.",
    better: null,
  },
  distinct: {
    label: "distinct fixed points",
    about:
      "How many different fixed points were reached (states within 1 % of the patterns' spread are one).",
    better: null,
  },
  returned: {
    label: "nearest to its own pattern",
    about: "Share of starts whose fixed point has the pattern they started from as the nearest one.",
    better: "higher",
    share: true,
  },
  nearestDistance: {
    label: "distance to the nearest pattern",
    about:
      "Mean Euclidean distance of a fixed point to the nearest stored pattern, in the units of the states.",
    better: "lower",
  },
  steps: { label: "updates", about: "Mean number of updates until a state rested.", better: "lower" },
  converged: {
    label: "came to rest",
    about:
      "Share of starts that rested within the most updates allowed; the others are classified where they are.",
    better: "higher",
    share: true,
  },
  globalFactor: {
    label: "β m²",
    about:
      "β times the squared largest distance of a pattern from the mean: below 1 there is provably one fixed point; null where that is not proved.",
    better: null,
  },
  globalBeta: {
    label: "β = 1/m²",
    about:
      "The β below which there is provably one fixed point near the mean; null where that is not proved.",
    better: null,
  },
  certified: {
    label: "patterns stored for certain",
    about:
      "Share of the patterns started from whose separation suffices at this β; null where no theorem speaks.",
    better: "higher",
    share: true,
  },
  certifiedBeta: {
    label: "certified β (median)",
    about:
      "Median over the patterns started from of the smallest β that provably stores them; null where none does.",
    better: "lower",
  },
  broken: {
    label: "theorems broken",
    about:
      "Starts that contradict a theorem: several fixed points at β m² < 1, or a certified pattern (undamaged) that leaves its sphere. 0 unless something is wrong.",
    better: "lower",
  },
  energyRises: {
    label: "energy rises",
    about: "Updates that raised the energy, over all starts; 0 for every similarity that claims descent.",
    better: "lower",
  },
};

/** States this close, as a share of the spread of the patterns, are one fixed point. */
const sameWithin = 0.01;

/** What rounding may do to a distance, as a share of the spread: the kernels score in float32. */
const roundingShare = 1e-6;

/** Queries compared with all patterns at a time. */
const block = 64;

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
  fields,
  measures,
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

/** The nearest of some rows to each state, and how far it is. */
function nearestRows(
  rows: Float64Array,
  states: Float64Array,
  size: number,
): { readonly indices: Int32Array; readonly distances: Float64Array } {
  const [N, Q] = [rows.length / size, states.length / size];
  const stored = {
    data: rows,
    count: N,
    size,
    gain: new Float64Array(N).fill(1),
    offset: new Float64Array(N),
  };
  const indices = new Int32Array(Q);
  const distances = new Float64Array(Q);
  for (let from = 0; from < Q; from += block) {
    const count = Math.min(block, Q - from);
    const out = new Float64Array(count * N);
    portableKernels.squaredDistance(
      stored,
      null,
      states.subarray(from * size, (from + count) * size),
      count,
      out,
    );
    for (let q = 0; q < count; q++) {
      const row = out.subarray(q * N, (q + 1) * N);
      const best = argMax(row.map((value) => -value));
      indices[from + q] = best;
      distances[from + q] = Math.sqrt(row[best]);
    }
  }
  return { indices, distances };
}
