import { colour, seriesColour } from "../../theme.ts";

/** The shapes of markers, each recognised without its colour. */
export type Marker = "circle" | "square" | "triangle" | "diamond" | "triangleDown" | "plus";

/** How one series is told from the others: by colour, by marker, and by dash. */
export interface SeriesStyle {
  colour: string;
  marker: Marker;
  /** Drawn as an outline. */
  hollow: boolean;
  dash: string | undefined;
}

const thick = 0.36;
/** Corners in units of the radius, so large that all shapes have about the area of the circle. */
const corners: Readonly<Record<Exclude<Marker, "circle">, readonly (readonly [x: number, y: number])[]>> = {
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  triangle: [
    [0, -1.35],
    [1.25, 0.85],
    [-1.25, 0.85],
  ],
  diamond: [
    [0, -1.35],
    [1.35, 0],
    [0, 1.35],
    [-1.35, 0],
  ],
  triangleDown: [
    [0, 1.35],
    [-1.25, -0.85],
    [1.25, -0.85],
  ],
  plus: [
    [-thick, -1.3],
    [thick, -1.3],
    [thick, -thick],
    [1.3, -thick],
    [1.3, thick],
    [thick, thick],
    [thick, 1.3],
    [-thick, 1.3],
    [-thick, thick],
    [-1.3, thick],
    [-1.3, -thick],
    [-thick, -thick],
  ],
};

const markers = ["circle", ...Object.keys(corners)] as Marker[];
const dashes = [undefined, "6 3", "1.5 3"] as const;

/** The style of series `i`. The first six are solid, the next six dashed with hollow markers; after 18 they repeat. */
export function seriesStyle(i: number): SeriesStyle {
  const round = Math.floor(i / markers.length);
  return {
    colour: seriesColour(i),
    marker: markers[i % markers.length],
    hollow: round % 2 === 1,
    dash: dashes[round % dashes.length],
  };
}

/** The style of what others are compared with: gray, dashed, with hollow circles. */
export const baselineStyle: SeriesStyle = {
  colour: colour("faint"),
  marker: "circle",
  hollow: true,
  dash: "2 3",
};

/** The style of each of some series by its name; baselines take none of the colours. */
export function seriesStyles(
  series: readonly { readonly name: string; readonly baseline?: boolean | undefined }[],
): Map<string, SeriesStyle> {
  const styles = new Map<string, SeriesStyle>();
  let next = 0;
  for (const { name, baseline } of series) {
    if (!styles.has(name)) styles.set(name, baseline ? baselineStyle : seriesStyle(next++));
  }
  return styles;
}

/** A marker as the data of an SVG path around (x, y). */
export function markerPath(marker: Marker, x: number, y: number, radius: number): string {
  const at = (value: number): string => String(Math.round(value * 10) / 10);
  if (marker === "circle") {
    return `M${at(x - radius)},${at(y)}a${at(radius)},${at(radius)},0,1,1,0,.01Z`;
  }
  return `M${corners[marker].map(([dx, dy]) => `${at(x + radius * dx)},${at(y + radius * dy)}`).join("L")}Z`;
}

/** A marker for the `symbol` of Plot's dots; undefined for the circle, which has an element of its own. */
export function markerSymbol(marker: Marker): { draw(context: Path, size: number): void } | undefined {
  if (marker === "circle") return undefined;
  return {
    draw(context, size) {
      const radius = Math.sqrt(size / Math.PI);
      corners[marker].forEach(([x, y], i) => {
        if (i === 0) context.moveTo(radius * x, radius * y);
        else context.lineTo(radius * x, radius * y);
      });
      context.closePath();
    },
  };
}

interface Path {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
}
