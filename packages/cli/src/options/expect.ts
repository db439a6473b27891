import { HopfieldError, nearestName } from "modern-hopfield";

/** A condition on a result: a path into the results, a comparison and a number. */
export interface Expectation {
  readonly text: string;
  readonly path: string;
  readonly holds: (value: number) => boolean;
}

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  ">=": (value, bound) => value >= bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  "<": (value, bound) => value < bound,
  "==": (value, bound) => value === bound,
};

/** Every path in the results that leads to a number. */
function numericPaths(results: object, before = ""): string[] {
  return Object.entries(results).flatMap(([key, value]) => {
    if (typeof value === "number") return [`${before}${key}`];
    return value !== null && typeof value === "object"
      ? numericPaths(value as object, `${before}${key}.`)
      : [];
  });
}

/**
 * Reads "accuracy>=0.95".
 * @throws HopfieldError ERR_OPTION when it is no such condition
 */
export function parseExpectation(text: string): Expectation {
  const match = /^\s*([\w.-]+)\s*(>=|<=|==|>|<)\s*(\S+)\s*$/.exec(text);
  const bound = match === null ? Number.NaN : Number(match[3]);
  if (match === null || !Number.isFinite(bound)) {
    throw new HopfieldError("ERR_OPTION", `invalid --expect: ${text} (expected like 'accuracy>=0.95')`, {
      text,
    });
  }
  return { text, path: match[1], holds: (value) => comparisons[match[2]](value, bound) };
}

/**
 * The conditions that are not met, in words.
 * @throws HopfieldError ERR_OPTION for a path that is not in the results, naming the nearest
 */
export function unmet(expectations: readonly Expectation[], results: object): string[] {
  const failures: string[] = [];
  for (const { text, path, holds } of expectations) {
    let value: unknown = results;
    for (const key of path.split(".")) value = (value as Record<string, unknown> | null)?.[key];
    if (typeof value !== "number") {
      const paths = numericPaths(results);
      throw new HopfieldError(
        "ERR_OPTION",
        `unknown result in --expect: ${path} (did you mean ${nearestName(path, paths)}? results: ${paths.join(", ")})`,
        { path },
      );
    }
    if (!holds(value)) failures.push(`expected ${text}, got ${value}`);
  }
  return failures;
}
