import { ImageSet } from "modern-hopfield/images";
import type { TrialSource } from "modern-hopfield/trial";
import { openData } from "../data/source.ts";
import { digestOfSource } from "./digest.ts";
import type { Settings } from "./specification.ts";

/** Data that several conditions and several threads use. */
export interface SharedSource {
  readonly id: number;
  readonly name: string;
  readonly digest: string;
  readonly source: TrialSource;
}

/** Bytes in memory that threads share instead of copying it. */
function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

/** The source with its large arrays in shared memory. */
function sharedSource(source: TrialSource): TrialSource {
  if (source.kind === "vectors") {
    const { values } = source;
    const memory = new SharedArrayBuffer(values.byteLength);
    const copy = values instanceof Float32Array ? new Float32Array(memory) : new Float64Array(memory);
    copy.set(values);
    return { ...source, values: copy };
  }
  const { width, height, channels, labels, classNames, name, data } = source.images;
  const images = new ImageSet({ width, height, channels, labels, classNames, name, data: shared(data) });
  return source.alphaKnown === undefined
    ? { kind: "images", images }
    : { kind: "images", images, alphaKnown: shared(source.alphaKnown) };
}

/**
 * Opens what conditions draw from. A condition sees what `hopfield retrieve` with its settings would see: of several
 * files no more are read than it takes.
 */
export class Sources {
  readonly #dataDir: string | undefined;
  readonly #seed: number;
  readonly #opened = new Map<string, SharedSource>();
  readonly #same = new Map<string, SharedSource>();

  /** @param seed  of procedural pictures */
  constructor(dataDir: string | undefined, seed: number) {
    this.#dataDir = dataDir;
    this.#seed = seed;
  }

  /** The digests of all data by name. */
  get digests(): Record<string, string> {
    return Object.fromEntries([...this.#same.values()].map(({ name, digest }) => [name, digest]));
  }

  /** Opens the data of a condition. @throws HopfieldError as `openData` */
  async open(settings: Settings): Promise<SharedSource> {
    const { data, side } = settings;
    const atLeast =
      typeof settings.patterns === "number" && settings.patterns > 0 ? settings.patterns : undefined;
    const asked = JSON.stringify([data, side, atLeast]);
    const known = this.#opened.get(asked);
    if (known !== undefined) return known;
    const source = await openData(String(data), {
      dataDir: this.#dataDir,
      atLeast,
      side: Number(side),
      seed: this.#seed,
    });
    const digest = digestOfSource(source);
    // Conditions with few and with many patterns often draw from the same files.
    let found = this.#same.get(digest);
    if (found === undefined) {
      const name = source.kind === "images" ? source.images.name : source.name;
      found = { id: this.#same.size, name, digest, source: sharedSource(source) };
      this.#same.set(digest, found);
    }
    this.#opened.set(asked, found);
    return found;
  }
}
