import { Random } from "modern-hopfield";
import { ImageSet, proceduralScenes } from "modern-hopfield/images";
import type { TrialSource } from "modern-hopfield/trial";
import { conditionsOf } from "../../experiment/conditions.ts";
import { digestOf } from "../../experiment/digest.ts";
import { atlasOf } from "../../experiment/measured.ts";
import type { Point } from "../../experiment/point.ts";
import { protocolNamed } from "../../experiment/protocols.ts";
import type { Run } from "../../experiment/run.ts";
import type { Specification } from "../../experiment/specification.ts";
import { ordered, summarize } from "../../experiment/summarize.ts";

/** What a run for the tests of its report looks like. */
export interface RunFixtureOptions {
  /** Replaces parts of the specification. */
  readonly specification?: Partial<Specification>;
  readonly folder?: string;
  /** "noise" pictures cannot be packed: the worst case for the size of the page. */
  readonly source?: "scenes" | "noise" | "vectors";
  readonly count?: number;
  /** Of noise pictures. */
  readonly side?: number;
}

const defaults: Specification = {
  version: 1,
  name: "demo",
  title: "Two similarities against noise",
  about: "Stores scenes and asks for them with noise.",
  source: "made for tests",
  settings: { patterns: 8, queries: 8, missing: "black", steps: 3, kernels: "reference" },
  variants: [
    { name: "dot", settings: { similarity: "dot", beta: 1 } },
    { name: "manhattan", settings: { similarity: "manhattan" } },
  ],
  grid: { corrupt: ["noise:20", "noise:80"] },
  repeats: 2,
  measures: ["accuracy", "mse", "lostByIterating"],
  charts: [
    {
      kind: "lines",
      title: "Accuracy against noise",
      x: "corrupt",
      y: [{ measure: "accuracy" }],
      by: ["variant"],
    },
    { kind: "per-image", title: "MSE of each picture", list: "mse", where: { corrupt: "noise:80" } },
  ],
  expected: [
    {
      name: "manhattan recalls all",
      where: { variant: "manhattan" },
      measure: "accuracy",
      published: "100 %",
      atLeast: 0.99,
    },
  ],
};

function sourceOf({ source, count = 8, side = 32 }: RunFixtureOptions): TrialSource {
  if (source === "vectors") {
    const random = new Random(3);
    const values = Float32Array.from({ length: count * 12 }, () => random.normal(0, 1));
    return { kind: "vectors", name: "vectors", count, size: 12, values };
  }
  if (source === "noise") {
    const random = new Random(5);
    const data = Uint8Array.from({ length: count * side * side * 3 }, () => random.below(256));
    return {
      kind: "images",
      images: new ImageSet({ width: side, height: side, channels: 3, data, name: "noise" }),
    };
  }
  return { kind: "images", images: proceduralScenes(count, 1) };
}

/** A run whose points are measured on the spot by the protocol itself, kept in memory as its folder would have them. */
export async function runFixture(options: RunFixtureOptions = {}): Promise<Run> {
  const specification: Specification = { ...defaults, ...options.specification };
  const protocol = protocolNamed(specification.protocol);
  const source = protocol.data === "none" ? null : sourceOf(options);
  const { repeats = 1, seed = 7, pictures = true } = specification;
  const conditions = conditionsOf(specification);
  const files = new Map<string, Uint8Array>();
  const points: Point[] = [];
  for (const { condition, settings } of conditions) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      const { data: _data, side: _side, ...own } = settings;
      const result = await protocol.run(own, seed + repeat, source);
      const key = digestOf({ settings, seed: seed + repeat });
      const shown = pictures && repeat === 0 ? result.perQuery : undefined;
      const made =
        shown === undefined || (result.pictures ?? null) === null
          ? null
          : atlasOf(result.pictures!, shown, seed + repeat);
      const file = `images/${key}.png`;
      if (made !== null) files.set(file, made.png);
      points.push({
        key,
        condition,
        settings,
        repeat,
        seed: seed + repeat,
        measures: result.measures,
        lists: result.lists,
        ...(shown === undefined ? {} : { perQuery: shown }),
        atlas: made === null ? null : { file, ...made.info },
        seconds: 0.25,
      });
    }
  }
  return asRun(specification, points, conditions.length * repeats, options.folder ?? "runs/demo", files);
}

/** Points as a run: what follows from them is computed anew. */
export function asRun(
  specification: Specification,
  points: readonly Point[],
  wanted: number,
  folder: string,
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): Run {
  const sorted = ordered(specification, points);
  return {
    folder,
    specification,
    environment: {
      version: "0.1.0",
      engine: "e19cc6404b411b69",
      node: "v20.19.0",
      platform: "linux x64",
      processor: "a processor",
      processors: 2,
      kernels: "reference",
      date: "2025-01-31T12:00:00.000Z",
      data: { scenes: "f09499ec43ecdadf" },
    },
    points: sorted,
    wanted,
    summary: summarize(specification, sorted),
    read: (file) => files.get(file) ?? null,
  };
}

/** The same run with other points, its pictures kept. */
export function withPoints(run: Run, points: readonly Point[]): Run {
  return { ...run, points, summary: summarize(run.specification, points) };
}
