import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stepsTrace } from "../index.ts";
import { describedAs, part, words } from "../testing/svg.ts";
import { sortedStates, stateOrder, statesOf } from "./parts/stepStates.ts";

const query = fc.record({
  target: fc.constant(0),
  leaders: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 6 }),
});
const queries = fc.array(query, { minLength: 1, maxLength: 40 });
const longest = (all: readonly { leaders: readonly number[] }[]): number =>
  Math.max(...all.map(({ leaders }) => leaders.length));

describe("the states of a query", () => {
  test("say whether the right pattern leads, and whether it was otherwise before", () => {
    expect(statesOf({ target: 7, leaders: [7, 7, 3, 7] }, 4)).toEqual(["right", "right", "lost", "found"]);
    expect(statesOf({ target: 7, leaders: [3, 4, 7] }, 3)).toEqual(["wrong", "wrong", "found"]);
  });

  test("stay as they are after the query has stopped", () => {
    expect(statesOf({ target: 7, leaders: [3, 7] }, 4)).toEqual(["wrong", "found", "found", "found"]);
  });

  test("agree with the leaders at every step", () => {
    fc.assert(
      fc.property(query, ({ target, leaders }) => {
        statesOf({ target, leaders }, leaders.length).forEach((state, step) => {
          const before = leaders.slice(0, step).map((leader) => leader === target);
          expect(state === "right" || state === "found").toBe(leaders[step] === target);
          expect(state === "found").toBe(leaders[step] === target && before.includes(false));
          expect(state === "lost").toBe(leaders[step] !== target && before.includes(true));
        });
      }),
    );
  });
});

test("queries are sorted by how they end, and each appears once", () => {
  fc.assert(
    fc.property(queries, (all) => {
      const rows = sortedStates(all, longest(all));
      expect(rows.map(({ index }) => index).sort((a, b) => a - b)).toEqual(all.map((_, i) => i));
      const groups = rows.map(({ group }) => stateOrder.indexOf(group));
      expect(groups).toEqual([...groups].sort((a, b) => a - b));
    }),
  );
});

/** The area of the boxes of a path "Mx,yHxVyHxZ...". */
function area(d: string): number {
  return [...d.matchAll(/M([\d.]+),([\d.]+)H([\d.]+)V([\d.]+)H/g)].reduce(
    (sum, [, left, top, right, bottom]) => {
      return sum + (Number(right) - Number(left)) * (Number(bottom) - Number(top));
    },
    0,
  );
}

test("the colours cover each cell once: their areas are the numbers of cells in each state", () => {
  fc.assert(
    fc.property(queries, (all) => {
      const steps = longest(all);
      const matrix = part(stepsTrace({ queries: all }), "queries by steps");
      const drawn = [...matrix.matchAll(/<path d="([^"]+)" fill="[^"]+" fill-opacity/g)].map(([, d]) =>
        area(d),
      );
      const states = all.flatMap((one) => statesOf(one, steps));
      const wanted = stateOrder
        .map((state) => states.filter((one) => one === state).length)
        .filter((number) => number > 0);
      const total = drawn.reduce((sum, one) => sum + one, 0);
      expect(drawn).toHaveLength(wanted.length);
      drawn.forEach((one, i) => {
        expect(one / total).toBeCloseTo(wanted[i] / states.length, 2);
      });
    }),
    { numRuns: 30 },
  );
});

test("the counts and the share after each step are written in the chart and in the description", () => {
  const svg = stepsTrace({
    queries: [
      { target: 1, leaders: [1, 1, 1] },
      { target: 2, leaders: [2, 1, 1] },
      { target: 3, leaders: [1, 1, 3] },
      { target: 4, leaders: [1] },
    ],
  });
  expect(words(svg)).toEqual(
    expect.arrayContaining(["50 %", "25 %", "1 always right", "1 found", "1 lost", "1 never right"]),
  );
  expect(describedAs(svg)).toBe(
    "4 queries, right: 50 % after step 1, 25 % after step 2, 50 % after step 3; in the end 1 always right, 1 found, 1 lost, 1 never right",
  );
});

test("the first step may be the query itself", () => {
  const data = { queries: [{ target: 1, leaders: [1, 2] }] };
  expect(words(stepsTrace(data))).toEqual(expect.arrayContaining(["1", "2"]));
  expect(words(stepsTrace({ ...data, firstStep: 0 }))).toEqual(expect.arrayContaining(["0", "1"]));
});

test("each of a few queries says which patterns led", () => {
  const svg = stepsTrace({ queries: [{ target: 1, leaders: [1, 412], name: "cat" }] });
  expect(svg).toContain("<title>cat: right → no. 412</title>");
});
