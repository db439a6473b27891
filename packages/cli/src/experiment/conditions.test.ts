import { describe, expect, test } from "vitest";
import { conditionsOf } from "./conditions.ts";
import type { Specification } from "./specification.ts";
import { tasksOf } from "./tasks.ts";

const base: Specification = { version: 1, name: "x", title: "x", about: "" };

test("every variant meets every combination of the grid, the last axis fastest", () => {
  const conditions = conditionsOf({
    ...base,
    settings: { patterns: 10 },
    variants: [
      { name: "a", settings: { similarity: "dot" } },
      { name: "b", settings: { similarity: "manhattan", patterns: 5 } },
    ],
    grid: { missing: ["black", "known"], beta: [1, 2] },
  });
  expect(conditions.map(({ condition }) => Object.values(condition).join(" "))).toEqual([
    "a black 1",
    "a black 2",
    "a known 1",
    "a known 2",
    "b black 1",
    "b black 2",
    "b known 1",
    "b known 2",
  ]);
  expect(conditions[0].settings).toMatchObject({ similarity: "dot", patterns: 10, beta: 1, data: "scenes" });
  expect(conditions[7].settings).toMatchObject({ similarity: "manhattan", patterns: 5, beta: 2 });
});

describe("what cannot be used is named with its place", () => {
  test.each<[Partial<Specification>, RegExp]>([
    [{ settings: { simlarity: "dot" } }, /unknown setting settings: simlarity \(did you mean similarity\?/],
    [{ settings: { similarity: "dott" } }, /invalid settings.similarity: .*dott.*did you mean dot/],
    [{ grid: { beta: [1, -2] } }, /invalid grid.beta\[1\]: -2 \(expected a number > 0, or auto, certified\)/],
    [{ grid: { steps: [1.5] } }, /invalid grid.steps\[0\]: 1.5 \(expected a whole number >= 0\)/],
    [
      { variants: [{ name: "a", settings: { color: "red" } }] },
      /invalid variants\[0\].settings.color: "red" \(expected rgb, gray\)/,
    ],
    [{ grid: { corrupt: ["noize:5"] } }, /grid.corrupt\[0\]: .*noize.*did you mean noise/],
    [{ protocol: "retreive" }, /unknown protocol: retreive \(did you mean retrieve\?/],
  ])("%j", (wrong, message) => {
    expect(() => conditionsOf({ ...base, ...wrong })).toThrow(message);
  });
});

test("a similarity of one's own passes where it is known", () => {
  const own = { ...base, settings: { similarity: "mine" } };
  expect(() => conditionsOf(own)).toThrow(/mine/);
  expect(conditionsOf(own, new Set(["mine"]))).toHaveLength(1);
});

describe("the key of a point", () => {
  const specification: Specification = { ...base, grid: { beta: [1, 2] }, repeats: 2 };
  const keys = (
    more: { engine?: string; data?: string; outside?: string; specification?: Specification } = {},
  ) =>
    tasksOf(more.specification ?? specification, conditionsOf(more.specification ?? specification), {
      engine: more.engine ?? "e",
      kernels: "simd",
      data: () => more.data ?? "d",
      outside: () => more.outside ?? null,
    }).map(({ key }) => key);

  test("is its own for each condition and repeat, and the same again", () => {
    expect(new Set(keys()).size).toBe(4);
    expect(keys()).toEqual(keys());
  });

  test("changes with everything that changes the result", () => {
    const others = [
      keys({ engine: "other" }),
      keys({ data: "other" }),
      keys({ outside: "other" }),
      keys({ specification: { ...specification, settings: { eps: 1e-5 } } }),
      keys({ specification: { ...specification, seed: 99 } }),
    ];
    for (const other of others) for (const key of other) expect(keys()).not.toContain(key);
  });

  test("does not change with what does not: the title, more conditions, more repeats", () => {
    const longer = { ...specification, title: "another", grid: { beta: [1, 2, 3] }, repeats: 5 };
    expect(keys({ specification: longer })).toEqual(expect.arrayContaining(keys()));
  });
});
