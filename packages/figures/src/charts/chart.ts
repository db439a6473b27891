import { type PlotOptions, plot } from "@observablehq/plot";
import { chartDocument } from "../document.ts";
import { resolveTheme, type Theme } from "../theme.ts";
import { type LegendEntry, legend } from "./legend.ts";

/** What every chart can be told. */
export interface ChartOptions {
  /** The name of the chart, read aloud by screen readers. */
  title?: string | undefined;
  /** Width in pixels; default 440. */
  width?: number | undefined;
  /** Height in pixels; default 260. */
  height?: number | undefined;
  /** Default `css`: the colours follow the page. */
  theme?: Theme | undefined;
}

/** What a chart adds to the common options. */
export interface Drawing {
  /** Used when the caller gives no title. */
  title: string;
  /** What the chart shows, in a sentence with its numbers, for those who do not see it. */
  description: string;
  legend?: readonly LegendEntry[];
  plot: PlotOptions;
}

/** The heights of the rows above the plot: the label of the y axis, then the legend. */
const labelRow = 26;
const legendRow = 28;
export const defaultWidth = 440;

/** Draws a chart as an SVG text with its title, description and legend. */
export function drawChart(options: ChartOptions, drawing: Drawing): string {
  const document = chartDocument();
  const title = options.title ?? drawing.title;
  const entries = drawing.legend ?? [];
  const width = options.width ?? defaultWidth;
  const svg = plot({
    document,
    className: "mh-chart",
    width,
    height: options.height ?? 260,
    marginTop: labelRow + (entries.length > 0 ? legendRow : 0),
    marginBottom: 40,
    marginLeft: 52,
    marginRight: 16,
    style: { fontFamily: "system-ui, sans-serif", fontSize: "12px", overflow: "visible" },
    ...drawing.plot,
  });
  // The style sheet that Plot adds would speak for the whole page, and a stand-alone file does not need it.
  for (const style of svg.querySelectorAll("style")) style.remove();
  const named = (tag: string, text: string): Element => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    element.textContent = text;
    return element;
  };
  if (entries.length > 0) svg.append(legend(document, entries, labelRow));
  svg.prepend(named("title", title), named("desc", drawing.description));
  // Written by hand: happy-dom serialises as HTML, where an attribute may hold "<", which no XML reader accepts.
  const head = `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeAttribute(title)}"`;
  return resolveTheme(
    svg.outerHTML.replace("<svg", () => head),
    options.theme ?? "css",
  );
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
