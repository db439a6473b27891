import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { corrupt } from "./corrupt.ts";
import type { Corrupted, CorruptionContext } from "./corruption.ts";
import type { ImageShape } from "./imageSet.ts";
import { corruptionNames, keepsKnown, parseCorruption } from "./parseCorruption.ts";

const shape: ImageShape = { width: 16, height: 15, channels: 3 };
const size = 16 * 15 * 3;
const picture = Float64Array.from({ length: size }, (_, j) => 1 + ((j * 37) % 254));
const other = new Float64Array(size).fill(77);

const context = (seed: number | string, of: ImageShape | null = shape): CorruptionContext => ({
  shape: of,
  random: new Random(seed),
  others: () => other,
});

const examples: Record<string, string[]> = {
  half: ["half:bottom", "half:top", "half:left", "half:right"],
  rows: ["rows:0.3"],
  block: ["block:5", "block:5x3", "block:4/x=2/y=1"],
  frame: ["frame:2"],
  pixels: ["pixels:0.5"],
  occlude: ["occlude:6", "occlude:6x2"],
  noise: ["noise:40", "noise:40/mean=10/clip=off"],
  "absolute-noise": ["absolute-noise:40"],
  mix: ["mix:0.4"],
  "salt-pepper": ["salt-pepper:0.2"],
  flip: ["flip:0.1"],
  blur: ["blur:1.5"],
};
const specs = Object.values(examples).flat();
const anySpec = fc.constantFrom(...specs);
const anyChain = fc.array(anySpec, { minLength: 1, maxLength: 3 });

test("every family of corruptions has examples here", () => {
  expect(Object.keys(examples).sort()).toEqual([...corruptionNames].sort());
});

test("the same seed damages the same, and leaves the input as it was", () => {
  fc.assert(
    fc.property(anyChain, fc.integer(), (chain, seed) => {
      const before = picture.slice();
      const once = corrupt(picture, chain.join("+"), context(seed));
      expect(corrupt(picture, chain.join("+"), context(seed))).toEqual(once);
      expect(picture).toEqual(before);
    }),
    { numRuns: 60 },
  );
});

test("another seed damages differently wherever there is chance", () => {
  const chance = specs.filter((spec) => !/^(half|rows|frame|blur)|\/x=/.test(spec));
  for (const spec of chance) {
    const a = corrupt(picture, spec, context(1));
    expect(
      [1, 2, 3].some((seed) => !sameBytes(corrupt(picture, spec, context(seed + 1)).values, a.values)),
    ).toBe(true);
  }
});

const sameBytes = (a: Float64Array, b: Float64Array): boolean => a.every((value, j) => value === b[j]);

test("composing equals applying in turn, each part with its own stream", () => {
  fc.assert(
    fc.property(fc.array(anySpec, { minLength: 2, maxLength: 4 }), fc.integer(), (chain, seed) => {
      let state: Corrupted = { values: picture, known: new Uint8Array(size).fill(1) };
      chain.forEach((spec, k) => {
        state = parseCorruption(spec).apply(state, { ...context(seed), random: new Random(seed).fork(k) });
      });
      expect(corrupt(picture, chain.join("+"), context(seed))).toEqual(state);
    }),
    { numRuns: 60 },
  );
});

test("the known mask marks exactly what was kept, where parts are taken away", () => {
  for (const spec of specs.filter(keepsKnown)) {
    const { values, known } = corrupt(picture, spec, context(3));
    expect(known.includes(0)).toBe(true);
    for (let j = 0; j < size; j++) {
      const lost = spec.startsWith("occlude") ? other[j] : 0;
      expect(values[j]).toBe(known[j] === 1 ? picture[j] : lost);
    }
  }
});

test("a corruption that changes values leaves every component known", () => {
  for (const spec of specs.filter((text) => !keepsKnown(text))) {
    const { values, known } = corrupt(picture, spec, context(4));
    expect(known.every((flag) => flag === 1)).toBe(true);
    expect(sameBytes(values, picture)).toBe(false);
  }
});

test("what was made unknown stays unknown, and later noise does not touch it", () => {
  fc.assert(
    fc.property(anySpec, anySpec, fc.integer(), (first, second, seed) => {
      const before = corrupt(picture, first, { ...context(seed), random: new Random(seed).fork(0) });
      const after = corrupt(picture, `${first}+${second}`, context(seed));
      for (let j = 0; j < size; j++) {
        if (before.known[j] === 1) continue;
        expect(after.known[j]).toBe(0);
        if (!keepsKnown(second)) expect(after.values[j]).toBe(before.values[j]);
      }
    }),
    { numRuns: 100 },
  );
});

test("keepsKnown holds for chains of parts taken away, and for nothing else", () => {
  expect(keepsKnown("half:bottom")).toBe(true);
  expect(keepsKnown("half:bottom+ pixels:0.1+occlude:4")).toBe(true);
  expect(keepsKnown("half:bottom+noise:3")).toBe(false);
});

test.each([
  ["hlaf:bottom", /unknown corruption: hlaf \(did you mean half\?/],
  ["noise:25/clp=off", /unknown option of noise: clp \(did you mean clip\?/],
  ["noise:0:200:25", /lists and ranges belong to sweeps; expected noise:</],
  ["noise:25,50", /lists and ranges belong to sweeps/],
  ["noise", /invalid corruption: noise \(expected noise:<standard deviation/],
  ["noise:-1", /expected noise:</],
  ["noise:NaN", /expected noise:</],
  ["noise:25/clip=maybe", /clip=on\|off/],
  ["noise:25/mean=1/mean=2", /invalid corruption/],
  ["noise:25/mean", /invalid corruption/],
  ["half:middle", /expected half:bottom, half:top/],
  ["half:bottom/x=1", /invalid corruption/],
  ["pixels:1.5", /share between 0 and 1/],
  ["block:0", /expected block:</],
  ["block:4x", /expected block:</],
  ["block:4/x=1.5", /expected block:</],
  ["frame:2.5", /expected frame:</],
  ["blur:0", /expected blur:</],
  ["half:bottom+", /unknown corruption/],
])("%s is refused with what was expected", (spec, message) => {
  expect(() => parseCorruption(spec)).toThrow(message);
  expect(() => parseCorruption(spec)).toThrow(expect.objectContaining({ code: "ERR_OPTION" }));
});

test.each(["half:left", "block:4", "frame:2", "occlude:4", "blur:1", "salt-pepper:0.1"])(
  "%s on a vector is refused with what there is for vectors",
  (spec) => {
    expect(() => corrupt([1, 2, 3, 4], spec, context(1, null))).toThrow(
      /is for pictures.*for vectors use noise/,
    );
  },
);

test("values that do not fill the shape are refused", () => {
  expect(() => corrupt([1, 2, 3], "half:bottom", context(1))).toThrow(/3 values are no picture of 16x15/);
});
