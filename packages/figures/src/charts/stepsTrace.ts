import { axisX, type RenderFunction } from "@observablehq/plot";
import { colour } from "../theme.ts";
import { apart } from "./parts/apart.ts";
import { type ChartOptions, defaultWidth, drawChart, headHeight } from "./parts/chart.ts";
import type { LegendEntry } from "./parts/legend.ts";
import { counted, percent, thin } from "./parts/numbers.ts";
import {
  type QueryStates,
  type QuerySteps,
  type StepState,
  sortedStates,
  stateOrder,
} from "./parts/stepStates.ts";
import { svgElement } from "./parts/svgElement.ts";
import { textWidth } from "./parts/textWidth.ts";

export interface StepsTraceData {
  queries: readonly QuerySteps[];
  /** The step of the first leader: 1 when it is that after the first update (the default), 0 when it is the query's own. */
  firstStep?: 0 | 1 | undefined;
}

const look: Readonly<
  Record<StepState, { paint: "good" | "bad"; opacity: number; cell: string; row: string }>
> = {
  right: { paint: "good", opacity: 0.28, cell: "right", row: "always right" },
  found: { paint: "good", opacity: 1, cell: "right, was wrong", row: "found" },
  lost: { paint: "bad", opacity: 1, cell: "wrong, was right", row: "lost" },
  wrong: { paint: "bad", opacity: 0.28, cell: "wrong", row: "never right" },
};

/** The strip with the share of right queries, above the matrix. */
const stripHeight = 50;
const stripRoom = stripHeight + 24;
const foot = 40;
const fontSize = 11;
/** The width of one number above the matrix. */
const numberRoom = 50;
/** Rows of more queries are too low to be pointed at. */
const mostNamed = 100;

/**
 * Every query as a row, every step as a column: which are right, and which change from right to wrong or back. Rows are
 * sorted by how they end and counted; the line above the matrix is the share that is right after each step.
 */
export function stepsTrace(data: StepsTraceData, options: ChartOptions = {}): string {
  const queries = data.queries.filter(({ leaders }) => leaders.length > 0);
  const steps = Math.max(0, ...queries.map(({ leaders }) => leaders.length));
  const first = data.firstStep ?? 1;
  const columns = Array.from({ length: steps }, (_, step) => step + first);
  const rows = sortedStates(queries, steps);
  const shares = columns.map(
    (_, step) => rows.filter(({ states }) => isRight(states[step])).length / Math.max(1, rows.length),
  );
  const present = stateOrder.filter((state) => rows.some(({ states }) => states.includes(state)));
  const legend = present.map(
    (state): LegendEntry => ({
      name: look[state].cell,
      colour: colour(look[state].paint),
      opacity: look[state].opacity,
      mark: "box",
    }),
  );
  const groups = rowGroups(rows);
  const names = groups.map(({ state, from, to }) => `${to - from} ${look[state].row}`);
  const marginRight = Math.ceil(Math.max(16, ...names.map((name) => textWidth(name, fontSize) + 20)));
  const width = options.width ?? defaultWidth;
  const head = headHeight(legend, width);
  const matrix = Math.max(120, Math.min(300, 14 * rows.length));
  const every = Math.ceil((28 * steps) / Math.max(1, width - marginLeft - marginRight));
  return drawChart(options, {
    title: "Right and wrong per step",
    description: describe(rows, columns, shares),
    legend,
    plot: {
      height: options.height ?? head + stripRoom + matrix + foot,
      marginTop: head + stripRoom,
      marginLeft,
      marginRight,
      marginBottom: foot,
      x: { type: "band", domain: columns.length > 0 ? columns : [first], padding: 0, round: false },
      marks: [
        axisX(columns, {
          tickSize: 0,
          fill: colour("muted"),
          labelArrow: "none",
          label: "step (updates of the state)",
          labelAnchor: "center",
          labelOffset: 36,
          text: (step: number, i: number) => (i % every === 0 ? String(step) : ""),
        }),
        shareLine(columns, shares),
        matrixMark(rows, columns),
        groupNames(groups, names, rows.length),
      ],
    },
  });
}

const marginLeft = 52;
const isRight = (state: StepState): boolean => state === "right" || state === "found";

interface RowGroup {
  state: StepState;
  from: number;
  to: number;
}

function rowGroups(rows: readonly QueryStates[]): RowGroup[] {
  const groups: RowGroup[] = [];
  rows.forEach(({ group }, row) => {
    const last = groups.at(-1);
    if (last?.state === group) last.to = row + 1;
    else groups.push({ state: group, from: row, to: row + 1 });
  });
  return groups;
}

/** One path per state, so that a thousand queries stay a small file. */
function matrixMark(rows: readonly QueryStates[], columns: readonly number[]): RenderFunction {
  return (_index, scales, _values, frame, { document }) => {
    const group = svgElement(document, "g", { "aria-label": "queries by steps" });
    const [top, bottom] = [frame.marginTop, frame.height - frame.marginBottom];
    const band = scales.scales.x?.bandwidth ?? 0;
    const left = (step: number): number => frame.marginLeft + step * band;
    const size = (bottom - top) / Math.max(1, rows.length);
    const y = (row: number): number => top + row * size;
    for (const state of stateOrder) {
      const d = runsOf(rows, state)
        .map(({ row, rowCount, from, to }) => box(left(from), y(row), left(to), y(row + rowCount)))
        .join("");
      if (d === "") continue;
      const { paint, opacity } = look[state];
      group.append(svgElement(document, "path", { d, fill: colour(paint), "fill-opacity": opacity }));
    }
    const lines = columns.slice(1).map((_, i) => `M${round(left(i + 1))},${top}V${bottom}`);
    if (size >= 5) {
      const right = frame.width - frame.marginRight;
      rows.slice(1).forEach((_, i) => {
        lines.push(`M${frame.marginLeft},${round(y(i + 1))}H${right}`);
      });
    }
    const thinLines = { stroke: colour("paper"), "stroke-width": band < 8 ? 0.5 : 1 };
    group.append(svgElement(document, "path", { d: lines.join(""), fill: "none", ...thinLines }));
    if (rows.length <= mostNamed) {
      rows.forEach(({ query, index }, row) => {
        const over = { d: box(left(0), y(row), left(columns.length), y(row + 1)), fill: "transparent" };
        const target = svgElement(document, "path", over);
        const way = query.leaders
          .map((leader) => (leader === query.target ? "right" : `no. ${leader}`))
          .join(" → ");
        target.append(svgElement(document, "title", {}, `${query.name ?? `query ${index}`}: ${way}`));
        group.append(target);
      });
    }
    return group;
  };
}

interface Run {
  row: number;
  rowCount: number;
  from: number;
  to: number;
}

/** The boxes of one state: as wide as it lasts, as high as neighbouring rows share it. */
function runsOf(rows: readonly QueryStates[], state: StepState): Run[] {
  const done: Run[] = [];
  let open: Run[] = [];
  rows.forEach(({ states }, row) => {
    const here: Run[] = [];
    states.forEach((one, step) => {
      if (one !== state) return;
      const last = here.at(-1);
      if (last?.to === step) last.to = step + 1;
      else here.push({ row, rowCount: 1, from: step, to: step + 1 });
    });
    open = here.map((run) => {
      const above = open.find(({ from, to }) => from === run.from && to === run.to);
      if (above === undefined) {
        done.push(run);
        return run;
      }
      above.rowCount++;
      return above;
    });
  });
  return done;
}

/** The share of right queries after each step between lines for none and all, with its numbers. */
function shareLine(columns: readonly number[], shares: readonly number[]): RenderFunction {
  return (_index, scales, _values, frame, { document }) => {
    const bottom = frame.marginTop - 12;
    const y = (share: number): number => bottom - share * stripHeight;
    const band = scales.scales.x?.bandwidth ?? 0;
    const x = (step: number): number => frame.marginLeft + (step + 0.5) * band;
    const [left, right] = [frame.marginLeft, frame.width - frame.marginRight];
    const group = svgElement(document, "g", { "aria-label": "share right" });
    const word = (text: string, px: number, py: number, more: Record<string, string | number>): void => {
      group.append(svgElement(document, "text", { x: px, y: py, ...more }, text));
    };
    for (const share of [0, 1]) {
      group.append(
        svgElement(document, "path", { d: `M${left},${y(share)}H${right}`, stroke: colour("grid") }),
      );
      word(`${share * 100} %`, left - 9, y(share) + 4, { "text-anchor": "end", fill: colour("muted") });
    }
    word("share right", 3, 12, { "text-anchor": "start", fill: colour("muted") });
    if (shares.length === 0) return group;
    const d = shares.map((share, step) => `${round(x(step))},${round(y(share))}`).join("L");
    group.append(
      svgElement(document, "path", { d: `M${d}`, fill: "none", stroke: colour("good"), "stroke-width": 2 }),
    );
    // The last number is the one that counts; from there backwards as many as have room.
    const every = Math.max(1, Math.ceil(numberRoom / band));
    shares.forEach((share, step) => {
      if (band >= 8) {
        const at = { cx: x(step), cy: y(share), r: 3, fill: colour("good") };
        group.append(svgElement(document, "circle", at));
      }
      if ((columns.length - 1 - step) % every === 0) {
        word(percent(share), x(step), y(share) + (share > 0.5 ? 15 : -7), {
          "font-size": fontSize,
          fill: colour("ink"),
        });
      }
    });
    return group;
  };
}

/** How many queries end in each way, right of their rows. */
function groupNames(groups: readonly RowGroup[], names: readonly string[], count: number): RenderFunction {
  return (_index, _scales, _values, frame, { document }) => {
    const group = svgElement(document, "g", { "aria-label": "counts", fill: colour("ink") });
    const [top, bottom] = [frame.marginTop, frame.height - frame.marginBottom];
    const y = (row: number): number => top + (row * (bottom - top)) / Math.max(1, count);
    const right = frame.width - frame.marginRight;
    const places = apart(
      groups.map(({ from, to }) => (y(from) + y(to)) / 2),
      groups.map(() => 14),
      top - 4,
      bottom + 10,
    );
    groups.forEach(({ from, to }, i) => {
      const middle = (y(from) + y(to)) / 2;
      const span = `M${right + 4},${round(y(from) + 1)}V${round(y(to) - 1)}`;
      group.append(
        svgElement(document, "path", {
          d: `${span}M${right + 4},${round(middle)}L${right + 10},${round(places[i])}`,
          fill: "none",
          stroke: colour("muted"),
        }),
      );
      const at = { x: right + 13, y: places[i] + 4, "text-anchor": "start", "font-size": fontSize };
      group.append(svgElement(document, "text", at, names[i]));
    });
    return group;
  };
}

function describe(
  rows: readonly QueryStates[],
  columns: readonly number[],
  shares: readonly number[],
): string {
  if (rows.length === 0) return "no queries";
  const number = (state: StepState): number => rows.filter(({ group }) => group === state).length;
  const after = thin(
    columns.map((step, i) => `${percent(shares[i])} after step ${step}`),
    12,
  );
  const ends = stateOrder.map((state) => `${number(state)} ${look[state].row}`);
  return `${counted(rows.length, "query", "queries")}, right: ${after.join(", ")}; in the end ${ends.join(", ")}`;
}

const box = (left: number, top: number, right: number, bottom: number): string =>
  `M${round(left)},${round(top)}H${round(right)}V${round(bottom)}H${round(left)}Z`;
const round = (value: number): number => Math.round(value * 100) / 100;
