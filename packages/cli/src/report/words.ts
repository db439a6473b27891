import type { FailureReason, QueryResult } from "modern-hopfield/trial";
import type { RetrieveDocument } from "./document.ts";
import { counted } from "./numbers.ts";
import { cameBack, isBlended, reasonSentence } from "./outcome.ts";

/** What each corruption makes of a picture. */
const adjectives: Readonly<Record<string, string>> = {
  half: "half-masked",
  rows: "row-masked",
  block: "block-masked",
  frame: "frame-masked",
  pixels: "pixel-masked",
  occlude: "occluded",
  noise: "noisy",
  "absolute-noise": "noisy",
  mix: "noise-mixed",
  "salt-pepper": "speckled",
  flip: "bit-flipped",
  blur: "blurred",
};

/** How the queries were damaged, as an adjective: "half-masked and noisy", "undamaged". */
export function damage(corrupt: readonly string[]): string {
  if (corrupt.length === 0) return "undamaged";
  const parts = corrupt.flatMap((spec) => spec.split("+"));
  return [...new Set(parts.map((part) => adjectives[part.trim().split(/[:/]/)[0]] ?? "damaged"))].join(
    " and ",
  );
}

/** How many of some queries ended for which reason, the most frequent first. */
function tally(queries: readonly QueryResult[]): [FailureReason, number][] {
  const counts = new Map<FailureReason, number>();
  for (const { reason } of queries) if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

const whole = (count: number): string => count.toLocaleString("en");

/** A heading names no more; the rest is in the figures. */
const mostReasons = 3;

/** ": both returned a neighbour", ": 4 returned a neighbour, 1 diverged"; empty when no reason is known. */
function because(queries: readonly QueryResult[]): string {
  const reasons = tally(queries);
  if (reasons.length === 0) return "";
  const [reason, count] = reasons[0];
  if (reasons.length === 1 && count === queries.length) {
    const who = count === 1 ? "it" : count === 2 ? "both" : "all";
    return `: ${who} ${reasonSentence(reason, count)}`;
  }
  const named = reasons.slice(0, mostReasons);
  const others = queries.length - named.reduce((sum, [, n]) => sum + n, 0);
  const words = named.map(([why, n]) => `${whole(n)} ${reasonSentence(why, n)}`);
  return `: ${words.join(", ")}${others > 0 ? `, ${whole(others)} for other reasons` : ""}`;
}

/** Parts of a sentence with commas, and "and" before the last. */
function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** " exactly", ", 96 of them exactly and 4 nearly", ", 45 of them exactly, 11 nearly and 44 with others blended in". */
function howWell(right: readonly QueryResult[]): string {
  if (right.length === 0) return "";
  const exact = right.filter((query) => query.exact).length;
  if (exact === right.length) return " exactly";
  const blended = right.filter((query) => isBlended(query) && !query.exact).length;
  if (right.length === 1) return blended === 1 ? " with others blended in" : ", not to the last digit";
  const nearly = right.length - exact - blended;
  const parts = [
    `${exact === 0 ? "none" : whole(exact)} of them exactly`,
    ...(nearly > 0 ? [`${whole(nearly)} nearly`] : []),
    ...(blended > 0 ? [`${whole(blended)} with others blended in`] : []),
  ];
  return `, ${listed(parts)}`;
}

/**
 * The result in one sentence: "98 of 100 half-masked pictures came back, 96 of them exactly and 2 nearly; 2 did not: both returned
 * a neighbour."
 */
export function verdict({ perQuery, config }: RetrieveDocument, noun: "picture" | "vector"): string {
  const right = perQuery.filter(cameBack);
  const wrong = perQuery.filter((query) => !cameBack(query));
  const all = perQuery.length;
  const things = `${damage(config.corrupt)} ${noun}${all === 1 ? "" : "s"}`;
  if (all === 1 && wrong.length === 1) return `The one ${things} did not come back${because(wrong)}.`;
  if (right.length === 0) return `None of ${whole(all)} ${things} came back${because(wrong)}.`;
  if (wrong.length > 0) {
    return `${whole(right.length)} of ${whole(all)} ${things} came back${howWell(right)}; ${whole(
      wrong.length,
    )} did not${because(wrong)}.`;
  }
  return `${all === 1 ? "The one" : `All ${whole(all)}`} ${things} came back${howWell(right)}.`;
}

/** What was stored and how it was asked, in one line below the verdict. */
export function setting(document: RetrieveDocument, noun: "picture" | "vector"): string {
  const { config, results, environment } = document;
  const told =
    config.corrupt.length === 0
      ? ""
      : config.missing === "known"
        ? " The memory was told which parts are missing."
        : " The memory was not told which parts are damaged.";
  const stored = config.stored === "class-means" ? "class mean" : noun;
  return `${counted(config.patterns, stored)} of ${environment.dataset} stored; similarity ${config.similarity}, separation ${
    config.separation
  }, beta ${results.beta.toLocaleString("en", { maximumSignificantDigits: 4 })}.${told}`;
}
