import { describe, expect, test } from "vitest";
import { chooseGalleries, chooseStrip, shownQueries } from "./choose.ts";
import { fixture } from "./fixture.ts";
import { cameBack } from "./outcome.ts";

const shown = (queries: number, failures: number): ReturnType<typeof shownQueries> =>
  shownQueries(fixture({ queries, failures, side: 4 }).document.perQuery);

describe("the galleries", () => {
  test.each([1, 2, 8, 9, 12, 16, 17, 24, 100])("of %i queries show none twice", (count) => {
    const places = chooseGalleries(shown(count, 0), 7).flatMap((gallery) =>
      gallery.shown.map(({ place }) => place),
    );
    expect(new Set(places).size).toBe(places.length);
    expect(places.length).toBe(Math.min(count, 24));
  });

  test("the worst are worse than the random ones, and those worse than the best", () => {
    const [best, worst, random] = chooseGalleries(shown(100, 9), 7).map((gallery) =>
      gallery.shown.map(({ query }) => query.retrieved.mse),
    );
    expect(Math.min(...worst)).toBeGreaterThanOrEqual(Math.max(...random));
    expect(Math.min(...random)).toBeGreaterThanOrEqual(Math.max(...best));
  });

  test("hold only queries of the first repeat, whose pictures were kept", () => {
    const { perQuery } = fixture({ queries: 10, failures: 1, side: 4 }).document;
    const second = perQuery.map((query) => ({ ...query, repeat: 1 }));
    expect(shownQueries([...perQuery, ...second]).map(({ query }) => query)).toEqual(perQuery);
  });
});

describe("the strip at the head", () => {
  test.each([1, 2, 50, 99])(
    "shows a failure when %i of 100 failed, and a success when these are not rare",
    (failures) => {
      const strip = chooseStrip(shown(100, failures), 7);
      expect(strip.length).toBe(6);
      expect(strip.some(({ query }) => !cameBack(query))).toBe(true);
      if (failures < 90) expect(strip.some(({ query }) => cameBack(query))).toBe(true);
    },
  );

  test("shows failures in their true share", () => {
    const strip = chooseStrip(shown(100, 50), 7);
    expect(strip.filter(({ query }) => !cameBack(query)).length).toBe(3);
  });

  test("fills up when there are few of one kind", () => {
    expect(chooseStrip(shown(6, 6), 7).length).toBe(6);
    expect(chooseStrip(shown(6, 0), 7).length).toBe(6);
    expect(chooseStrip(shown(1, 0), 7).length).toBe(1);
  });
});
