import type { QueryResult, TrialConfig, TrialResults } from "modern-hopfield/trial";

/** All that `hopfield retrieve` has found out, as `--json` prints it. */
export interface RetrieveDocument {
  /** The version of this shape. */
  version: number;
  /** The command that repeats the run. */
  command: string;
  config: TrialConfig & { data: string; resolved: Record<string, unknown> };
  environment: { version: string; node: string; platform: string; date: string; dataset: string };
  results: TrialResults;
  perQuery: QueryResult[];
  repeats: { seed: number; beta: number; accuracy: number; mse: number; seconds: number }[];
  diagnosis: {
    hubs: { index: number; wins: number }[];
    /** Delta_i of each stored pattern: its own score minus the best other score. */
    separation: number[];
    unreachable: number[];
    advice: { code: string; message: string; fix: string }[];
  } | null;
}
