import type { Condition } from "./conditions.ts";
import { digestOf } from "./digest.ts";
import type { Specification } from "./specification.ts";

/** One point to be measured. */
export interface Task extends Condition {
  readonly key: string;
  readonly repeat: number;
  readonly seed: number;
}

/** What a result depends on beside its settings and seed. */
export interface Dependencies {
  readonly engine: string;
  /** The kernel set that `auto` means here. */
  readonly kernels: string;
  /** The digest of what a condition draws its patterns from; null without data. */
  readonly data: (condition: Condition) => string | null;
  /** The digest of what a condition takes from outside: files of similarities, weights of embedders. */
  readonly outside: (condition: Condition) => string | null;
}

/** The default of `seed`, as of every trial. */
export const defaultSeed = 7;

/** All points of an experiment: every condition, each repeated with the seeds seed, seed + 1 ... */
export function tasksOf(
  specification: Specification,
  conditions: readonly Condition[],
  dependencies: Dependencies,
): Task[] {
  const { protocol = "retrieve", repeats = 1, seed = defaultSeed } = specification;
  return conditions.flatMap((condition) => {
    const shared = {
      protocol,
      settings: condition.settings,
      engine: dependencies.engine,
      kernels: dependencies.kernels,
      data: dependencies.data(condition),
      outside: dependencies.outside(condition),
    };
    return Array.from({ length: repeats }, (_, repeat) => ({
      ...condition,
      key: digestOf({ ...shared, condition: condition.condition, seed: seed + repeat }),
      repeat,
      seed: seed + repeat,
    }));
  });
}
