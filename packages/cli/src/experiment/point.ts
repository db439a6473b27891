import type { QueryResult } from "modern-hopfield/trial";
import type { Settings } from "./specification.ts";

/** Where the pictures of a point are: one PNG, a column per query, the rows corrupted, retrieved and original. */
export interface PointAtlas {
  /** Below the run's folder. */
  readonly file: string;
  /** The numbers of the queries shown, in the order of the columns. */
  readonly queries: readonly number[];
  readonly rows: readonly ["corrupted", "retrieved", "original"];
  /** The width and height of one picture in the atlas. */
  readonly width: number;
  readonly height: number;
}

/** A finished point: one line of `points.jsonl`. */
export interface Point {
  /** The digest of everything that changes the result. */
  readonly key: string;
  /** What tells this condition from the others: the variant's name and the values of the grid. */
  readonly condition: Settings;
  /** All settings, defaults included. */
  readonly settings: Settings;
  readonly repeat: number;
  readonly seed: number;
  readonly measures: Readonly<Record<string, number | null>>;
  readonly lists: Readonly<Record<string, readonly (number | null)[]>>;
  /** Of the first repeat alone, in the order of the queries. */
  readonly perQuery?: readonly QueryResult[];
  readonly atlas: PointAtlas | null;
  /** How long it took; no summary knows it. */
  readonly seconds: number;
}

/** What the numbers of a run may depend on beside its specification. */
export interface RunEnvironment {
  readonly version: string;
  /** The digest of the library's compiled code. */
  readonly engine: string;
  readonly node: string;
  readonly platform: string;
  readonly processor: string;
  readonly processors: number;
  readonly kernels: string;
  readonly date: string;
  /** The digests of the data sets that were used, by name. */
  readonly data: Readonly<Record<string, string>>;
}
