import type { Theme } from "@modern-hopfield/figures";
import type { Run } from "../../../experiment/run.ts";
import type { Entry } from "../entries.ts";

/** A chart that can be drawn for the page or for a file. */
export interface Drawing {
  readonly title: string;
  /** What to see in it, and how to read it, in plain sentences. */
  readonly caption: string;
  /** It needs the whole width of the page. */
  readonly wide: boolean;
  readonly svg: (theme: Theme) => string;
}

/** What charts are drawn from. */
export interface ChartSource {
  readonly runs: readonly Run[];
  readonly entries: readonly Entry[];
}

/** Sentences as one text; what is missing is left out. */
export function sentences(...parts: readonly (string | undefined | null | false)[]): string {
  return parts
    .filter((part): part is string => typeof part === "string" && part.trim() !== "")
    .map((part) => (/[.!?]$/.test(part.trim()) ? part.trim() : `${part.trim()}.`))
    .join(" ");
}

/** Width of a chart in its column, and of one across the page. */
export const chartWidth = 440;
export const wideWidth = 920;
