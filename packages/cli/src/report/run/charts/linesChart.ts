import { lines, smallMultiples } from "@modern-hopfield/figures";
import type { MeasureInfo, Scalar } from "modern-hopfield/experiment";
import type { Run } from "../../../experiment/run.ts";
import { type ChartLine, chartLines, panelName } from "../../../experiment/series.ts";
import type { LinesChart } from "../../../experiment/specification.ts";
import { matches } from "../../../experiment/summary.ts";
import { runNames } from "../entries.ts";
import { measureOf, measureText, measureTitle } from "../measures.ts";
import { axisLabel } from "./axisLabel.ts";
import { type Baseline, baselineOf } from "./baselines.ts";
import { type ChartSource, chartWidth, type Drawing, sentences, wideWidth } from "./drawing.ts";
import { regimesAlong } from "./regimes.ts";

interface LinePoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

/** So many lines can be told apart. */
const mostLines = 12;

/** A line of one of several runs, as a chart draws it. */
interface RunLine extends ChartLine {
  readonly shown: string;
  /** Whether it is what the others are compared with. */
  readonly baseline: boolean;
}

/** A chart whose measures go by their labels where it gives them no names. */
function withNames(chart: LinesChart, run: Run): LinesChart {
  return {
    ...chart,
    y: chart.y.map(({ measure, name }) => ({ measure, name: name ?? measureOf(run, measure).label })),
  };
}

/** The lines of all runs; with several, the run's name stands before each, or alone where nothing else tells lines apart. */
function linesOf(chart: LinesChart, runs: readonly Run[]): RunLine[] {
  const names = runNames(runs);
  return runs.flatMap((run, r) => {
    const named = withNames(chart, run);
    return chartLines(named, run.summary.conditions).map((line) => {
      const suffix = line.panel === null ? "" : ` (${panelName(chart, line.panel)})`;
      const own = line.name.endsWith(suffix)
        ? line.name.slice(0, line.name.length - suffix.length)
        : line.name;
      const baseline = chart.baselines?.some(({ name }) => name === own) ?? false;
      if (runs.length === 1) return { ...line, baseline, shown: own };
      const alone = named.y.length === 1 && own === named.y[0].name;
      return { ...line, baseline, shown: alone ? names[r] : `${names[r]}: ${own}` };
    });
  });
}

/** Quantities that reach at most 1 by their nature. */
const atMostOne = /cosine|overlap|similarity|SSIM/i;

/** The points of a line with their band, where there are repeats. A band ends where the quantity does. */
function pointsOf(line: RunLine, infos: readonly MeasureInfo[]): LinePoint[] {
  const share = infos.every((info) => info.share === true);
  const floor = share || line.y.every((y) => y >= 0) ? 0 : Number.NEGATIVE_INFINITY;
  const ceiling = share || infos.every(({ label }) => atMostOne.test(label)) ? 1 : Number.POSITIVE_INFINITY;
  return line.x.map((x, i) => {
    const [y, spread] = [line.y[i], line.spread[i]];
    if (line.conditions[i].repeats < 2) return { x, y };
    return { x, y, low: Math.max(floor, y - spread), high: Math.max(y, Math.min(ceiling, y + spread)) };
  });
}

/** Draws measures against a setting; null where no run has a point of it. */
export function drawLines(chart: LinesChart, { runs, entries }: ChartSource): Drawing | null {
  const all = linesOf(chart, runs);
  if (all.length === 0) return null;
  const methods = [...new Set(all.filter(({ baseline }) => !baseline).map(({ shown }) => shown))];
  const kept = new Set([
    ...methods.slice(0, mostLines),
    ...all.filter(({ baseline }) => baseline).map(({ shown }) => shown),
  ]);
  const drawn = all.filter(({ shown }) => kept.has(shown));
  const picked = entries.filter(({ summary }) => matches(chart.where, summary.condition, summary.settings));
  const infos = chart.y.map(({ measure }) => measureOf(runs[0], measure));
  const share = infos.every((info) => info.share === true);
  const yLabel =
    chart.yLabel ??
    (infos.length === 1 ? (share ? infos[0].label : measureTitle(infos[0])) : share ? "share" : chart.title);
  const log = { x: chart.xLog ?? false, y: chart.yLog ?? false };
  const panels: (Scalar | null)[] = [...new Set(drawn.map(({ panel }) => panel))];
  const measured = chart.y.length === 1 ? chart.y[0].measure : null;
  const content = panels.map((panel) => {
    const own = drawn.filter((line) => line.panel === panel);
    // What the specification names is drawn already.
    const baseline =
      measured === null || chart.baselines !== undefined ? null : baselineOf(measured, own, log.y);
    const series = [...kept].flatMap((name) =>
      own
        .filter(({ shown }) => shown === name)
        .map((line) => ({ name, baseline: line.baseline, points: pointsOf(line, infos) })),
    );
    const places = own.flatMap((line) =>
      line.conditions.map((condition, i) => ({ x: line.x[i], condition })),
    );
    return {
      name: panel === null ? "" : panelName(chart, panel),
      series:
        baseline === null || baseline.kind === "far"
          ? series
          : [...series, { name: baseline.name, baseline: true, points: baseline.points }],
      references: chart.references ?? [],
      regions: chart.regimes === true ? regimesAlong(places, log.x) : [],
      baseline,
    };
  });
  const axes = {
    xLabel: chart.xLabel ?? axisLabel(chart.x, picked),
    yLabel,
    xLog: log.x,
    yLog: log.y,
    ...(share && !log.y ? { yPercent: true, yDomain: [0, 1] as const } : {}),
  };
  const repeats = Math.max(...drawn.flatMap((line) => line.conditions.map((condition) => condition.repeats)));
  const title = chart.title;
  const wide = panels.length > 1;
  return {
    title,
    wide,
    caption: sentences(
      chart.about,
      repeats > 1 && `Bands or bars: ± one standard deviation over ${repeats} repeats`,
      chart.regimes === true &&
        content.some(({ regions }) => regions.length > 0) &&
        "Shades: where most queries end at an average of most patterns (global), between some (metastable), or at one (single), over all lines",
      ...baselineWords(
        content.map(({ baseline }) => baseline),
        runs,
        measured,
      ),
      methods.length > mostLines && `Drawn are ${mostLines} of ${methods.length} lines; the table has all`,
    ),
    svg: (theme) =>
      panels.length > 1
        ? smallMultiples({ ...axes, panels: content }, { title, theme, width: wideWidth })
        : lines({ ...axes, ...content[0] }, { title, theme, width: chartWidth }),
  };
}

/** What stands beside the lines to compare them with. */
function baselineWords(
  all: readonly (Baseline | null)[],
  runs: readonly Run[],
  measure: string | null,
): string[] {
  const found = all.filter((one) => one !== null);
  if (found.length === 0 || measure === null) return [];
  const far = found.filter(({ kind }) => kind === "far");
  const info = measureOf(runs[0], measure);
  const words = {
    "nearest neighbour": "the stored pattern at the least Euclidean distance to the whole query",
    "query as given": "the damaged query itself against the original",
  }[found[0].name];
  if (far.length === found.length && far[0].kind === "far") {
    return [`Not drawn, being far above: ${found[0].name} (${words}), up to ${measureText(info, far[0].y)}`];
  }
  return [`“${found[0].name}” is ${words}`];
}
