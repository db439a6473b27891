import { HopfieldError, unknownName } from "../errors.ts";
import type { Patterns } from "../patterns/patterns.ts";
import { differentValues, mergeDuplicates } from "./merge.ts";
import type { MemoryOptions } from "./options.ts";
import { PatternWeights, requireWeight } from "./weights.ts";

/** What to do with equal patterns. */
export type DuplicateRule = NonNullable<MemoryOptions["duplicates"]>;

const duplicateRules: readonly DuplicateRule[] = ["reject", "allow", "merge"];

/** What comes with a pattern that is added. */
export interface AddOptions {
  /** 1 by default. */
  readonly weight?: number;
  /** The value, for hetero-association. */
  readonly value?: ArrayLike<number>;
  readonly label?: number;
}

/**
 * The patterns of a memory with their values and weights, which change together or not at all: what cannot be stored
 * leaves all three as they were.
 */
export class PatternStore {
  readonly stored: Patterns;
  readonly values: Patterns | undefined;
  readonly weights: PatternWeights = new PatternWeights();
  readonly duplicates: DuplicateRule;
  readonly #check: (stored: Patterns) => void;
  /** For each pattern the numbers of those given that it stands for; null unless equal ones are merged. */
  readonly #origins: number[][] | null = null;
  #given: number;

  /**
   * @param check  throws when the patterns cannot be used
   * @throws HopfieldError ERR_SIZE, ERR_DUPLICATE, ERR_OPTION, and what `check` throws
   */
  constructor(
    stored: Patterns,
    { values, weights, logWeights, duplicates = "reject" }: MemoryOptions,
    check: (stored: Patterns) => void,
  ) {
    if (!duplicateRules.includes(duplicates)) throw unknownName("duplicates", duplicates, duplicateRules);
    if (values !== undefined && values.count !== stored.count) {
      throw new HopfieldError("ERR_SIZE", `${values.count} values for ${stored.count} patterns`, {
        values: values.count,
        count: stored.count,
      });
    }
    this.duplicates = duplicates;
    this.#check = check;
    this.#given = stored.count;
    if (stored.count > 0) check(stored);
    if (weights !== undefined && logWeights !== undefined) {
      throw new HopfieldError(
        "ERR_OPTION",
        "weights and logWeights were both given; they say the same thing, give one",
      );
    }
    if (weights !== undefined) this.weights.set(weights, stored.count);
    if (logWeights !== undefined) this.weights.setLogs(logWeights, stored.count);
    if (duplicates === "merge") {
      const merged = mergeDuplicates(stored, values, this.weights.values(stored.count));
      this.stored = merged.stored;
      this.values = merged.values;
      this.#origins = merged.origins;
      if (merged.stored.count < stored.count) this.weights.set(merged.weights, merged.stored.count);
      return;
    }
    this.stored = stored;
    this.values = values;
    const groups = duplicates === "reject" ? stored.duplicates() : [];
    if (groups.length > 0) throw equalPatterns(groups);
  }

  /**
   * The groups of patterns that were merged, as the numbers of those given: first those of the constructor, then one
   * for each that was added (or put in the place of another) since.
   */
  get merged(): number[][] {
    return (this.#origins ?? []).filter((group) => group.length > 1).map((group) => [...group]);
  }

  /**
   * Adds a pattern with its weight and value; returns its index. Where equal ones are merged, an equal pattern gets
   * the weight and its index is returned.
   * @throws HopfieldError ERR_OPTION for a missing value or a value too many, or a weight that is not positive;
   *   ERR_DUPLICATE, and what cannot be stored
   */
  add(pattern: ArrayLike<number>, { weight = 1, value, label }: AddOptions = {}): number {
    const { stored, values } = this;
    if ((values === undefined) !== (value === undefined)) {
      throw new HopfieldError(
        "ERR_OPTION",
        values === undefined
          ? "this memory has no values; make it with the option values to store some"
          : "this memory is hetero-associative; add needs a value beside the pattern",
      );
    }
    requireWeight(weight, stored.count);
    const i = stored.add(pattern, label);
    try {
      this.#check(stored);
      const twin = this.#twinOf(i);
      if (twin >= 0 && this.duplicates === "reject") throw equalPatterns([[twin, i]]);
      if (twin >= 0) return this.#mergeLast(twin, weight, value);
      // The last that can fail, so that it never has to be taken back.
      if (value !== undefined) values?.add(value);
    } catch (error) {
      stored.remove(i);
      throw error;
    }
    this.weights.add(i, weight);
    this.#origins?.push([this.#given++]);
    return i;
  }

  /**
   * Puts another pattern in the place of pattern `i`.
   * @throws HopfieldError ERR_COUNT, ERR_DUPLICATE (where equal ones are merged too), and what cannot be stored
   */
  replace(i: number, pattern: ArrayLike<number>): void {
    const undo = this.stored.replace(i, pattern);
    try {
      this.#check(this.stored);
      const twin = this.#twinOf(i);
      if (twin >= 0) throw equalPatterns([[Math.min(i, twin), Math.max(i, twin)]]);
    } catch (error) {
      undo();
      throw error;
    }
    if (this.#origins !== null) this.#origins[i] = [this.#given++];
  }

  /** Forgets pattern `i`; those behind it move up by one. */
  remove(i: number): void {
    this.stored.remove(i);
    this.values?.remove(i);
    this.weights.remove(i);
    this.#origins?.splice(i, 1);
  }

  /**
   * Gives pattern `i` another weight.
   * @throws HopfieldError ERR_COUNT for an index that is not stored, ERR_OPTION for a weight that is not positive
   */
  reweight(i: number, weight: number): void {
    const { count } = this.stored;
    if (!Number.isInteger(i) || i < 0 || i >= count) {
      throw new HopfieldError("ERR_COUNT", `there is no pattern ${i}; ${count} are stored`, { index: i });
    }
    this.weights.reweight(i, weight, count);
  }

  /** The bytes that one pattern takes, with its value, and its weight where weights are kept. */
  get bytesPerPattern(): number {
    const weight = this.weights.logs === null ? 0 : Float64Array.BYTES_PER_ELEMENT;
    return this.stored.bytesPerPattern + (this.values?.bytesPerPattern ?? 0) + weight;
  }

  #twinOf(i: number): number {
    return this.duplicates === "allow" ? -1 : this.stored.twinOf(i);
  }

  /** Takes the last pattern, which equals pattern `twin`, away again and leaves its weight there. */
  #mergeLast(twin: number, weight: number, value: ArrayLike<number> | undefined): number {
    const { stored, values } = this;
    const last = stored.count - 1;
    if (values !== undefined && value !== undefined) {
      values.add(value);
      const same = values.equal(twin, last);
      values.remove(last);
      if (!same) throw differentValues(twin, last);
    }
    stored.remove(last);
    this.weights.combine(twin, weight, stored.count);
    this.#origins?.[twin].push(this.#given++);
    return twin;
  }
}

/** The error for equal patterns where they are not allowed. */
function equalPatterns(groups: readonly (readonly number[])[]): HopfieldError {
  return new HopfieldError(
    "ERR_DUPLICATE",
    `patterns ${groups[0].join(" and ")} are equal, so no query can tell them apart; remove one (a weight can stand for it), or say duplicates: "merge" or "allow"`,
    { groups },
  );
}
