import type { MeasureInfo } from "../protocol.ts";

/** The measures of the protocol `fixed-points`. */
export const fixedPointMeasures: Readonly<Record<string, MeasureInfo>> = {
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
