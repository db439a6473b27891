import { cpus } from "node:os";
import { resolve } from "node:path";
import { availableKernels } from "modern-hopfield";
import { finiteOnly } from "../files/finiteOnly.ts";
import { version } from "../version.ts";
import { type Condition, conditionsOf } from "./conditions.ts";
import { digestOfFile, engineDigest } from "./digest.ts";
import { embeddersFor, embeddersNamed, fingerprintOf } from "./embedders.ts";
import { distinct } from "./loadRun.ts";
import type { Measured } from "./measured.ts";
import { isModulePath } from "./ownSimilarities.ts";
import type { Point, RunEnvironment } from "./point.ts";
import { measureAll } from "./pool.ts";
import { protocolNamed } from "./protocols.ts";
import { RunWriter, runFiles } from "./runFolder.ts";
import { readSpecification } from "./schema.ts";
import { type SharedSource, Sources } from "./sources.ts";
import type { Settings, Specification } from "./specification.ts";
import { summarize } from "./summarize.ts";
import type { RunSummary } from "./summary.ts";
import { similaritiesOf } from "./sweepModule.ts";
import { defaultSeed, type Task, tasksOf } from "./tasks.ts";

/** With so many conditions or fewer, each keeps its queries and pictures unless the specification says otherwise. */
const picturesUpTo = 24;

/** How a sweep is run. */
export interface SweepOptions {
  readonly folder: string;
  readonly jobs: number;
  readonly dataDir?: string | undefined;
  /** The module that defines the sweep, for its similarities. */
  readonly module?: string | null | undefined;
  /** Measure again what was measured. */
  readonly force?: boolean | undefined;
  /** Told once, before the first point is measured. */
  readonly onPlan?: ((plan: SweepPlan) => void) | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What a sweep is about to do. */
export interface SweepPlan {
  readonly points: number;
  /** How many of them were measured before. */
  readonly done: number;
  readonly conditions: number;
  readonly jobs: number;
}

/** How a sweep ended. */
export interface SweepOutcome {
  readonly summary: RunSummary;
  readonly measured: number;
  readonly done: number;
  /** The points that could not be measured, with the reason. */
  readonly failed: readonly {
    readonly condition: Settings;
    readonly repeat: number;
    readonly error: Error;
  }[];
}

/**
 * Measures every point of a specification that its folder does not hold yet. Each finished point is on disk before the
 * next is asked for, so whatever stops the machine costs the points under way and nothing else.
 *
 * @throws HopfieldError for a specification, data or a module that cannot be used, before anything is measured
 */
export async function runSweep(given: Specification, options: SweepOptions): Promise<SweepOutcome> {
  // As it will be read from the folder, so that a run that is continued writes the same bytes.
  const specification = readSpecification(JSON.parse(JSON.stringify(given)), given.name);
  const { folder, jobs, dataDir, force = false } = options;
  const module = options.module == null ? null : resolve(options.module);
  const own = new Set(Object.keys(await similaritiesOf(module, {})));
  const conditions = conditionsOf(specification, own);
  const fingerprints = new Map<string, string>();
  for (const { settings } of conditions) {
    await similaritiesOf(module, settings);
    for (const [name, embedder] of Object.entries(await embeddersFor(settings, dataDir))) {
      if (!fingerprints.has(name)) fingerprints.set(name, await fingerprintOf(embedder));
    }
  }
  const protocol = protocolNamed(specification.protocol);
  const sources = new Sources(dataDir, specification.seed ?? defaultSeed);
  const sourceOf = new Map<Condition["settings"], SharedSource>();
  if (protocol.data !== "none") {
    for (const { settings } of conditions) sourceOf.set(settings, await sources.open(settings));
  }
  const [kernels] = availableKernels();
  const tasks = tasksOf(specification, conditions, {
    engine: engineDigest(),
    kernels,
    data: ({ settings }) => sourceOf.get(settings)?.digest ?? null,
    outside: ({ settings }) => outsideOf(settings, module, fingerprints),
  });
  const writer = new RunWriter(folder);
  try {
    const before = new Map(distinct(force ? [] : writer.before).map((point) => [point.key, point]));
    const found = tasks.flatMap(({ key }) => before.get(key) ?? []);
    const left = tasks.filter(({ key }) => !before.has(key));
    writer.write(runFiles.specification, `${JSON.stringify(specification, null, 2)}\n`);
    writer.write(runFiles.environment, `${JSON.stringify(environmentOf(kernels, sources), null, 2)}\n`);
    options.onPlan?.({ points: tasks.length, done: found.length, conditions: conditions.length, jobs });
    const fresh: Point[] = [];
    const failed: { condition: Settings; repeat: number; error: Error }[] = [];
    const finish = (): void =>
      options.onProgress?.(found.length + fresh.length + failed.length, tasks.length);
    await measureAll(
      left.map((task) => ({ task, source: sourceOf.get(task.settings) ?? null })),
      jobs,
      {
        protocol: specification.protocol,
        module,
        dataDir,
        pictures: specification.pictures ?? conditions.length <= picturesUpTo,
      },
      {
        onMeasured(task, measured) {
          fresh.push(kept(writer, task, measured));
          finish();
        },
        onError({ condition, repeat }, error) {
          failed.push({ condition, repeat, error });
          finish();
        },
      },
    );
    const summary = summarize(specification, [...found, ...fresh]);
    writer.write(runFiles.summary, `${JSON.stringify(summary, finiteOnly, 2)}\n`);
    return { summary, measured: fresh.length, done: found.length, failed };
  } finally {
    writer.close();
  }
}

/** Writes what was measured, the picture first: a line in `points.jsonl` promises that its picture is there. */
function kept(writer: RunWriter, task: Task, measured: Measured): Point {
  const { key, condition, settings, repeat, seed } = task;
  const file = `images/${key}.png`;
  if (measured.atlas !== null) writer.write(file, measured.atlas.png);
  const point: Point = {
    key,
    condition,
    settings,
    repeat,
    seed,
    measures: measured.measures,
    lists: measured.lists,
    ...(measured.perQuery === null ? {} : { perQuery: measured.perQuery }),
    atlas: measured.atlas === null ? null : { file, ...measured.atlas.info },
    seconds: measured.seconds,
  };
  writer.append(point);
  // As it will be read: numbers that JSON does not know are gone.
  return JSON.parse(JSON.stringify(point, finiteOnly)) as Point;
}

/** The digest of what a condition takes from outside the library: modules of one's own, weights of embedders. */
function outsideOf(
  settings: Settings,
  module: string | null,
  fingerprints: ReadonlyMap<string, string>,
): string | null {
  const parts: string[] = [];
  if (module !== null) parts.push(digestOfFile(module));
  const { similarity } = settings;
  if (typeof similarity === "string" && isModulePath(similarity)) parts.push(digestOfFile(similarity));
  for (const name of embeddersNamed(settings)) parts.push(`${name} ${fingerprints.get(name)}`);
  return parts.length === 0 ? null : parts.join(" ");
}

function environmentOf(kernels: string, sources: Sources): RunEnvironment {
  const processors = cpus();
  return {
    version: version(),
    engine: engineDigest(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: processors[0]?.model ?? "unknown",
    processors: processors.length,
    kernels,
    date: new Date().toISOString(),
    data: sources.digests,
  };
}
