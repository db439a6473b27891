import { expect, test } from "vitest";
import type { Point } from "../../experiment/point.ts";
import type { Settings } from "../../experiment/specification.ts";
import { bestOf, groupsOf, rivals } from "./best.ts";
import { conditionText, settingText } from "./conditionText.ts";
import { type Entry, entriesOf, runNames } from "./entries.ts";
import { asRun } from "./fixture.ts";
import { namesAmong } from "./namesAmong.ts";
import { spreadOut } from "./spreadOut.ts";
import { telling } from "./telling.ts";

const entries = (...all: readonly (readonly [Settings, number | null])[]): Entry[] => {
  const points = all.map(
    ([condition, accuracy], i): Point => ({
      key: `k${i}`,
      condition,
      settings: condition,
      repeat: 0,
      seed: 7,
      measures: { accuracy },
      lists: {},
      atlas: null,
      seconds: 0,
    }),
  );
  return entriesOf([asRun({ version: 1, name: "x", title: "x", about: "x" }, points, points.length, "r")]);
};
const info = { label: "right", about: "", better: "higher", share: true } as const;
const names = (some: Iterable<Entry>): string[] => [...some].map(({ name }) => name);

const four = entries(
  [{ variant: "a", beta: 1 }, 0.2],
  [{ variant: "a", beta: 2 }, 0.9],
  [{ variant: "b", beta: 1 }, 0.5],
  [{ variant: "b", beta: 2 }, 0.9],
);

test("variants are rivals at the same task; without variants the similarity is; amounts are not", () => {
  expect(rivals(four)).toBe("variant");
  expect(rivals(entries([{ similarity: "dot", beta: 1 }, 1], [{ similarity: "cosine", beta: 1 }, 1]))).toBe(
    "similarity",
  );
  expect(rivals(entries([{ beta: 1 }, 1], [{ beta: 2 }, 1]))).toBeNull();
  expect(groupsOf(four, "variant").map(names)).toEqual([
    ["a, beta 1", "b, beta 1"],
    ["a, beta 2", "b, beta 2"],
  ]);
});

test("the best are all that read the same; where all do, or neither end is good, there is none", () => {
  expect(names(bestOf(four, "accuracy", info))).toEqual(["a, beta 2", "b, beta 2"]);
  expect(names(bestOf(four, "accuracy", { ...info, better: "lower" }))).toEqual(["a, beta 1"]);
  expect(names(bestOf(four, "accuracy", { ...info, better: null }))).toEqual([]);
  expect(names(bestOf(four.slice(1, 2), "accuracy", info))).toEqual([]);
  const dust = entries([{ beta: 1 }, 0.1 + 0.2], [{ beta: 2 }, 0.3], [{ beta: 3 }, null]);
  expect(names(bestOf(dust, "accuracy", info))).toEqual([]);
});

test("a choice holds the best and the worst, and the same task seen by all rivals", () => {
  const many = entries(...Array.from({ length: 30 }, (_, i) => [{ beta: i }, i / 30] as const));
  const some = names(spreadOut(many, 6));
  expect(some.length).toBe(6);
  expect(some[0]).toBe("beta 0");
  expect(some[5]).toBe("beta 29");
  expect(names(telling(four, 2))).toEqual(["a, beta 1", "b, beta 1"]);
  expect(telling(four, 4)).toEqual(four);
});

test("a condition is named by what tells it from the others", () => {
  const all = [
    { variant: "a", missing: "black", beta: 1 },
    { variant: "a", missing: "known", beta: 2 },
  ];
  expect(all.map((one) => conditionText(one, all))).toEqual([
    "missing black, beta 1",
    "missing known, beta 2",
  ]);
  expect(conditionText(all[0], [all[0]])).toBe("a, missing black, beta 1");
  expect(settingText("beta", 31622.7766017)).toBe("beta 31,622.8");
  expect(names(four)).toEqual(["a, beta 1", "a, beta 2", "b, beta 1", "b, beta 2"]);
  expect(namesAmong(four.slice(0, 2))).toEqual(["beta 1", "beta 2"]);
  expect(namesAmong(four.slice(0, 1))).toEqual(["retrieved"]);
});

test("runs of one name go by their folders, those by numbers", () => {
  const [{ run }] = four;
  const named = (...folders: string[]): string[] => runNames(folders.map((folder) => ({ ...run, folder })));
  expect(named("runs/a")).toEqual(["x"]);
  expect(named("runs/a", "runs/b")).toEqual(["a", "b"]);
  expect(named("here/a", "there/a")).toEqual(["a (1)", "a (2)"]);
});
