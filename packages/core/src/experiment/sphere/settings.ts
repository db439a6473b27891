import type { Fields } from "../field.ts";

/** Random patterns on a sphere, and how it is found out whether they are stored. */
export type SphereSettings = {
  readonly size: number;
  readonly radius: number;
  readonly beta: number;
  readonly failure: number;
  readonly checks: number;
  readonly probes: number;
  readonly maxSteps: number;
  readonly distance: number;
  readonly epsilon: number;
};

/** The fields of the settings above. */
export const sphereFields: Fields<SphereSettings> = {
  size: { kind: "whole", least: 2, about: "d, the components of a pattern." },
  radius: {
    kind: "number",
    above: 0,
    about: "K: the patterns lie on the sphere of radius M = K √(d - 1).",
  },
  beta: { kind: "number", above: 0, about: "β, the inverse temperature." },
  failure: {
    kind: "number",
    above: 0,
    most: 1,
    about: "p, the probability with which the guarantee of theorem 3 may fail.",
  },
  checks: {
    kind: "whole",
    least: 1,
    about: "How many of the patterns are checked, the first ones; all where there are fewer.",
  },
  probes: {
    kind: "whole",
    least: 0,
    about: "From how many random points on the sphere around a pattern its fixed point must be reached too.",
  },
  maxSteps: { kind: "whole", least: 1, about: "The most updates on the way to a fixed point." },
  distance: {
    kind: "number",
    least: 0,
    about: "How far from its pattern a query lies, in a random direction, as a share of M.",
  },
  epsilon: {
    kind: "number",
    above: 0,
    about: "A query is retrieved when the iteration ends within this share of M of its pattern.",
  },
};
