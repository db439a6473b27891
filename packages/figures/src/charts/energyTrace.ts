import { line, ruleY } from "@observablehq/plot";
import { colour } from "../theme.ts";
import { axes } from "./parts/axes.ts";
import { type ChartOptions, drawChart } from "./parts/chart.ts";
import { brief, median, rangeOfOne, thin } from "./parts/numbers.ts";

/** The energies of one retrieval: of the query, then of the state after each update. */
export interface EnergySeries {
  energies: readonly number[];
  failed: boolean;
}

/** More thin lines than this only darken the picture; the medians are taken over all queries. */
const mostLines = 160;

/**
 * Energy against step: one thin line per query, the medians of the successful and of the failed in bold.
 *
 * Queries start at different energies, and only differences of energy have meaning, so each line shows the change since
 * its query, E(step) − E(query). A query that has stopped keeps its last energy in the median.
 */
export function energyTrace(series: readonly EnergySeries[], options: ChartOptions = {}): string {
  const usable = series.filter(({ energies }) => energies.length > 0 && energies.every(Number.isFinite));
  const last = Math.max(0, ...usable.map(({ energies }) => energies.length - 1));
  const changes = usable.map(({ energies, failed }) => ({
    failed,
    change: energies.map((e) => e - energies[0]),
  }));
  const groups = [false, true].map((failed) => changes.filter((one) => one.failed === failed));
  const medians = groups.map((group) =>
    group.length === 0
      ? []
      : Array.from({ length: last + 1 }, (_, step) => ({
          step,
          change: median(group.map(({ change }) => change[Math.min(step, change.length - 1)])),
        })),
  );
  const tone = [colour("good"), colour("bad")];
  const names = ["came back", "failed"];
  const thinLines = groups.flatMap((group, g) =>
    thin(group, mostLines).flatMap(({ change }, i) =>
      change.map((y, step) => ({ step, change: y, query: `${g} ${i}`, tone: tone[g] })),
    ),
  );
  return drawChart(options, {
    title: "Energy per step",
    description: medians
      .flatMap((points, g) =>
        points.length === 0
          ? []
          : [
              `${groups[g].length} queries ${names[g]}, median change after ${last} steps ${brief(points[last].change)}`,
            ],
      )
      .join("; "),
    legend: groups.flatMap((group, g) =>
      group.length === 0
        ? []
        : [{ name: `${names[g]} (${group.length})`, colour: tone[g], mark: "line" as const }],
    ),
    plot: {
      x: { domain: [0, Math.max(1, last)] },
      y: { nice: true, ...rangeOfOne(thinLines.map(({ change }) => change)) },
      marks: [
        ...axes(
          { x: "step (updates of the state)", y: "energy − energy of the query" },
          last <= 8 ? { xTicks: Array.from({ length: Math.max(2, last + 1) }, (_, step) => step) } : {},
        ),
        ruleY([0], { stroke: colour("faint") }),
        line(thinLines, {
          x: "step",
          y: "change",
          z: "query",
          stroke: "tone",
          strokeWidth: 0.7,
          strokeOpacity: 0.35,
        }),
        // The halo keeps a median apart from a hundred thin lines of its own colour.
        ...medians.flatMap((points, g) =>
          [
            { stroke: colour("paper"), strokeWidth: 6 },
            { stroke: tone[g], strokeWidth: 2.5 },
          ].map((style) => line(points, { x: "step", y: "change", ...style })),
        ),
      ],
      color: { type: "identity" },
    },
  });
}
