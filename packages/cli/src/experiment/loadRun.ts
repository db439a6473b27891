import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HopfieldError } from "modern-hopfield";
import { conditionsOf } from "./conditions.ts";
import type { Point } from "./point.ts";
import type { Run } from "./run.ts";
import { readEnvironment, readPoints, readRunSpecification, runFiles } from "./runFolder.ts";
import { ordered, summarize } from "./summarize.ts";

/** Each point once: of two with one key the later, which was measured because the earlier was not there yet. */
export function distinct(points: readonly Point[]): Point[] {
  return [...new Map(points.map((point) => [point.key, point])).values()];
}

/**
 * A run as its folder has it.
 * @throws HopfieldError ERR_DATA_MISSING when the folder holds no run, ERR_DATA for a broken file
 */
export function loadRun(folder: string): Run {
  const specification = readRunSpecification(folder);
  const environment = readEnvironment(folder);
  if (specification === null || environment === null) {
    throw new HopfieldError(
      "ERR_DATA_MISSING",
      `${folder} holds no run (expected ${runFiles.specification}, ${runFiles.environment} and ${runFiles.points}); make one with hopfield sweep --out ${folder}`,
      { folder },
    );
  }
  const all = distinct(readPoints(folder).points);
  const own = new Set(all.map(({ settings }) => String(settings.similarity)));
  const conditions = conditionsOf(specification, own);
  const asked = new Set(conditions.map(({ settings }) => JSON.stringify(settings)));
  const repeats = specification.repeats ?? 1;
  // A folder may hold points of an earlier specification; what was measured is never thrown away.
  const points = ordered(
    specification,
    all.filter(({ settings, repeat }) => repeat < repeats && asked.has(JSON.stringify(settings))),
  );
  return {
    folder,
    specification,
    environment,
    points,
    wanted: conditions.length * repeats,
    summary: summarize(specification, points),
    read(file) {
      const path = join(folder, file);
      return existsSync(path) ? readFileSync(path) : null;
    },
  };
}
