import { atlas, differencePicture, shrink, type Tile } from "@modern-hopfield/figures";
import type { TrialPictures } from "modern-hopfield/trial";
import { type Html, html, trusted } from "./html.ts";

/** The four pictures of a query, in the order of a gallery. */
export const views = ["corrupted", "retrieved", "original", "difference"] as const;
export type View = (typeof views)[number];

/** Larger pictures are made smaller: ninety-six of this size are 1.2 MB before they are packed. */
const largestSide = 64;
/** The side of a picture on the page in CSS pixels, about. */
const wantedSide = { large: 96, small: 64 };

/** The pictures of a report: one PNG for all, and a piece of HTML for each. */
export interface Sprites {
  /** The rules that hold the PNG and the sizes. */
  css: Html;
  /** How many pixels of the original one pixel of the report is wide; 1 = unchanged. */
  shrunk: number;
  /** Picture `i` of the trial as it is drawn. */
  picture(i: number, view: View, label: string): Html;
}

/** Packs the pictures of the queries at `indices` (places in the trial's first repeat). */
export function makeSprites(pictures: TrialPictures, indices: readonly number[]): Sprites {
  const { width, height, channels, size } = pictures.original;
  const shrunk = Math.ceil(Math.max(width, height) / largestSide);
  const chosen = [...new Set(indices)];
  const place = new Map(chosen.map((i, k) => [i, k]));
  const tiles = chosen.flatMap((i) => {
    const tile = (view: "corrupted" | "retrieved" | "original", known?: Uint8Array): Tile => ({
      width,
      height,
      channels,
      data: pictures[view].at(i),
      known,
    });
    const known = pictures.known?.subarray(i * size, (i + 1) * size);
    const [retrieved, original] = [tile("retrieved"), tile("original")];
    const four = [tile("corrupted", known), retrieved, original, differencePicture(retrieved, original)];
    return four.map((one) => shrink(one, shrunk));
  });
  const sheet = atlas(tiles, 4 * views.length);
  return { css: rules(sheet), shrunk, picture };

  function picture(i: number, view: View, label: string): Html {
    const { column, row } = sheet.cell(place.get(i)! * views.length + views.indexOf(view));
    return html`<span class="tile" role="img" aria-label="${view}${label === "" ? "" : `: ${label}`}" style="--x:${column};--y:${row}"></span>`;
  }
}

function rules(sheet: ReturnType<typeof atlas>): Html {
  const side = Math.max(sheet.width, sheet.height);
  const zoom = (wanted: number): number => Math.max(1, Math.round(wanted / side));
  return trusted(`
:root { --zoom: ${zoom(wantedSide.small)}; --zoom-large: ${zoom(wantedSide.large)}; }
.tile { --w: calc(${sheet.width}px * var(--zoom)); --h: calc(${sheet.height}px * var(--zoom));
  width: var(--w); height: var(--h); background-image: url(${sheet.uri});
  background-size: calc(var(--w) * ${sheet.columns}) calc(var(--h) * ${sheet.rows});
  background-position: calc(var(--x) * var(--w) * -1) calc(var(--y) * var(--h) * -1); }
.hero .tile { --zoom: var(--zoom-large); }`);
}
