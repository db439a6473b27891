import { parseSimilarity, similarityNames } from "../../memory/choices.ts";
import type { Fields } from "../field.ts";
import { type DataSettings, dataFields } from "./settings.ts";

/** The settings of the protocol `fixed-points`. */
export type FixedPointSettings = DataSettings & {
  readonly similarity: string;
  readonly beta: number;
  readonly maxSteps: number;
  readonly tolerance: number;
};

/** What each of them may be. */
export const fixedPointFields: Fields<FixedPointSettings> = {
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
