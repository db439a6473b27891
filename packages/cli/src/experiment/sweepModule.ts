import { HopfieldError, type Similarity } from "modern-hopfield";
import { importModule, isModulePath, isSimilarity } from "./ownSimilarities.ts";
import { readSpecification } from "./schema.ts";
import type { Settings, Specification } from "./specification.ts";

/** A specification with similarities of one's own, by the names that its settings use. */
export interface SweepDefinition extends Omit<Specification, "version" | "about"> {
  readonly version?: 1;
  readonly about?: string;
  readonly similarities?: Readonly<Record<string, Similarity>>;
}

/** What a module defines. */
export interface SweepModule {
  readonly specification: Specification;
  readonly similarities: Readonly<Record<string, Similarity>>;
}

/**
 * Types a sweep that is written in a module: `export default defineSweep({ ... })`. Run it with
 * `hopfield sweep --config my-sweep.mjs`.
 */
export function defineSweep(definition: SweepDefinition): SweepDefinition {
  return definition;
}

/**
 * Reads a module of `defineSweep`.
 * @throws HopfieldError naming what its default export must be
 */
export async function readSweepModule(path: string): Promise<SweepModule> {
  const { default: definition } = await importModule(path);
  if (typeof definition !== "object" || definition === null) {
    throw new HopfieldError("ERR_OPTION", `${path}: expected "export default defineSweep({ ... })"`, {
      path,
    });
  }
  const { similarities = {}, ...rest } = definition as SweepDefinition;
  for (const [name, similarity] of Object.entries(similarities)) {
    if (!isSimilarity(similarity)) {
      throw new HopfieldError(
        "ERR_OPTION",
        `${path}: similarities.${name} is no similarity; make it with defineSimilarity`,
        { path, name },
      );
    }
  }
  return { specification: readSpecification({ version: 1, about: "", ...rest }, path), similarities };
}

const loaded = new Map<string, Promise<Similarity>>();

/** A similarity that is the default export of a module. */
async function similarityFrom(path: string): Promise<Similarity> {
  const { default: similarity } = await importModule(path);
  if (!isSimilarity(similarity)) {
    throw new HopfieldError("ERR_OPTION", `${path}: expected "export default defineSimilarity({ ... })"`, {
      path,
    });
  }
  return similarity;
}

const modules = new Map<string, Promise<SweepModule>>();

/** The similarities of one's own that a condition may use: those of its sweep's module, and a module that it names. */
export async function similaritiesOf(
  module: string | null,
  { similarity }: Settings,
): Promise<Readonly<Record<string, Similarity>>> {
  let own: Readonly<Record<string, Similarity>> = {};
  if (module !== null) {
    let reading = modules.get(module);
    if (reading === undefined) {
      reading = readSweepModule(module);
      modules.set(module, reading);
    }
    own = (await reading).similarities;
  }
  if (typeof similarity !== "string" || !isModulePath(similarity)) return own;
  let reading = loaded.get(similarity);
  if (reading === undefined) {
    reading = similarityFrom(similarity);
    loaded.set(similarity, reading);
  }
  return { ...own, [similarity]: await reading };
}
