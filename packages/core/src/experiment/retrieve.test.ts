import { expect, test } from "vitest";
import { proceduralDigits } from "../images/procedural/digits.ts";
import type { TrialSource } from "../trial/source.ts";
import { protocols } from "./protocols.ts";
import { type RetrieveSettings, retrieve } from "./retrieve.ts";

const source: TrialSource = { kind: "images", images: proceduralDigits(40, 5) };
const settings = (more: Partial<RetrieveSettings> = {}): RetrieveSettings => ({
  ...retrieve.defaults,
  patterns: 12,
  queries: 12,
  ...more,
});
const point = async (more: Partial<RetrieveSettings>, seed = 3) =>
  await retrieve.run(settings(more), seed, source);

/** The bits of numbers as one number (FNV-1a): equal where every bit is. */
function bits(values: readonly (number | null)[]): number {
  const bytes = new Uint8Array(Float64Array.from(values, (value) => value ?? Number.NaN).buffer);
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * Measured once, in Node 20; this file also runs in Chromium. With the reference kernels every bit has to be the same in
 * both. A change of the mathematics changes these numbers and has to say so.
 */
const known = { mse: 4023666475, cosine: 4233154983, margin: 44946314 };

test("the reference kernels give the same bits in Node and in a browser", async () => {
  const { lists, perQuery = [] } = await point({
    kernels: "reference",
    corrupt: "half:bottom+noise:40",
    beta: 2,
  });
  expect({
    mse: bits(lists.mse),
    cosine: bits(lists.cosine),
    margin: bits(perQuery.map(({ margin }) => margin)),
  }).toEqual(known);
});

test("the fastest kernels find the same patterns, and values within 1e-5 of the reference", async () => {
  for (const similarity of ["squaredEuclidean", "manhattan", "dot", "cosine", "reciprocalManhattan"]) {
    const more = { similarity, corrupt: "half:bottom+noise:40", missing: "black" } as const;
    const fast = await point({ ...more, kernels: "auto" });
    const reference = await point({ ...more, kernels: "reference" });
    expect(fast.perQuery?.map(({ leaders }) => leaders)).toEqual(
      reference.perQuery?.map(({ leaders }) => leaders),
    );
    for (const [name, value] of Object.entries(reference.measures)) {
      const got = fast.measures[name];
      if (value === null) expect(got).toBeNull();
      else
        expect(Math.abs((got ?? Number.NaN) - value)).toBeLessThanOrEqual(
          1e-5 * Math.max(1, Math.abs(value)),
        );
    }
  }
});

test("a point depends on its settings and its seed alone", async () => {
  const strip = ({ measures, lists }: Awaited<ReturnType<typeof point>>) => ({ measures, lists });
  expect(strip(await point({}))).toEqual(strip(await point({})));
  expect(strip(await point({}, 4))).not.toEqual(strip(await point({}, 3)));
});

test("every measure of a point is explained, and every share is one", async () => {
  const { measures } = await point({ intruder: "white" });
  expect(Object.keys(measures).sort()).toEqual(Object.keys(retrieve.measures).sort());
  for (const [name, value] of Object.entries(measures)) {
    if (!retrieve.measures[name].share || value === null) continue;
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
});

test("every protocol describes exactly the settings that it has, and its defaults are among what it takes", () => {
  for (const { name, fields, defaults, measures } of protocols) {
    expect(Object.keys(fields).sort(), name).toEqual(Object.keys(defaults).sort());
    expect(Object.keys(measures).length, name).toBeGreaterThan(0);
    for (const [key, field] of Object.entries(fields)) {
      expect(field.about, `${name}.${key}`).toMatch(/^\S.*[.]$/);
      const value = defaults[key];
      if (field.kind === "choice") expect(field.choices).toContain(value);
      if (field.kind === "whole") expect(value).toBeGreaterThanOrEqual(field.least);
      if (field.kind === "text") expect(() => field.check?.(String(value))).not.toThrow();
    }
  }
});
