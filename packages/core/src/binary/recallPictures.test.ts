import { expect, test } from "vitest";
import { corrupt } from "../images/corrupt.ts";
import { proceduralScenes } from "../images/procedural/scenes.ts";
import { Random } from "../math/random.ts";
import { binarize, signsToPixels } from "./binarize.ts";
import { recallPictures } from "./recallPictures.ts";

const scenes = proceduralScenes(12, "recall").toGray();
const rows = Array.from({ length: scenes.count }, (_, i) => Float64Array.from(scenes.at(i)));
const shape = { width: scenes.width, height: scenes.height, channels: scenes.channels };

test("binarize: above the mean of the picture, or above a level", () => {
  expect([...binarize([[0, 10, 200]])[0]]).toEqual([-1, -1, 1]);
  expect([...binarize([[0, 10, 200]], { level: 5 })[0]]).toEqual([-1, 1, 1]);
  expect([...binarize([[7, 7]])[0]]).toEqual([-1, -1]);
  expect(binarize(scenes)).toEqual(binarize(rows));
  expect([...signsToPixels(Int8Array.of(-1, 1))]).toEqual([0, 255]);
  expect(() => binarize(rows, { level: Number.NaN })).toThrow(/invalid level: NaN/);
});

test("half-hidden pictures: what comes back, query by query", () => {
  const random = new Random("damage");
  const damaged = rows.map((row, i) => corrupt(row, "half:bottom", { shape, random: random.fork(i) }));
  const task = {
    stored: rows,
    damaged: damaged.map(({ values }) => values),
    known: damaged.map(({ known }) => known),
  };
  const { queries, shown, states, originals } = recallPictures(task, {
    model: "pseudoInverse",
    diagonal: "zero",
  });
  expect(queries.length).toBe(12);
  queries.forEach((query, q) => {
    const different = states[q].filter((value, j) => value !== originals[q][j]).length / rows[q].length;
    expect(query.stored).toBe(q);
    expect(query.wrongBits).toBe(different);
    expect(query.overlap).toBeCloseTo(1 - 2 * different);
    expect(query.recovered).toBe(different === 0);
    expect(query.energyRises).toBe(0);
    expect(query.wrongBits).toBeLessThanOrEqual(query.wrongBitsBefore);
    // What was known stays, and is read at the level of the original.
    damaged[q].known.forEach((known, j) => {
      if (known) expect(states[q][j]).toBe(originals[q][j]);
      if (known) expect(shown[q][j]).toBe(originals[q][j]);
      else expect(shown[q][j]).toBe(0);
    });
  });
  expect(queries.filter(({ recovered }) => recovered).length).toBeGreaterThan(3);
});

test("a query names the row it was made from; what does not belong together is named", () => {
  const { queries } = recallPictures({ stored: rows, damaged: [rows[5]], of: [5] }, { model: "exponential" });
  expect(queries[0]).toMatchObject({ stored: 5, recovered: true, top: 5, overlap: 1, outcome: "converged" });
  const recall = (task: Parameters<typeof recallPictures>[0]) => () =>
    recallPictures(task, { model: "hebb" });
  expect(recall({ stored: rows, damaged: [rows[0]], of: [12] })).toThrow(/row 12 of 12/);
  expect(recall({ stored: rows, damaged: [rows[0].slice(1)] })).toThrow(/1023 values/);
  expect(recall({ stored: rows, damaged: [rows[0]], known: [] })).toThrow(/0 masks for 1/);
});
