import type { MeasureInfo } from "../protocol.ts";

/** The bounds that are checked. */
export type BoundName = "theorem4" | "theorem5" | "fixedPoint" | "lemmaA4" | "weight";

/** What each of them says. */
export const oneUpdateBounds: Readonly<Record<BoundName, string>> = {
  theorem4: "Theorem 4: |f(ξ) - x*| ≤ |J| |ξ - x*|",
  theorem5: "Theorem 5: |f(ξ) - x| ≤ 2 (N - 1) M exp(-β (Δ - 2 r M))",
  fixedPoint: "Theorem 5: |x* - x| ≤ 2 e (N - 1) M exp(-β Δ)",
  lemmaA4: "Lemma A4: |f(ξ) - x_top| ≤ 2 (N - 1) M exp(-β gap)",
  weight: "|f(ξ) - x_top| ≤ 2 M (1 - p_top)",
};

/** Their names. */
export const boundNames: readonly BoundName[] = Object.keys(oneUpdateBounds) as BoundName[];

/** The measures of the protocol `one-update`. */
export const oneUpdateMeasures: Readonly<Record<string, MeasureInfo>> = {
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
          about: `How often it did not hold: ${oneUpdateBounds[name]}.`,
          better: "lower",
        },
      ],
      [
        `${name}Slack`,
        {
          label: `slack of ${name}`,
          about: `Median of bound / measured distance where the bound says something (is below 2 M) and the distance is above rounding: ${oneUpdateBounds[name]}.`,
          better: "lower",
        },
      ],
      [
        `${name}Informative`,
        {
          label: `${name} says something`,
          about: `Share of the checks in which the bound is below 2 M, within which all states lie anyway: ${oneUpdateBounds[name]}.`,
          better: "higher",
          share: true,
        },
      ],
    ]),
  ),
};
