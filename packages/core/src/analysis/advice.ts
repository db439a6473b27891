import type { Similarity } from "../memory/similarity.ts";
import type { Normalization } from "../patterns/normalize.ts";

/** One thing to know about a memory, and what to do about it. */
export interface DiagnosisAdvice {
  readonly code: "separation" | "hubs" | "unreachable" | "duplicates" | "no-descent" | "sample" | "fine";
  readonly message: string;
  readonly fix: string;
}

/** What advice is drawn from. */
export interface Findings {
  readonly N: number;
  /** How many patterns were asked for: N, or fewer of a sample. */
  readonly asked: number;
  readonly similarity: Similarity;
  readonly normalization: Normalization;
  readonly positive: number;
  readonly hubs: readonly { readonly index: number; readonly wins: number }[];
  readonly unreachable: readonly number[];
  readonly duplicates: readonly (readonly number[])[];
  /** The median Δ. */
  readonly spread: number;
}

/** A share as a person says it: "2 of 100 (2 %)". */
function share(part: number, whole: number): string {
  const percent = (100 * part) / whole;
  return `${part} of ${whole} (${percent >= 1 || percent === 0 ? Math.round(percent) : percent.toFixed(1)} %)`;
}

/** Advice in words, the most important first. Never empty. */
export function adviceFor(findings: Findings): DiagnosisAdvice[] {
  const { N, asked, similarity, normalization, positive, hubs, unreachable, duplicates } = findings;
  const advice: DiagnosisAdvice[] = [];
  const normed = similarity.name === "dot" && normalization !== "layer";
  const remedy = normed
    ? "use squaredEuclidean (Δ > 0 for all distinct patterns), or keep dot and normalise each pattern by layer norm"
    : "use squaredEuclidean, for which every pattern that is not a duplicate has Δ > 0";
  if (positive < asked && N > 1 && duplicates.flat().length < asked - positive) {
    advice.push({
      code: "separation",
      message: `only ${share(positive, asked)} patterns have Δ > 0 under ${similarity.name}: the others are closer to another pattern than to themselves, and their own clean picture does not find them`,
      fix: remedy,
    });
  }
  if (hubs.length > 0) {
    const [first] = hubs;
    advice.push({
      code: "hubs",
      message: `pattern ${first.index} is a hub: it wins the clean cues of ${share(first.wins, asked)} patterns${hubs.length > 1 ? `, and ${hubs.length - 1} more hub(s) beside it` : ""}${normed ? "; with dot the pattern of the largest norm wins (a white picture most of all)" : ""}`,
      fix: remedy,
    });
  }
  if (unreachable.length > 0) {
    advice.push({
      code: "unreachable",
      message: `${share(unreachable.length, asked)} patterns can never be retrieved from any clean cue with ${similarity.name}`,
      fix: remedy,
    });
  }
  if (duplicates.length > 0) {
    advice.push({
      code: "duplicates",
      message: `${duplicates.length} group(s) of equal patterns, the first: ${duplicates[0].join(", ")}; no query can tell them apart`,
      fix: "remove the copies; give the one that stays a larger weight if they should count",
    });
  }
  if (!similarity.descends) {
    advice.push({
      code: "no-descent",
      message: `the update of ${similarity.name} does not minimise its energy, so the energy may rise and retrieval need not converge`,
      fix: "use the similarity's own update (manhattan has the weighted median), or count the energy rises",
    });
  }
  if (advice.length === 0) {
    advice.push({
      code: "fine",
      message: `all ${asked} patterns${asked < N ? " asked for" : ""} stand out (Δ > 0), there is no hub, and every clean cue finds its own pattern`,
      fix: "nothing to change",
    });
  }
  if (asked < N) {
    advice.push({
      code: "sample",
      message: `a sample of ${asked} of ${N} patterns was asked for: shares are right to ± ${spreadOf(asked, N)} percentage points (19 times in 20), and no beta can be certified`,
      fix: "leave the sample out to ask for every pattern; it takes N²/2 pair scores",
    });
  }
  return advice;
}

/** Two standard deviations of a share of one half found in a sample without replacement, in percentage points. */
function spreadOf(asked: number, N: number): string {
  return (100 * Math.sqrt((1 - asked / N) / asked)).toPrecision(2);
}
