import type { Scalar } from "modern-hopfield/experiment";

/** Values of settings by name. `data` and `side` are settings too: what `--data` and `--size` say. */
export type Settings = Readonly<Record<string, Scalar>>;

/**
 * The values that a setting takes in turn: a list, whose texts may be ranges, or one range:
 * `start:stop:step` (both ends belong to it), `log:from:to:count`. In `corrupt` a range may stand for the number
 * of a corruption: `noise:0:200:25`.
 */
export type Axis = string | readonly Scalar[];

/** A named set of settings that is compared with others: a method, mostly. */
export interface Variant {
  readonly name: string;
  readonly settings: Settings;
}

/** Picks conditions: a value, or a list of values, per name (`variant` or a setting). */
export type Where = Readonly<Record<string, Scalar | readonly Scalar[]>>;

/** A line at a published or known value: everywhere, or a mark at one place. */
export interface Reference {
  readonly name: string;
  readonly y: number;
  readonly x?: number;
}

interface ChartBase {
  readonly title: string;
  /** What to see in it, in a sentence. */
  readonly about?: string;
  readonly where?: Where;
}

/** Measures against a setting (or another measure), a line per measure and per value of `by`. */
export interface LinesChart extends ChartBase {
  readonly kind: "lines";
  /** A setting, or a measure. `corrupt` is drawn by the number of its corruption. */
  readonly x: string;
  readonly xLabel?: string;
  readonly xLog?: boolean;
  readonly y: readonly { readonly measure: string; readonly name?: string }[];
  readonly yLabel?: string;
  readonly yLog?: boolean;
  /** Names whose values make lines of their own (`variant`, or settings). */
  readonly by?: readonly string[];
  /** A name whose values make panels of their own. */
  readonly panels?: string;
  /** Shade where most queries end at a global, a metastable or a single state. */
  readonly regimes?: boolean;
  readonly references?: readonly Reference[];
  /** Measures that say the same for every method, drawn once: the nearest neighbour, the untouched query. */
  readonly baselines?: readonly { readonly measure: string; readonly name: string }[];
}

/** A measure by two settings. */
export interface HeatmapChart extends ChartBase {
  readonly kind: "heatmap";
  readonly x: string;
  readonly y: string;
  readonly value: string;
  /** Mark each cell with the kind of fixed point that most of its queries end at. */
  readonly regimes?: boolean;
}

/** A list of numbers per query of the first repeat, one colour per condition. */
export interface PerImageChart extends ChartBase {
  readonly kind: "per-image";
  /** The name of a list: "mse", "cosine", "vector" ... */
  readonly list: string;
  readonly sorted?: boolean;
}

/** Which pattern leads after each update, query by query: the first repeat of one condition. */
export interface StepsChart extends ChartBase {
  readonly kind: "steps";
}

/** One list against another, a dot per query. */
export interface ScatterChart extends ChartBase {
  readonly kind: "scatter";
  readonly x: string;
  readonly y: string;
}

export type Chart = LinesChart | HeatmapChart | PerImageChart | StepsChart | ScatterChart;

/** What a source published about a measure, and how near ours has to be. */
export interface Expected {
  /** What it is, in words: "MSE of every image". */
  readonly name: string;
  /** Which conditions it speaks of. */
  readonly where?: Where;
  readonly measure: string;
  /** What the source says, in its words or numbers, and where. */
  readonly published: string;
  /** The mean over the repeats must lie within these. */
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** An experiment as data: what is stored, damaged, asked and measured, over which grid, and what was published of it. */
export interface Specification {
  readonly $schema?: string;
  readonly version: 1;
  /** Lower-case words joined by "-": the name of the file and of `hopfield experiment run`. */
  readonly name: string;
  readonly title: string;
  /** What is measured and what to see, in plain sentences. */
  readonly about: string;
  /** Where the figure or table was published. */
  readonly source?: string;
  /** The protocol; "retrieve" by default. */
  readonly protocol?: string;
  /** Settings that all conditions share, over the protocol's defaults. */
  readonly settings?: Settings;
  readonly variants?: readonly Variant[];
  readonly grid?: Readonly<Record<string, Axis>>;
  /** How often each condition is repeated, with the seeds seed, seed + 1 ...; 1 by default. */
  readonly repeats?: number;
  /** 7 by default. */
  readonly seed?: number;
  /** Keep an atlas of the pictures of each condition's first repeat; true by default where there are pictures. */
  readonly pictures?: boolean;
  /** The measures of the table, the most important first. */
  readonly measures?: readonly string[];
  readonly charts?: readonly Chart[];
  readonly expected?: readonly Expected[];
  /** About how long it takes on 2 cores, in seconds. */
  readonly seconds?: number;
  /** A smaller version that tests run: overrides of settings, grid and repeats. */
  readonly small?: {
    readonly settings?: Settings;
    readonly grid?: Readonly<Record<string, Axis>>;
    readonly repeats?: number;
  };
}
