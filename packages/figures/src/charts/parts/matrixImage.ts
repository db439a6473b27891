import { encode } from "fast-png";
import { dataUri } from "../../images/dataUri.ts";
import type { Ramp } from "./ramp.ts";
import { svgElement } from "./svgElement.ts";

/** A table of values and the frame that it fills, in pixels. */
export interface MatrixImage {
  columns: number;
  rows: number;
  /** What is not finite stays clear. */
  at(column: number, row: number): number;
  ramp: Ramp;
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * A matrix of colours as a picture of one pixel per cell, enlarged: a tenth of the size of as many rectangles. Colours
 * are rounded to 64 levels.
 */
export function matrixImage(document: Document, matrix: MatrixImage): SVGElement {
  const { columns, rows, ramp, left, top, width, height } = matrix;

  const data = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = matrix.at(column, row);
      data[row * columns + column] = Number.isFinite(value) ? 1 + ramp.level(value) : 0;
    }
  }
  // The clear colour first: the encoder takes what is not opaque for the beginning of the palette.
  const palette = [[0, 0, 0, 0], ...ramp.levels.map((hex) => [...bytesOf(hex), 255])];
  const png = encode(
    { width: columns, height: rows, channels: 1, depth: 8, palette, data },
    { zlib: { level: 9 } },
  );
  return svgElement(document, "image", {
    x: left,
    y: top,
    width,
    height,
    preserveAspectRatio: "none",
    // The attribute is for programs that read no style.
    "image-rendering": "optimizeSpeed",
    style: "image-rendering: pixelated",
    href: dataUri(png),
  });
}

const bytesOf = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
