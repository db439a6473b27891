import type { Fields } from "../field.ts";
import { type DataSettings, dataFields } from "./settings.ts";

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

/** What each of them may be. */
export const oneUpdateFields: Fields<OneUpdateSettings> = {
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
