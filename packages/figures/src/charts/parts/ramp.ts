import { scale } from "@observablehq/plot";
import type { LegendEntry } from "./legend.ts";

/** A scale of colours: viridis, even in lightness and safe for colour blindness, dark = low. */
export interface Ramp {
  domain: readonly [low: number, high: number];
  /** The colours from low to high, as #rrggbb. */
  levels: readonly string[];
  /** Which of the levels a value has; values outside the domain have the first or the last. */
  level(value: number): number;
  colour(value: number): string;
  /** The colour of words on the colour of a value. Fixed, because they stand on it and not on the paper. */
  ink(value: number): string;
}

const levelCount = 64;
const legendSteps = 22;
const light = 0.55;

export function makeRamp(low: number, high: number): Ramp {
  const { apply } = scale({ color: { type: "linear", scheme: "viridis", domain: [0, 1] } })!;
  const levels = Array.from({ length: levelCount }, (_, i) => hex(apply(i / (levelCount - 1))));
  const level = (value: number): number => {
    const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5;
    return Math.round(share * (levelCount - 1));
  };
  return {
    domain: [low, high],
    levels,
    level,
    colour: (value) => levels[level(value)],
    ink: (value) => (level(value) > light * levelCount ? "#14181c" : "#ffffff"),
  };
}

/** "rgb(1, 2, 3)" or "#010203" as "#010203". */
function hex(css: string): string {
  if (css.startsWith("#")) return css;
  return `#${(css.match(/\d+/g) ?? []).map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}

/** The entries of a legend that explain a ramp: what is shown, and the colours between their ends. */
export function rampEntries(ramp: Ramp, label: string, word: (value: number) => string): LegendEntry[] {
  const [low, high] = ramp.domain;
  const colours = Array.from(
    { length: legendSteps },
    (_, i) => ramp.levels[Math.round((i * (levelCount - 1)) / (legendSteps - 1))],
  );
  return [
    { name: label, colour: "none", mark: "none" },
    { name: word(low), high: word(high), colours, colour: "none", mark: "ramp" },
  ];
}
