import { portableKernels } from "../../kernels/portable.ts";
import type { Random } from "../../math/random.ts";
import { distance } from "../../math/vector.ts";
import { AssociativeMemory } from "../../memory/associativeMemory.ts";
import { rivalsOf, separationsOf } from "../../memory/pairRivals.ts";
import { dot } from "../../memory/similarities/dot.ts";
import { Patterns } from "../../patterns/patterns.ts";
import { requiredSeparation, sphereRadius } from "../../theory/bounds.ts";
import { type SphereSetting, sphereNorm } from "../../theory/capacity.ts";
import { writeDirection } from "./patterns.ts";
import type { SphereSettings } from "./settings.ts";

/** Patterns on the sphere, stored, with what the theorems need to know of them. */
export interface SphereMemory {
  readonly memory: AssociativeMemory;
  readonly N: number;
  /** M */
  readonly norm: number;
  /** 1 / (β N M), the radius of the sphere Sᵢ around each pattern. */
  readonly sphere: number;
}

/** Stores patterns with the similarity of the paper; float64 throughout, as fixed points are sought to a part of Sᵢ. */
export function sphereMemory(rows: Float64Array, setting: SphereSetting): SphereMemory {
  const { size, beta } = setting;
  const memory = new AssociativeMemory(new Patterns(rows, { size }), {
    similarity: dot,
    beta,
    kernels: portableKernels,
    duplicates: "allow",
  });
  const [N, norm] = [memory.count, sphereNorm(setting)];
  return { memory, N, norm, sphere: sphereRadius(N, norm, beta) };
}

/** Δᵢ of the first `checks` patterns. */
export function separationsOnSphere({ memory }: SphereMemory, checks: number): Float64Array {
  const which = Array.from({ length: checks }, (_, i) => i);
  return separationsOf(
    rivalsOf({ stored: memory.stored, similarity: dot, kernels: portableKernels }, { which }),
  );
}

/** Whether a pattern of separation Δᵢ is stored for certain: the sufficient condition of theorem 3. */
export function isCertified({ N, norm }: SphereMemory, beta: number, separation: number): boolean {
  return separation >= requiredSeparation(N, norm, beta);
}

/** Where states come to rest, to a ten-thousandth of the radius of Sᵢ. */
export function settle(
  { memory, sphere }: SphereMemory,
  starts: Float64Array,
  maxSteps: number,
): Float64Array {
  const tolerance = 1e-4 * sphere;
  return memory.retrieve(starts, { maxSteps, tolerance, exact: "dense", lastEnergy: false }).state;
}

/**
 * Which patterns, from the one at `from` on, are stored in the sense of Definition 1, by iteration: from xᵢ the update comes to rest at an
 * xᵢ* inside Sᵢ, from `probes` random points of its surface it comes to the same, and Sᵢ meets no other sphere.
 *
 * @param separations  Δᵢ of each pattern that is checked
 * @returns per pattern whether it is stored, and |xᵢ* - xᵢ|
 */
export function storedByIteration(
  on: SphereMemory,
  separations: Float64Array,
  { probes, maxSteps }: { readonly probes: number; readonly maxSteps: number },
  random: Random,
  from = 0,
): { readonly stored: boolean[]; readonly errors: Float64Array } {
  const { memory, sphere } = on;
  const { size } = memory;
  const checks = separations.length;
  const patterns = Array.from({ length: checks }, (_, i) => memory.stored.at(from + i));
  const at = (rows: Float64Array, i: number): Float64Array => rows.subarray(i * size, (i + 1) * size);
  const starts = new Float64Array(checks * size);
  patterns.forEach((pattern, i) => {
    starts.set(pattern, i * size);
  });
  const fixedPoints = settle(on, starts, maxSteps);
  const errors = Float64Array.from(patterns, (pattern, i) => distance(at(fixedPoints, i), pattern));
  // On one sphere Δᵢ is half of the squared distance to the nearest pattern.
  const stored = Array.from(
    errors,
    (error, i) => error <= sphere && Math.sqrt(2 * Math.max(0, separations[i])) > 2 * sphere,
  );
  for (let probe = 0; probe < probes; probe++) {
    patterns.forEach((pattern, i) => {
      const start = at(starts, i);
      writeDirection(start, sphere, random);
      for (let j = 0; j < size; j++) start[j] += pattern[j];
    });
    const ends = settle(on, starts, maxSteps);
    for (let i = 0; i < checks; i++) {
      if (distance(at(ends, i), at(fixedPoints, i)) > 1e-2 * sphere) stored[i] = false;
    }
  }
  return { stored, errors };
}

/**
 * How far from its pattern each query ends that starts at the given distance from it, in a random direction.
 * @param count  how many patterns are asked for, from the one at `from` on
 */
export function distancesRetrieved(
  on: SphereMemory,
  count: number,
  { distance: share, maxSteps }: Pick<SphereSettings, "distance" | "maxSteps">,
  random: Random,
  from = 0,
): Float64Array {
  const { stored, size } = on.memory;
  const queries = new Float64Array(count * size);
  const patterns = Array.from({ length: count }, (_, i) => stored.at(from + i));
  patterns.forEach((pattern, i) => {
    const query = queries.subarray(i * size, (i + 1) * size);
    writeDirection(query, share * on.norm, random);
    for (let j = 0; j < size; j++) query[j] += pattern[j];
  });
  const ends = settle(on, queries, maxSteps);
  return Float64Array.from(patterns, (pattern, i) =>
    distance(ends.subarray(i * size, (i + 1) * size), pattern),
  );
}
