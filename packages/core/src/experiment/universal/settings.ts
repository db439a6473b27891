import { type DrawSettings, drawFields } from "../drawn.ts";
import type { Fields } from "../field.ts";
import { type UniversalSeparation, universalSeparations } from "./separations.ts";
import { type UniversalSimilarity, universalSimilarities } from "./similarities.ts";

/** The settings of the protocol `universal`. */
export type UniversalSettings = DrawSettings & {
  readonly form: "universal" | "energy";
  readonly similarity: UniversalSimilarity;
  readonly separation: UniversalSeparation;
  readonly beta: number | "auto";
  readonly missing: "known" | "black";
  readonly steps: number;
};

/** What each of them may be. */
export const universalFields: Fields<UniversalSettings> = {
  ...drawFields,
  form: {
    kind: "choice",
    choices: ["universal", "energy"],
    about:
      "Whether z = P' sep(sim(M, q)) is computed as the paper's program does, or by a memory whose similarity owns an energy.",
  },
  similarity: {
    kind: "choice",
    choices: universalSimilarities,
    about:
      "The similarity of the paper; form energy takes the one of ours that is nearest to it (normalizedDot: cosine).",
  },
  separation: {
    kind: "choice",
    choices: universalSeparations,
    about: "The separation function of the paper; max is the limit of all sharp ones.",
  },
  beta: {
    kind: "number-or-choice",
    choices: ["auto"],
    above: 0,
    about:
      "What softmax multiplies by: scores that sum to 1 (form universal; theirs is 1000), or scores as they are (form energy, where auto is possible).",
  },
  missing: {
    kind: "choice",
    choices: ["known", "black"],
    about:
      "Whether form energy is told which pixels are hidden; form universal takes them for black, as theirs.",
  },
  steps: {
    kind: "whole",
    least: 1,
    about: "The most updates of form energy; form universal is one shot.",
  },
};
