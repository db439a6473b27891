import { axisX } from "@observablehq/plot";
import { colour } from "../theme.ts";
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
import {
  fontSize,
  groupNames,
  look,
  matrixMark,
  rowGroups,
  shareLine,
  stripHeight,
} from "./parts/stepsMarks.ts";
import { textWidth } from "./parts/textWidth.ts";

export interface StepsTraceData {
  queries: readonly QuerySteps[];
  /** The step of the first leader: 1 when it is that after the first update (the default), 0 when it is the query's own. */
  firstStep?: 0 | 1 | undefined;
}

const stripRoom = stripHeight + 24;
const foot = 40;
const marginLeft = 52;

const isRight = (state: StepState): boolean => state === "right" || state === "found";

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
