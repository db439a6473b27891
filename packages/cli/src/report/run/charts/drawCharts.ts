import type { Chart } from "../../../experiment/specification.ts";
import type { ChartSource, Drawing } from "./drawing.ts";
import { drawHeatmaps } from "./heatmapChart.ts";
import { drawLines } from "./linesChart.ts";
import { drawPerImage } from "./perImageChart.ts";
import { drawScatter } from "./scatterChart.ts";
import { drawSteps } from "./stepsChart.ts";

function drawChart(chart: Chart, source: ChartSource): (Drawing | null)[] {
  switch (chart.kind) {
    case "lines":
      return [drawLines(chart, source)];
    case "heatmap":
      return drawHeatmaps(chart, source);
    case "per-image":
      return drawPerImage(chart, source);
    case "steps":
      return drawSteps(chart, source);
    case "scatter":
      return [drawScatter(chart, source)];
  }
}

/**
 * The charts of the runs' specifications, in their order. One that several runs ask for is drawn once, with the lines of
 * every run of the same protocol; one that nothing is there for is left out.
 */
export function drawCharts(source: ChartSource): Drawing[] {
  const asked = new Map<string, { chart: Chart; protocol: string }>();
  for (const { specification } of source.runs) {
    const { protocol = "retrieve" } = specification;
    for (const chart of specification.charts ?? []) {
      const key = JSON.stringify([protocol, chart]);
      if (!asked.has(key)) asked.set(key, { chart, protocol });
    }
  }
  return [...asked.values()].flatMap(({ chart, protocol }) => {
    const same = ({ specification }: ChartSource["runs"][number]): boolean =>
      (specification.protocol ?? "retrieve") === protocol;
    const drawn = drawChart(chart, {
      runs: source.runs.filter(same),
      entries: source.entries.filter(({ run }) => same(run)),
    });
    return drawn.filter((one) => one !== null);
  });
}
