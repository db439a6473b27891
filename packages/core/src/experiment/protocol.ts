import type { Similarity } from "../memory/similarity.ts";
import type { Embedder } from "../metrics/embedder.ts";
import type { QueryResult, TrialPictures } from "../trial/result.ts";
import type { TrialSource } from "../trial/source.ts";
import type { Fields, Scalar } from "./field.ts";

/** What one point of an experiment measured: plain data, the same for the same settings, seed and data; no times. */
export interface PointResult {
  /** One number per measure; null where it does not exist. */
  readonly measures: Readonly<Record<string, number | null>>;
  /** Lists of numbers by name: one per query, per step, per stored pattern ... */
  readonly lists: Readonly<Record<string, readonly (number | null)[]>>;
  /** All about each query, for protocols that ask queries. */
  readonly perQuery?: readonly QueryResult[];
  /** The pictures of the queries, in the order of `perQuery`; null where there are none. */
  readonly pictures?: TrialPictures | null;
}

/** What a measure is, for tables, axes and glossaries. */
export interface MeasureInfo {
  /** With its unit: "MSE (pixel units², 0–255)". */
  readonly label: string;
  /** One sentence: how it is computed. */
  readonly about: string;
  /** Which end is good; null where neither is. */
  readonly better: "higher" | "lower" | null;
  /** A share between 0 and 1. */
  readonly share?: boolean;
}

/** What a running point may be told. */
export interface PointOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Embedders by the names that settings use. */
  readonly embedders?: Readonly<Record<string, Embedder>> | undefined;
  /** Similarities of one's own by the names that settings use. */
  readonly similarities?: Readonly<Record<string, Similarity>> | undefined;
}

/** One way to measure: settings and a seed in, numbers out. A sweep runs it once per condition and repeat. */
export interface Protocol<S extends { readonly [K in keyof S]: Scalar }> {
  /** "retrieve", "capacity" ... */
  readonly name: string;
  /** What it measures, in a sentence or two, with its source. */
  readonly about: string;
  /** What it draws its patterns from: a set of pictures, any data, or its own random numbers. */
  readonly data: "images" | "any" | "none";
  readonly defaults: Readonly<S>;
  readonly fields: Fields<S>;
  readonly measures: Readonly<Record<string, MeasureInfo>>;
  /**
   * Runs one point. Repeats differ in `seed` alone; conditions with the same seed are paired: they see the same
   * patterns and the same damage wherever their settings allow it.
   * @param source  null for a protocol that needs no data
   * @throws HopfieldError for settings that cannot be used together
   */
  run(
    settings: S,
    seed: number,
    source: TrialSource | null,
    options?: PointOptions,
  ): PointResult | Promise<PointResult>;
}

/** A protocol that waits for nothing. */
export interface SyncProtocol<S extends { readonly [K in keyof S]: Scalar }> extends Protocol<S> {
  run(settings: S, seed: number, source: TrialSource | null, options?: PointOptions): PointResult;
}
