import { HopfieldError, requireCount, unknownName } from "../errors.ts";
import type { Random } from "../math/random.ts";
import { hardest } from "./hardest.ts";
import type { ImageSet } from "./imageSet.ts";

/** How pictures are chosen from a set. */
export type Selection = "random" | "balanced" | "first" | "hard" | "easy";

/** The names of all ways to choose. */
export const selections: readonly Selection[] = ["random", "balanced", "first", "hard", "easy"];

/** The pool that the hardest pictures are sought in: pair distances grow with its square. */
const hardPool = 2000;

/** As many of each class as can be, in turns, each class in random order. */
function balanced(set: ImageSet, count: number, random: Random): number[] {
  const { labels } = set;
  if (labels === undefined) {
    throw new HopfieldError("ERR_OPTION", `${set.name} has no labels to balance; use --select random`, {});
  }
  const classes = new Map<number, number[]>();
  for (const i of random.shuffle(Array.from({ length: set.count }, (_, k) => k))) {
    const members = classes.get(labels[i]);
    if (members === undefined) classes.set(labels[i], [i]);
    else members.push(i);
  }
  const queues = [...classes.keys()].sort((a, b) => a - b).map((label) => classes.get(label) as number[]);
  const chosen: number[] = [];
  for (let turn = 0; chosen.length < count; turn++) {
    for (const queue of queues) if (turn < queue.length && chosen.length < count) chosen.push(queue[turn]);
  }
  return chosen;
}

const orders = new WeakMap<ImageSet, Map<string, readonly number[]>>();

/** So many orders are remembered per set: one per repeat of a sweep. */
const mostOrders = 16;

/** `hardest`, remembered: the conditions of a sweep ask for the same again and again, and it takes seconds. */
function byHardness(set: ImageSet, pool: readonly number[]): readonly number[] {
  const known = orders.get(set) ?? new Map<string, readonly number[]>();
  orders.set(set, known);
  const name = pool.join();
  const found = known.get(name);
  if (found !== undefined) return found;
  const order = hardest(set, pool);
  if (known.size >= mostOrders) known.clear();
  known.set(name, order);
  return order;
}

/**
 * Chooses `count` different pictures: `random`; `balanced` by class; the `first`; or the `hard` ones, those whose
 * nearest neighbour is closest among at most 2,000 candidates drawn at random; or the `easy` ones, the last of that order,
 * whose nearest neighbour is farthest. The same random stream chooses the same.
 *
 * @returns their numbers in the set
 * @throws HopfieldError ERR_COUNT when the set is smaller; ERR_OPTION for another name, or `balanced` without labels
 */
export function selectImages(set: ImageSet, count: number, how: Selection, random: Random): number[] {
  requireCount(count, "number of patterns", 1);
  if (count > set.count) {
    throw new HopfieldError(
      "ERR_COUNT",
      `asked for ${count} pictures of ${set.count} in ${set.name}; ask for at most ${set.count}`,
      { asked: count, count: set.count },
    );
  }
  switch (how) {
    case "first":
      return Array.from({ length: count }, (_, i) => i);
    case "random":
      return random.sample(set.count, count);
    case "balanced":
      return balanced(set, count, random);
    case "hard":
      // From 2,000 on every candidate is chosen: these are random pictures, in order of hardness.
      return byHardness(set, random.sample(set.count, Math.max(count, hardPool))).slice(0, count);
    case "easy":
      return byHardness(set, random.sample(set.count, Math.max(count, hardPool)))
        .slice(-count)
        .reverse();
    default:
      throw unknownName("selection", how, selections);
  }
}
