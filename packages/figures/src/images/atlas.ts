import { dataUri } from "./dataUri.ts";
import { imageGrid } from "./imageGrid.ts";
import type { Tile } from "./tile.ts";

/** Many tiles in one PNG, and where each lies. */
export interface Atlas {
  /** The PNG as a data URI, for `background-image`. */
  uri: string;
  columns: number;
  rows: number;
  /** The size of one cell in pixels. */
  width: number;
  height: number;
  /** Column and row of tile `i`, from 0. */
  cell(i: number): { column: number; row: number };
}

/** Packs tiles of one size at one pixel per pixel into a PNG data URI; a page enlarges them by CSS. */
export function atlas(tiles: readonly Tile[], columns = 16): Atlas {
  const across = Math.min(columns, tiles.length);
  const png = imageGrid({ tiles, columns: across });
  return {
    uri: dataUri(png),
    columns: across,
    rows: Math.ceil(tiles.length / across),
    width: Math.max(...tiles.map((tile) => tile.width)),
    height: Math.max(...tiles.map((tile) => tile.height)),
    cell: (i: number): { column: number; row: number } => ({
      column: i % across,
      row: Math.floor(i / across),
    }),
  };
}
