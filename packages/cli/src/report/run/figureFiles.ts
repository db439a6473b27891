import type { Run } from "../../experiment/run.ts";
import { drawCharts } from "./charts/drawCharts.ts";
import { chartWidth, type Drawing, wideWidth } from "./charts/drawing.ts";
import { entriesOf } from "./entries.ts";

/** A chart as a file that stands alone, on light paper. */
export interface FigureFile {
  /** Lower-case words joined by "-", without an extension. */
  readonly name: string;
  readonly svg: string;
  /** In CSS pixels; a PNG of twice as many is sharp on any screen. */
  readonly width: number;
}

const longestName = 60;

/** A title as the name of a file. */
export function slug(title: string): string {
  const words = title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longestName);
  return words.replace(/^-+|-+$/g, "") || "figure";
}

/** Drawings as files, no name twice. */
export function drawingFiles(drawings: readonly Drawing[]): FigureFile[] {
  const taken = new Set<string>();
  return drawings.map(({ title, svg, wide }) => {
    const plain = slug(title);
    let name = plain;
    for (let n = 2; taken.has(name); n++) name = `${plain}-${n}`;
    taken.add(name);
    return { name, svg: svg("light"), width: wide ? wideWidth : chartWidth };
  });
}

/** The charts of runs as files. */
export function figureFiles(...runs: readonly Run[]): FigureFile[] {
  return drawingFiles(drawCharts({ runs, entries: entriesOf(runs) }));
}
