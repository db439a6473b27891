import fc from "fast-check";
import { expect, test } from "vitest";
import type { ConditionSummary } from "../../../experiment/summary.ts";
import { regimeOf, regimesAlong } from "./regimes.ts";

const condition = (single: number, metastable: number, global: number): ConditionSummary => ({
  condition: {},
  settings: {},
  repeats: 1,
  measures: Object.fromEntries(
    Object.entries({ single, metastable, global }).map(([name, mean]) => [
      name,
      { mean, spread: 0, least: mean, most: mean, count: 1 },
    ]),
  ),
});

test("the kind that most queries end at, over all conditions of a place", () => {
  expect(regimeOf([condition(0.2, 0.5, 0.3)])).toBe("metastable");
  expect(regimeOf([condition(0.2, 0.5, 0.3), condition(1, 0, 0)])).toBe("single");
  expect(regimeOf([{ ...condition(0, 0, 0), measures: {} }])).toBeNull();
});

test("borders lie between the places, on a logarithmic axis at the geometric mean", () => {
  const places = [
    { x: 1, condition: condition(0, 0, 1) },
    { x: 100, condition: condition(1, 0, 0) },
  ];
  const at = (log: boolean): number[] => regimesAlong(places, log).map(({ to }) => to);
  expect(at(false)).toEqual([50.5, Number.POSITIVE_INFINITY]);
  expect(at(true)).toEqual([10, Number.POSITIVE_INFINITY]);
});

test("regimes cover the axis without gaps, neighbours differ, and each place lies in its own", () => {
  const place = fc.record({ x: fc.integer({ min: 1, max: 50 }), kind: fc.integer({ min: 0, max: 2 }) });
  fc.assert(
    fc.property(
      fc.uniqueArray(place, { minLength: 1, selector: ({ x }) => x }),
      fc.boolean(),
      (places, log) => {
        const shares = [0, 0, 0];
        const regimes = regimesAlong(
          places.map(({ x, kind }) => {
            const [a, b, c] = shares.map((_, k) => Number(k === kind));
            return { x, condition: condition(a, b, c) };
          }),
          log,
        );
        expect(regimes[0].from).toBe(Number.NEGATIVE_INFINITY);
        expect(regimes[regimes.length - 1].to).toBe(Number.POSITIVE_INFINITY);
        for (let i = 1; i < regimes.length; i++) {
          expect(regimes[i].from).toBe(regimes[i - 1].to);
          expect(regimes[i].name).not.toBe(regimes[i - 1].name);
        }
        for (const { x, kind } of places) {
          const own = regimes.find(({ from, to }) => from < x && x < to);
          expect(own?.name).toBe(["single", "metastable", "global"][kind]);
        }
      },
    ),
  );
});
