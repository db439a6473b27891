import type { RenderFunction } from "@observablehq/plot";
import { colour } from "../../theme.ts";
import { apart } from "./apart.ts";
import { percent, round } from "./numbers.ts";
import { type QueryStates, type StepState, stateOrder } from "./stepStates.ts";
import { svgElement } from "./svgElement.ts";

/** How each state looks, and the words for it in a cell and for a whole row. */
export const look: Readonly<
  Record<StepState, { paint: "good" | "bad"; opacity: number; cell: string; row: string }>
> = {
  right: { paint: "good", opacity: 0.28, cell: "right", row: "always right" },
  found: { paint: "good", opacity: 1, cell: "right, was wrong", row: "found" },
  lost: { paint: "bad", opacity: 1, cell: "wrong, was right", row: "lost" },
  wrong: { paint: "bad", opacity: 0.28, cell: "wrong", row: "never right" },
};

/** The strip with the share of right queries, above the matrix. */
export const stripHeight = 50;
export const fontSize = 11;
/** The width of one number above the matrix. */
const numberRoom = 50;
/** Rows of more queries are too low to be pointed at. */
const mostNamed = 100;

export interface RowGroup {
  state: StepState;
  from: number;
  to: number;
}

/** The runs of rows that end in one way. */
export function rowGroups(rows: readonly QueryStates[]): RowGroup[] {
  const groups: RowGroup[] = [];
  rows.forEach(({ group }, row) => {
    const last = groups.at(-1);
    if (last?.state === group) last.to = row + 1;
    else groups.push({ state: group, from: row, to: row + 1 });
  });
  return groups;
}

/** One path per state, so that a thousand queries stay a small file. */
export function matrixMark(rows: readonly QueryStates[], columns: readonly number[]): RenderFunction {
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
export function shareLine(columns: readonly number[], shares: readonly number[]): RenderFunction {
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
export function groupNames(
  groups: readonly RowGroup[],
  names: readonly string[],
  count: number,
): RenderFunction {
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

const box = (left: number, top: number, right: number, bottom: number): string =>
  `M${round(left)},${round(top)}H${round(right)}V${round(bottom)}H${round(left)}Z`;
