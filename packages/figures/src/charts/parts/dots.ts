import { dot, type Markish, type RenderFunction } from "@observablehq/plot";
import { colour } from "../../theme.ts";
import { markerPath, markerSymbol, type SeriesStyle } from "./seriesStyle.ts";
import { svgElement } from "./svgElement.ts";

interface Point {
  x: number;
  y: number;
}

export interface DotsOptions<P extends Point> {
  radius: number;
  /** The fill of hollow markers; default the paper, which hides what lies below. */
  hollowFill?: string | undefined;
  opacity?: number | undefined;
  /** What a dot says when it is pointed at. Without it all dots are one path, a third of the size. */
  title?: ((point: P) => string) | undefined;
}

/** A marker at each point, in the style of a series. */
export function dots<P extends Point>(
  points: readonly P[],
  style: SeriesStyle,
  { radius, hollowFill = colour("paper"), opacity, title }: DotsOptions<P>,
): Markish {
  if (points.length === 0) return null;
  const fill = style.hollow ? hollowFill : style.colour;
  const outline = style.hollow ? 1.4 : 0;
  if (title === undefined) return onePath;
  const symbol = markerSymbol(style.marker);
  return dot(points, {
    x: "x",
    y: "y",
    r: radius,
    ...(symbol === undefined ? {} : { symbol }),
    fill,
    ...(opacity === undefined ? {} : { fillOpacity: opacity }),
    stroke: style.hollow ? style.colour : "none",
    strokeWidth: outline,
    title,
  });

  function onePath(...[, scales, , , { document }]: Parameters<RenderFunction>): SVGElement {
    const d = points.map(({ x, y }) =>
      markerPath(style.marker, Number(scales.x?.(x)), Number(scales.y?.(y)), radius),
    );
    return svgElement(document, "path", {
      "aria-label": "dot",
      d: d.join(""),
      fill,
      "fill-opacity": opacity,
      stroke: style.hollow ? style.colour : undefined,
      "stroke-width": style.hollow ? outline : undefined,
    });
  }
}
