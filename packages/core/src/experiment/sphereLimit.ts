import { requireCount } from "../errors.ts";
import { Random } from "../math/random.ts";
import { ownWeightLimit, sphereCapacity } from "../theory/capacity.ts";
import type { Fields } from "./field.ts";
import type { MeasureInfo, PointResult, SyncProtocol } from "./protocol.ts";
import {
  distancesRetrieved,
  isCertified,
  type SphereMemory,
  separationsOnSphere,
  sphereMemory,
  storedByIteration,
} from "./sphere/examine.ts";
import { largestCount } from "./sphere/largestCount.ts";
import { theoryMeasures } from "./sphere/measures.ts";
import { spherePatterns } from "./sphere/patterns.ts";
import { type SphereSettings, sphereFields } from "./sphere/settings.ts";

/** The settings of the protocol `sphere-limit`. */
export type SphereLimitSettings = SphereSettings & { readonly share: number; readonly most: number };

const fields: Fields<SphereLimitSettings> = {
  ...sphereFields,
  share: {
    kind: "number",
    above: 0,
    most: 1,
    about: "The share of the checked patterns that must be stored for N to count.",
  },
  most: { kind: "whole", least: 1, about: "The largest N that is tried: it bounds the time." },
};

const measures: Readonly<Record<string, MeasureInfo>> = {
  stored: {
    label: "largest N stored (by iteration)",
    about:
      "The largest N at which the wanted share of the checked patterns is stored in the sense of Definition 1.",
    better: "higher",
  },
  retrieved: {
    label: "largest N retrieved",
    about:
      "The largest N at which the wanted share of the checked patterns comes back, within epsilon, from queries at the given distance.",
    better: "higher",
  },
  certified: {
    label: "largest N stored for certain",
    about: "The largest N at which the wanted share of the checked patterns fulfils theorem 3's condition.",
    better: "higher",
  },
  ...theoryMeasures,
  capped: {
    label: "reached the largest N tried",
    about:
      "1 where the patterns were still stored at the largest N tried, so that the capacity is larger; else 0.",
    better: null,
  },
};

/** Patterns checked at a time: a few failures tell that N is too large. */
const chunk = 10;

/**
 * The capacity for random patterns on the sphere, measured by doubling and halving, beside the number that theorem 3
 * guarantees and the number that no placement exceeds. All N use the first patterns of one stream.
 *
 * @see Ramsauer et al. 2020, theorem 3 (arXiv 2008.02217)
 */
export const sphereLimitProtocol: SyncProtocol<SphereLimitSettings> = {
  name: "sphere-limit",
  about:
    "Ramsauer et al. 2020, theorem 3: the largest number of random patterns on a sphere that are stored, by bisection, beside the number that is guaranteed.",
  data: "none",
  defaults: {
    size: 8,
    radius: 2,
    beta: 1,
    failure: 0.001,
    share: 0.9,
    checks: 50,
    probes: 1,
    maxSteps: 30,
    distance: 0.1,
    epsilon: 0.01,
    most: 4096,
  },
  fields,
  measures,
  run(settings, seed, _source, options = {}): PointResult {
    const { size, beta, checks, probes, maxSteps, most, share } = settings;
    const theorem = sphereCapacity(settings);
    const random = new Random(seed);
    const all = spherePatterns(settings, requireCount(most, "most", 1), random.fork("patterns"));
    requireCount(checks, "checks", 1);
    let asked = 0;
    const questions = 6 * Math.ceil(Math.log2(most) + 1);

    /** The separations of the checked patterns among the first N. */
    const storeFirst = (N: number): { on: SphereMemory; separations: Float64Array; allowed: number } => {
      options.signal?.throwIfAborted();
      options.onProgress?.(Math.min(++asked, questions), questions);
      const on = sphereMemory(all.slice(0, N * size), settings);
      const separations = separationsOnSphere(on, Math.min(checks, N));
      return { on, separations, allowed: Math.floor((1 - share) * separations.length + 1e-9) };
    };
    const certifiedAt = (N: number): boolean => {
      const { on, separations, allowed } = storeFirst(N);
      return separations.filter((separation) => !isCertified(on, beta, separation)).length <= allowed;
    };
    /** Whether few enough of the checked patterns fail a test that is made for some of them at a time. */
    const fewFail = (
      { on, separations, allowed }: ReturnType<typeof storeFirst>,
      passes: (on: SphereMemory, from: number, part: Float64Array, random: Random) => readonly boolean[],
    ): boolean => {
      let failed = 0;
      for (let from = 0; from < separations.length && failed <= allowed; from += chunk) {
        const part = separations.subarray(from, from + chunk);
        failed += passes(on, from, part, random.fork(`${on.N}/${from}`)).filter((pass) => !pass).length;
      }
      return failed <= allowed;
    };
    const storedAt = (N: number): boolean =>
      fewFail(
        storeFirst(N),
        (on, from, part, stream) => storedByIteration(on, part, { probes, maxSteps }, stream, from).stored,
      );
    const retrievedAt = (N: number): boolean =>
      fewFail(storeFirst(N), (on, from, part, stream) =>
        Array.from(
          distancesRetrieved(on, part.length, settings, stream, from),
          (away) => away <= settings.epsilon * on.norm,
        ),
      );
    const certified = largestCount(certifiedAt, most);
    const stored = largestCount(storedAt, most);
    const retrieved = largestCount(retrievedAt, most);
    options.onProgress?.(questions, questions);
    const limit = ownWeightLimit(settings);
    return {
      measures: {
        stored,
        retrieved,
        certified,
        guaranteed: theorem.holds ? theorem.count : null,
        limit: Number.isFinite(limit) ? limit : null,
        capped: Math.max(stored, retrieved) === most ? 1 : 0,
      },
      lists: {},
    };
  },
};
