import { type PlotOptions, plot } from "@observablehq/plot";
import { chartDocument } from "../../document.ts";
import { resolveTheme, type Theme } from "../../theme.ts";
import { type LegendEntry, legend, legendRowHeight, placeLegend } from "./legend.ts";
import { svgElement } from "./svgElement.ts";

/** What every chart can be told. */
export interface ChartOptions {
  /** The name of the chart, read aloud by screen readers. */
  title?: string | undefined;
  /** Width in pixels; default 440. */
  width?: number | undefined;
  /** Height in pixels; default 260, more where the data need it. */
  height?: number | undefined;
  /** Default `css`: the colours follow the page. */
  theme?: Theme | undefined;
}

/** A plot beside others in one chart, with its top left corner at (left, top). */
export interface Panel {
  left: number;
  top: number;
  plot: PlotOptions;
}

/** What a chart adds to the common options. */
export interface Drawing {
  /** Used when the caller gives no title. */
  title: string;
  /** What the chart shows, in a sentence with its numbers, for those who do not see it. */
  description: string;
  legend?: readonly LegendEntry[];
  /** The height with a legend of one row when the caller gives none; default 260. */
  height?: number | undefined;
  /** Room in pixels between the legend and the frame, for what stands on the frame; default 0. */
  above?: number | undefined;
  /** Whether a label of the y axis stands at the top; default true. */
  labelled?: boolean | undefined;
  plot?: PlotOptions;
  panels?: readonly Panel[];
}

/** The heights of the rows above the plot: the label of the y axis, then the legend. */
const labelRow = 26;
const unlabelledRow = 6;
const legendRoom = (rows: number): number => (rows === 0 ? 0 : rows * legendRowHeight + 8);
export const defaultWidth = 440;
export const defaultHeight = 260;

/** The height of what stands above the frame: the label of the y axis and the rows of the legend. */
export function headHeight(entries: readonly LegendEntry[], width: number, labelled = true): number {
  return (labelled ? labelRow : unlabelledRow) + legendRoom(placeLegend(entries, width).rows);
}

/** Draws a chart as an SVG text with its title, description and legend. */
export function drawChart(options: ChartOptions, drawing: Drawing): string {
  const document = chartDocument();
  const title = options.title ?? drawing.title;
  const width = options.width ?? defaultWidth;
  const placed = placeLegend(drawing.legend ?? [], width);
  const above = drawing.above ?? 0;
  const top = drawing.labelled === false ? unlabelledRow : labelRow;
  const wanted = (drawing.height ?? defaultHeight) + Math.max(0, placed.rows - 1) * legendRowHeight + above;
  const draw = (more: PlotOptions): SVGElement | HTMLElement =>
    plot({
      document,
      className: "mh-chart",
      width,
      height: options.height ?? wanted,
      marginTop: top + legendRoom(placed.rows) + above,
      marginBottom: 40,
      marginLeft: 52,
      marginRight: 16,
      style: { fontFamily: "system-ui, sans-serif", fontSize: "12px", overflow: "visible" },
      ...more,
    });
  const svg = draw(drawing.plot ?? { axis: null, marks: [] });
  for (const panel of drawing.panels ?? []) {
    const group = svgElement(document, "g", { transform: `translate(${panel.left},${panel.top})` });
    group.append(...draw(panel.plot).children);
    svg.append(group);
  }
  // The style sheet that Plot adds would speak for the whole page, and a stand-alone file does not need it.
  for (const style of svg.querySelectorAll("style")) style.remove();
  if (placed.rows > 0) svg.append(legend(document, placed, top));
  svg.prepend(
    svgElement(document, "title", {}, title),
    svgElement(document, "desc", {}, drawing.description),
  );
  // Written by hand: happy-dom serialises as HTML, where an attribute may hold "<", which no XML reader accepts.
  const head = `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeAttribute(title)}"`;
  const drawn = xmlText(rounded(svg.outerHTML).replace("<svg", () => head));
  return resolveTheme(drawn, options.theme ?? "css");
}

/** The SVG with two decimals in the numbers of its tags: a hundredth of a pixel is not seen, and files halve. */
function rounded(svg: string): string {
  return svg.replace(/<[^>]+>/g, (tag) =>
    tag.replace(/-?\d*\.\d{3,}(?![\de])/g, (number) => String(Math.round(Number(number) * 100) / 100)),
  );
}

/** The text without what XML does not know: the entity that HTML has for a fixed space, and control characters. */
function xmlText(svg: string): string {
  return svg.replaceAll("&nbsp;", "\u00a0").replace(/[\p{Cc}\ufffe\uffff]/gu, " ");
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
