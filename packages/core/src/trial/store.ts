import { HopfieldError } from "../errors.ts";
import { classMeans } from "../images/classMeans.ts";
import { ImageSet, type ImageShape } from "../images/imageSet.ts";
import { selectImages } from "../images/select.ts";
import { toPatterns } from "../images/toPatterns.ts";
import type { Random } from "../math/random.ts";
import { Patterns } from "../patterns/patterns.ts";
import type { TrialConfig } from "./config.ts";
import type { TrialSource, VectorSet } from "./source.ts";

/** The patterns that a trial stores, and what is known of each. */
export interface TrialStore {
  readonly patterns: Patterns;
  /** How many of them may be asked for: all but an intruder, which comes last. */
  readonly asked: number;
  /** The number of the intruder; null without one. */
  readonly intruder: number | null;
  /** The shape of the pictures; null for vectors. */
  readonly shape: ImageShape | null;
  /** The number of each pattern in the data set, or of its class. */
  readonly sources: readonly number[];
  readonly labels: readonly string[];
  /** A class number per pattern; null without labels. */
  readonly classes: readonly number[] | null;
  /** Pattern `i` in pixel units 0..255, or a vector in its own units. */
  original(i: number): Float64Array;
  /** Per component, 0 where pattern `i` is transparent; null where all is known. */
  alphaOf(i: number): Uint8Array | null;
}

/**
 * Chooses the patterns of a trial and reads them by its scale.
 * @throws HopfieldError ERR_COUNT when the data set is smaller than asked
 */
export function storeOf(source: TrialSource, config: TrialConfig, random: Random): TrialStore {
  return source.kind === "images" ? imageStore(source, config, random) : vectorStore(source, config, random);
}

/** Rows in pixel units in the scale's units, one after the other. */
export function unitsOf(
  rows: readonly Float64Array[],
  { size, scale: { gain, offset } }: Pick<Patterns, "size" | "scale">,
): Float64Array {
  const out = new Float64Array(rows.length * size);
  rows.forEach((row, q) => {
    for (let j = 0; j < size; j++) out[q * size + j] = gain * row[j] + offset;
  });
  return out;
}

/** Values in pixel units from values in the scale's units: undoes `unitsOf`. */
export function pixelsOf(values: Float64Array, patterns: Patterns): Float64Array {
  const { gain, offset } = patterns.scale;
  return values.map((value) => (value - offset) / gain);
}

function imageStore(
  { images: given, alphaKnown }: Extract<TrialSource, { kind: "images" }>,
  config: TrialConfig,
  random: Random,
): TrialStore {
  const gray = config.color === "gray";
  // By distance pictures are chosen as they will be compared; in other ways gray is made of the few that are chosen.
  const byDistance = config.select === "hard" || config.select === "easy";
  const images = gray && (byDistance || config.stored === "class-means") ? given.toGray() : given;
  const shape: ImageShape = {
    width: images.width,
    height: images.height,
    channels: gray ? 1 : images.channels,
  };
  if (config.stored === "class-means") {
    const means = meansOf(images);
    const { scale, normalize } = config;
    if (config.intruder !== "none") {
      throw new HopfieldError(
        "ERR_OPTION",
        `intruder ${config.intruder} needs stored images, not class-means; use --stored images`,
      );
    }
    return {
      patterns: new Patterns(means.values, { size: images.size, scale, normalize, labels: means.labels }),
      asked: means.labels.length,
      intruder: null,
      shape,
      sources: Array.from(means.labels),
      labels: Array.from(means.labels, (label) => images.classNames?.[label] ?? String(label)),
      classes: Array.from(means.labels),
      original: (i) => Float64Array.from(means.values.subarray(i * images.size, (i + 1) * images.size)),
      alphaOf: () => null,
    };
  }
  const sources = selectImages(images, config.patterns, config.select, random);
  const asked = sources.length;
  const selected = images.select(sources);
  const chosen = withIntruder(gray ? selected.toGray() : selected, config.intruder);
  const intruder = chosen.count > asked ? asked : null;
  const pixels = given.width * given.height;
  return {
    patterns: toPatterns(chosen, config.scale, config.normalize),
    asked,
    intruder,
    shape,
    sources: intruder === null ? sources : [...sources, -1],
    labels: Array.from({ length: chosen.count }, (_, i) =>
      i === intruder ? config.intruder : chosen.labelOf(i),
    ),
    classes: chosen.labels === undefined ? null : Array.from(chosen.labels),
    original: (i) => Float64Array.from(chosen.at(i)),
    alphaOf(i) {
      if (alphaKnown === undefined || i === intruder) return null;
      const mask = alphaKnown.subarray(sources[i] * given.size, (sources[i] + 1) * given.size);
      const known = Uint8Array.from(
        { length: pixels * shape.channels },
        (_, k) => mask[Math.floor(k / shape.channels) * given.channels],
      );
      return known.includes(0) ? known : null;
    },
  };
}

const means = new WeakMap<ImageSet, ReturnType<typeof classMeans>>();

/** The class means of a set, computed once: a sweep asks for them again and again. */
function meansOf(images: ImageSet): ReturnType<typeof classMeans> {
  let found = means.get(images);
  if (found === undefined) {
    found = classMeans(images);
    means.set(images, found);
  }
  return found;
}

/** The pictures with a white or a black one behind them; its class is none of theirs. */
function withIntruder(images: ImageSet, intruder: TrialConfig["intruder"]): ImageSet {
  if (intruder === "none") return images;
  const data = new Uint8Array(images.data.length + images.size).fill(intruder === "white" ? 255 : 0);
  data.set(images.data);
  const labels = images.labels === undefined ? undefined : [...images.labels, -1];
  const { width, height, channels, classNames, name } = images;
  return new ImageSet({ width, height, channels, classNames, name, data, labels });
}

function vectorStore(vectors: VectorSet, config: TrialConfig, random: Random): TrialStore {
  const pictureOnly =
    config.stored === "class-means"
      ? "stored class-means"
      : config.intruder !== "none"
        ? `intruder ${config.intruder}`
        : config.space !== "pixels"
          ? `space ${config.space}`
          : config.select === "random" || config.select === "first"
            ? null
            : `select ${config.select}`;
  if (pictureOnly !== null) {
    throw new HopfieldError(
      "ERR_OPTION",
      `${pictureOnly} needs pictures; for vectors use --stored images, --intruder none, --space pixels and --select random or first`,
      { setting: pictureOnly },
    );
  }
  if (config.patterns > vectors.count) {
    throw new HopfieldError(
      "ERR_COUNT",
      `asked for ${config.patterns} patterns of ${vectors.count} in ${vectors.name}; ask for at most ${vectors.count}`,
      { asked: config.patterns, count: vectors.count },
    );
  }
  const sources =
    config.select === "first"
      ? Array.from({ length: config.patterns }, (_, i) => i)
      : random.sample(vectors.count, config.patterns);
  const { size } = vectors;
  const values = new Float64Array(sources.length * size);
  sources.forEach((from, i) => {
    values.set(vectors.values.subarray(from * size, (from + 1) * size), i * size);
  });
  const labels = vectors.labels;
  return {
    patterns: new Patterns(values, { size, normalize: config.normalize }),
    asked: sources.length,
    intruder: null,
    shape: null,
    sources,
    labels: sources.map((from) => (labels === undefined ? "" : String(labels[from]))),
    classes: labels === undefined ? null : sources.map((from) => labels[from]),
    original: (i) => values.slice(i * size, (i + 1) * size),
    alphaOf: () => null,
  };
}
