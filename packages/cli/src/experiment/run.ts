import type { Point, RunEnvironment } from "./point.ts";
import type { Specification } from "./specification.ts";
import type { RunSummary } from "./summary.ts";

/** A run as its folder has it. */
export interface Run {
  readonly folder: string;
  /** With all defaults and overrides: what was run. */
  readonly specification: Specification;
  readonly environment: RunEnvironment;
  /** In the order of the specification's conditions, then repeats. */
  readonly points: readonly Point[];
  /** How many points the specification asks for; more than `points` when the run is not finished. */
  readonly wanted: number;
  readonly summary: RunSummary;
  /** Reads a file below the folder; null when it is not there. */
  readonly read: (file: string) => Uint8Array | null;
}
