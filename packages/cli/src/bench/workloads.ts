import { HopfieldError, unknownName } from "modern-hopfield";

/** The similarities that have peers to be measured against. */
export const benchSimilarities = ["squaredEuclidean", "dot", "manhattan"] as const;
export type BenchSimilarity = (typeof benchSimilarities)[number];

/** One job that is timed. */
export interface Workload {
  readonly name: string;
  /** How many patterns are stored. */
  readonly stored: number;
  /** The components of a pattern. */
  readonly size: number;
  readonly queries: number;
  /** Associations per query, each followed by an update. */
  readonly steps: number;
  /** Instead of states, the so many most similar patterns are wanted; 0: states are. */
  readonly top: number;
  /** What the patterns are stored as: bytes read as 0..1, or unit vectors. */
  readonly kind: "uint8" | "float32";
  /** A fresh process for every repetition, timed from its start to its answer. */
  readonly cold: boolean;
}

const bytes = { top: 0, kind: "uint8", cold: false } as const;

/** All workloads. The names are those of docs/PERFORMANCE.md. */
export const workloads: readonly Workload[] = [
  { ...bytes, name: "W1", stored: 100, size: 3072, queries: 100, steps: 5 },
  { ...bytes, name: "W2", stored: 1000, size: 1024, queries: 1000, steps: 5 },
  { ...bytes, name: "W3a", stored: 10_000, size: 3072, queries: 1000, steps: 1 },
  { ...bytes, name: "W3b", stored: 10_000, size: 3072, queries: 1000, steps: 5 },
  { ...bytes, name: "W4", stored: 50_000, size: 3072, queries: 100, steps: 1 },
  { ...bytes, name: "W5", stored: 60_000, size: 784, queries: 1000, steps: 1 },
  {
    name: "W6",
    stored: 100_000,
    size: 512,
    queries: 1000,
    steps: 1,
    top: 10,
    kind: "float32",
    cold: false,
  },
  { ...bytes, name: "cold", stored: 100, size: 3072, queries: 100, steps: 5, cold: true },
];

/** Sums of absolute differences take their peers minutes: these are measured with `manhattan`. */
const manhattanWorkloads: readonly string[] = ["W1", "W3a", "W5"];

/** A workload with its counts multiplied; at least a dozen patterns and queries stay. */
export function scaled(workload: Workload, scale: number): Workload {
  const times = (count: number): number => Math.max(Math.min(12, count), Math.round(scale * count));
  return { ...workload, stored: times(workload.stored), queries: times(workload.queries) };
}

/**
 * The workloads of `--only W1,W2`; without it all that suit the similarity.
 * @throws HopfieldError ERR_OPTION for another name, naming the nearest, and for one that `manhattan` lacks
 */
export function chooseWorkloads(only: string | undefined, similarity: BenchSimilarity): Workload[] {
  const suits = ({ name }: Workload): boolean =>
    similarity !== "manhattan" || manhattanWorkloads.includes(name);
  if (only === undefined) return workloads.filter(suits);
  const chosen = only.split(",").map((text) => {
    const wanted = text.trim().toLowerCase();
    const found = workloads.find(({ name }) => name.toLowerCase() === wanted);
    if (found !== undefined) return found;
    throw unknownName(
      "workload",
      text.trim(),
      workloads.map(({ name }) => name),
    );
  });
  const unfit = chosen.find((workload) => !suits(workload));
  if (unfit !== undefined) {
    throw new HopfieldError(
      "ERR_OPTION",
      `${unfit.name} is not measured with manhattan (its workloads: ${manhattanWorkloads.join(", ")})`,
      { workload: unfit.name },
    );
  }
  return workloads.filter((workload) => chosen.includes(workload));
}

/** Arithmetic of one repetition: multiply-adds count two, an absolute difference and its sum one. */
export function operations({ stored, size, queries, steps, top }: Workload, similarity: string): number {
  const pairs = stored * size * queries * steps;
  return similarity === "manhattan" ? pairs : (top > 0 ? 2 : 4) * pairs;
}
