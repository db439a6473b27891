import { differenceAmplification } from "@modern-hopfield/figures";
import type { PointAtlas } from "../../experiment/point.ts";
import { type Html, html, trusted } from "../html.ts";
import type { Entry } from "./entries.ts";

/** The pictures of one condition: its PNG once, and any of its cells as a piece of HTML. */
export interface Sheet {
  readonly entry: Entry;
  readonly atlas: PointAtlas;
  /** The rule that holds the PNG. */
  readonly css: Html;
  /** A picture of the query in column `column`: one of the rows, or retrieved − original. */
  picture(column: number, view: SheetView, label: string): Html;
}

export const sheetViews = ["corrupted", "retrieved", "original", "difference"] as const;
export type SheetView = (typeof sheetViews)[number];

/** The side of a picture on the page in CSS pixels, about. */
const wantedSide = 64;

/** The rules that all sheets share. A difference is the absolute one of two layers, blended by the browser. */
export function sheetStyle(): Html {
  return trusted(`
.cell { display: block; background-image: var(--sheet); background-size: calc(var(--w) * var(--columns)) calc(var(--h) * 3);
  background-position: calc(var(--x) * var(--w) * -1) calc(var(--y) * var(--h) * -1); background-repeat: no-repeat;
  width: var(--w); height: var(--h); image-rendering: pixelated; border-radius: 2px; -webkit-print-color-adjust: exact;
  print-color-adjust: exact; }
.cell.difference { background-image: var(--sheet), var(--sheet); background-blend-mode: difference;
  background-position: calc(var(--x) * var(--w) * -1) calc(var(--h) * -1), calc(var(--x) * var(--w) * -1) calc(var(--h) * -2);
  filter: brightness(${differenceAmplification}); }`);
}

/** Reads the PNG of a condition's first repeat; null when it has none, or when its file is gone. */
export function sheetOf(entry: Entry, id: number): (Sheet & { bytes: number }) | null {
  const atlas = entry.first?.atlas ?? null;
  const png = atlas === null ? null : entry.run.read(atlas.file);
  if (atlas === null || png === null) return null;
  const scale = Math.max(1, Math.round(wantedSide / Math.max(atlas.width, atlas.height)));
  const shrink = Math.min(1, wantedSide / Math.max(atlas.width, atlas.height));
  const size = (side: number): string => `${Math.round(side * (shrink < 1 ? shrink : scale) * 100) / 100}px`;
  return {
    entry,
    atlas,
    bytes: png.byteLength,
    css: trusted(`
.sheet${id} { --sheet: url(data:image/png;base64,${Buffer.from(png).toString("base64")}); --columns: ${atlas.queries.length};
  --w: ${size(atlas.width)}; --h: ${size(atlas.height)}; }`),
    picture(column, view, label) {
      const name = view === "difference" ? "retrieved minus original" : view;
      const row = view === "difference" ? "" : `;--y:${atlas.rows.indexOf(view)}`;
      return html`<span class="cell ${view === "difference" && "difference"}" role="img" aria-label="${name}${label === "" ? "" : `: ${label}`}" style="--x:${column}${row}"></span>`;
    },
  };
}
