import { expect, test } from "vitest";
import { nearestName } from "../errors.ts";
import { Random } from "../math/random.ts";
import { deviation, mean } from "../math/statistics.ts";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { parseSeparation, parseSimilarity, separationNames, similarityNames } from "../memory/choices.ts";
import { Patterns } from "./patterns.ts";
import { type PixelScaleName, pixelScale, pixelScaleNames } from "./scale.ts";

const random = new Random("patterns");

test.each(pixelScaleNames)("the scale %s undoes itself for every byte", (name) => {
  const { gain, offset } = pixelScale(name);
  for (let byte = 0; byte < 256; byte++) {
    expect(Math.round((gain * byte + offset - offset) / gain)).toBe(byte);
  }
  const ends = { unit: [0, 1], bipolar: [-1, 1], centred: [-0.5, 0.5], pixel: [0, 255] }[name];
  const [low, high] = new Patterns(Uint8Array.from([0, 255]), { size: 2, scale: name }).at(0);
  expect(low).toBeCloseTo(ends[0], 15);
  expect(high).toBeCloseTo(ends[1], 15);
});

test("layer norm gives mean 0 and deviation 1, mean removal mean 0; plain gives the scale's units back", () => {
  const bytes = Uint8Array.from({ length: 3 * 200 }, () => random.below(256));
  const layered = new Patterns(bytes, { size: 200, scale: "unit", normalize: "layer" });
  const centred = new Patterns(bytes, { size: 200, scale: "unit", normalize: "mean" });
  for (let i = 0; i < 3; i++) {
    expect(mean(layered.at(i))).toBeCloseTo(0, 12);
    expect(deviation(layered.at(i))).toBeCloseTo(1, 2);
    expect(mean(centred.at(i))).toBeCloseTo(0, 12);
  }
  const memory = new AssociativeMemory(layered, { similarity: "dot", beta: 10 });
  const { output } = memory.retrieve(bytes.slice(0, 200));
  for (const [j, value] of output.entries()) expect(value).toBeCloseTo(bytes[j] / 255, 9);
});

test("a constant picture survives layer norm as zeros", () => {
  const flat = new Patterns(new Uint8Array(9).fill(80), { size: 9, normalize: "layer" });
  for (const value of flat.at(0)) expect(value).toBeCloseTo(0, 9);
});

test("the data given is shared until the first change and never written", () => {
  const bytes = Uint8Array.from([1, 2, 3, 4]);
  const patterns = new Patterns(bytes, { size: 2 });
  expect(patterns.data.buffer).toBe(bytes.buffer);
  for (let k = 0; k < 20; k++) patterns.add([k, 100 + k]);
  patterns.replace(0, [9, 9]);
  patterns.remove(1);
  expect([...bytes]).toEqual([1, 2, 3, 4]);
  expect([patterns.count, ...patterns.at(0), ...patterns.at(1), ...patterns.at(20)]).toEqual([
    21, 9, 9, 0, 100, 19, 119,
  ]);
  expect(() => patterns.at(21)).toThrow(/no pattern 21; 21 are stored/);
});

test.each<[string, RegExp, () => unknown]>([
  [
    "ERR_SIZE",
    /5 values are not a whole number of patterns of 2/,
    () => new Patterns([1, 2, 3, 4, 5], { size: 2 }),
  ],
  ["ERR_SIZE", /pattern 1 has 1 values \(expected 2\)/, () => new Patterns([[1, 2], [3]], { size: 2 })],
  ["ERR_SIZE", /3 labels for 1 patterns/, () => new Patterns([1, 2], { size: 2, labels: [1, 2, 3] })],
  [
    "ERR_NOT_FINITE",
    /pattern 1 has NaN at component 0/,
    () => new Patterns([1, 2, Number.NaN, 4], { size: 2 }),
  ],
  [
    "ERR_NOT_FINITE",
    /pattern 0 has -Infinity at component 1/,
    () => new Patterns([[1, -Infinity]], { size: 2 }),
  ],
  ["ERR_OPTION", /pattern size: 0/, () => new Patterns([], { size: 0 })],
  [
    "ERR_OPTION",
    /unknown pixel scale: untit .*unit/,
    () => new Patterns([1], { size: 1, scale: "untit" as PixelScaleName }),
  ],
  [
    "ERR_OPTION",
    /unknown normalization: laier .*layer/,
    () => new Patterns([1], { size: 1, normalize: "laier" as "layer" }),
  ],
  [
    "ERR_RANGE",
    /256 at component 1; this memory keeps bytes/,
    () => new Patterns(new Uint8Array(2), { size: 2 }).add([0, 256]),
  ],
  [
    "ERR_RANGE",
    /0.5 at component 0; this memory keeps bytes/,
    () => new Patterns(new Uint8Array(2), { size: 2 }).add([0.5, 0]),
  ],
])("%s: %s", (code, message, act) => {
  expect(act).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
});

test.each<[string, RegExp, () => unknown]>([
  ["ERR_SIZE", /query has 784 values, the memory stores 3072/, () => wide().retrieve(new Uint8Array(784))],
  [
    "ERR_SIZE",
    /query has 1024 values, the memory stores 3072; is it gray\?/,
    () => wide().retrieve(new Uint8Array(1024)),
  ],
  [
    "ERR_SIZE",
    /query has 9216 values, the memory stores 3072; is it colour\?/,
    () => wide().retrieve([new Float64Array(9216)]),
  ],
  ["ERR_SIZE", /query has 0 values/, () => wide().retrieve([])],
  ["ERR_NOT_FINITE", /query 1 has NaN at component 2/, () => small().retrieve([1, 2, 3, 4, 5, Number.NaN])],
  ["ERR_BETA", /invalid beta: 0 /, () => small({ beta: 0 })],
  ["ERR_BETA", /invalid beta: -3 /, () => small().retrieve([1, 2, 3], { beta: -3 })],
  ["ERR_BETA", /invalid beta: Infinity/, () => small({ beta: Number.POSITIVE_INFINITY })],
  ["ERR_OPTION", /invalid effective: 0.5/, () => small({ effective: 0.5 })],
  ["ERR_OPTION", /invalid maxSteps: 1.5/, () => small().retrieve([1, 2, 3], { maxSteps: 1.5 })],
  ["ERR_OPTION", /invalid tolerance: NaN/, () => small().retrieve([1, 2, 3], { tolerance: Number.NaN })],
  ["ERR_OPTION", /invalid weight of pattern 1: 0/, () => small({ weights: [1, 0] })],
  ["ERR_SIZE", /1 weights for 2 patterns/, () => small({ weights: [1] })],
  ["ERR_DUPLICATE", /patterns 0 and 1 are equal/, () => new AssociativeMemory([[1], [1]])],
  [
    "ERR_ZERO_NORM",
    /pattern 1 has norm 0.*squaredEuclidean/,
    () =>
      new AssociativeMemory(
        [
          [1, 2],
          [0, 0],
        ],
        { similarity: "cosine" },
      ),
  ],
  [
    "ERR_ZERO_NORM",
    /pattern 0 has norm 0 after its mean/,
    () => new AssociativeMemory([[5, 5]], { similarity: "centredCosine" }),
  ],
  [
    "ERR_RANGE",
    /pattern 0 has 0.5 at component 1; bipolar/,
    () => new AssociativeMemory([[1, 0.5]], { similarity: "bipolar" }),
  ],
  [
    "ERR_RANGE",
    /the query has -4 at component 1/,
    () => small({ similarity: "jensenShannon" }).retrieve([1, -4, 2]),
  ],
  [
    "ERR_RANGE",
    /the query reaches 200.*scale is unit \(0\.\.1\)/,
    () => wide("unit").retrieve(new Float64Array(3072).fill(200)),
  ],
  [
    "ERR_RANGE",
    /lies within 0\.\.1.*multiply it by 255/,
    () => wide("pixel").retrieve(new Float64Array(3072).fill(0.5)),
  ],
  [
    "ERR_OPTION",
    /identity needs scores that are not negative, squaredEuclidean has none/,
    () => small({ separation: "identity" }),
  ],
])("%s: %s", (code, message, act) => {
  expect(act).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
});

function small(options: object = {}): AssociativeMemory {
  return new AssociativeMemory(
    [
      [1, 2, 3],
      [3, 1, 2],
    ],
    { beta: 1, ...options },
  );
}

function wide(scale: PixelScaleName = "unit"): AssociativeMemory {
  return new AssociativeMemory(new Patterns(new Uint8Array(2 * 3072).fill(9, 0, 50), { size: 3072, scale }), {
    beta: 1,
  });
}

test("every name parses to a choice of that name; options follow after slashes", () => {
  for (const name of similarityNames) expect(parseSimilarity(name).name).toBe(name);
  for (const name of separationNames) expect(parseSeparation(name).name.length).toBeGreaterThan(0);
  expect(parseSeparation("entmax/alpha=1.25").name).toBe("entmax/alpha=1.25");
  expect(parseSeparation("null/score=-40").name).toContain("-40");
});

test.each([
  ["manhatan", /unknown similarity: manhatan \(did you mean manhattan\?/],
  ["cosin", /did you mean cosine\?/],
  ["toString", /unknown similarity: toString/],
  ["dot/alpha=2", /dot takes no options/],
  ["kullbackLeibler/smothing=1", /did you mean smoothing\?/],
  ["kullbackLeibler/smoothing=x", /invalid smoothing of kullbackLeibler/],
  ["kullbackLeibler/smoothing=0", /invalid smoothing: 0/],
])("the similarity %s is refused with the remedy", (spec, message) => {
  expect(() => parseSimilarity(spec)).toThrow(
    expect.objectContaining({ code: "ERR_OPTION", message: expect.stringMatching(message) }),
  );
});

test("the nearest name is the one spelled most alike", () => {
  expect(nearestName("sofmtax", separationNames)).toBe("softmax");
  expect(nearestName("squared", similarityNames)).toBe("squaredEuclidean");
  expect(nearestName("DOT", similarityNames)).toBe("dot");
});
