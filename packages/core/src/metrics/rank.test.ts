import fc from "fast-check";
import { expect, test } from "vitest";
import { marginOf, rankOf } from "./rank.ts";

const scores = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 30 });

test("the rank is one more than the number of larger scores, so that ties share the better place", () => {
  expect([0, 1, 2, 3].map((i) => rankOf([5, 9, 5, 1], i))).toEqual([2, 1, 2, 4]);
});

test("without ties the ranks are 1..N in the order of the scores", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 30 }), (values) => {
      const order = values.map((_, i) => i).sort((a, b) => values[b] - values[a]);
      expect(order.map((i) => rankOf(values, i))).toEqual(order.map((_, place) => place + 1));
    }),
  );
});

test("the margin is the distance to the best other score, and positive for a lone winner only", () => {
  expect(marginOf([5, 9, 1], 1)).toBe(4);
  expect(marginOf([5, 9, 1], 2)).toBe(-8);
  expect(marginOf([3], 0)).toBe(Number.POSITIVE_INFINITY);
  fc.assert(
    fc.property(scores, (values) => {
      const best = Math.max(...values);
      const alone = values.filter((value) => value === best).length === 1;
      values.forEach((value, i) => {
        expect(marginOf(values, i) > 0).toBe(alone && value === best);
      });
    }),
  );
});
