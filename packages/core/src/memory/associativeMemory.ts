import { HopfieldError, requireBeta, requireCount } from "../errors.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { Patterns } from "../patterns/patterns.ts";
import type { Rows } from "../patterns/rows.ts";
import { type AssociationRule, toLogits, weighLogits } from "./associate.ts";
import { autoBeta } from "./autoBeta.ts";
import { damagedPatterns } from "./calibration.ts";
import { eachScores, energiesOf } from "./eachScores.ts";
import { type Bind, type EnteredQueries, enterQueries, keepKnown } from "./enter.ts";
import { StoredFacts } from "./facts.ts";
import { type Calibration, checkCalibration, familiarityOf } from "./familiarity.ts";
import { findNearest, type Nearest } from "./nearest.ts";
import type { Beta, MemoryOptions, PatternCorruption, RetrieveOptions } from "./options.ts";
import { chooseParts } from "./parts.ts";
import type { PreparedRetrieval } from "./prepared.ts";
import type { RetrieveProblem } from "./problem.ts";
import type { QueryInput } from "./queries.ts";
import { Retrieval, type RetrievalSource } from "./retrieval.ts";
import { runRetrieval } from "./retrieve.ts";
import { settleRetrieveOptions } from "./retrieveOptions.ts";
import type { RetrieveRun } from "./run.ts";
import type { Separation } from "./separation.ts";
import type { BoundSimilarity, Similarity } from "./similarity.ts";
import { Skipping } from "./skipping.ts";
import { retrievalSource } from "./source.ts";
import { type AddOptions, PatternStore } from "./store.ts";
import { requireTheorems } from "./theorems.ts";

/** What may be said with a question about queries. */
type AskOptions = Pick<RetrieveOptions, "known" | "beta">;

/**
 * An associative memory: stores patterns, completes a damaged one, and says how sure the answer is.
 *
 * One update is s = similarity(X, ξ), p = separation(β s), ξ <- the similarity's own update; with the default
 * (squared Euclidean, softmax) the energy E(ξ) = -(1/β) ln Σ wᵢ exp(-β/2 |xᵢ - ξ|²) can never rise.
 *
 * @see Ramsauer et al. 2020, "Hopfield Networks is All You Need" (arXiv 2008.02217)
 */
export class AssociativeMemory {
  readonly stored: Patterns;
  readonly similarity: Similarity;
  readonly separation: Separation;
  readonly beta: Beta;
  readonly effective: number;
  readonly values: Patterns | undefined;
  readonly #kernels: Kernels;
  readonly #store: PatternStore;
  readonly #bind: Bind = (columns) => this.bind(columns);
  #version = 0;
  #skipping: Skipping | undefined;
  #calibration: Calibration | undefined;
  #facts: StoredFacts | undefined;

  /**
   * @throws HopfieldError ERR_OPTION, ERR_BETA, ERR_SIZE, ERR_DUPLICATE, ERR_ZERO_NORM or ERR_RANGE: each names the
   *   value, what was expected and the remedy
   */
  constructor(stored: Patterns | readonly ArrayLike<number>[], options: MemoryOptions = {}) {
    const patterns =
      stored instanceof Patterns
        ? stored
        : new Patterns(stored, { size: Math.max(1, stored[0]?.length ?? 1) });
    const parts = chooseParts(options);
    this.similarity = parts.similarity;
    this.separation = parts.separation;
    this.beta = parts.beta;
    this.effective = parts.effective;
    this.#kernels = parts.kernels;
    this.#store = new PatternStore(patterns, options, (all) => this.similarity.check(all));
    this.#calibration = options.calibration === undefined ? undefined : checkCalibration(options.calibration);
    this.stored = this.#store.stored;
    this.values = this.#store.values;
  }

  /** The number of stored patterns. */
  get count(): number {
    return this.stored.count;
  }

  /** The components of a pattern. */
  get size(): number {
    return this.stored.size;
  }

  /** The weight of each pattern. */
  get weights(): Float64Array {
    return this.#store.weights.values(this.count);
  }

  /** ln w of each pattern; null as long as all weights are 1. */
  get logWeights(): Float64Array | null {
    return this.#store.weights.logs?.slice() ?? null;
  }

  /** What `calibrate` learned; undefined before it, and after a change. */
  get calibration(): Calibration | undefined {
    return this.#calibration;
  }

  /** The arithmetic that it uses. */
  get kernels(): Kernels {
    return this.#kernels;
  }

  /** What is done with equal patterns. */
  get duplicates(): NonNullable<MemoryOptions["duplicates"]> {
    return this.#store.duplicates;
  }

  /** The groups of equal patterns that were merged, by the numbers of those given; empty unless duplicates are "merge". */
  get merged(): number[][] {
    return this.#store.merged;
  }

  /** The bytes that one pattern takes, with its value and weight where there are some. */
  get bytesPerPattern(): number {
    return this.#store.bytesPerPattern;
  }

  /**
   * Completes a batch of queries.
   *
   * @param query  bytes (read by the memory's scale), or numbers in the scale's units: one or more rows of `size`,
   *   flat or as an array of rows. Unknown components may hold anything, NaN too.
   * @throws HopfieldError ERR_EMPTY_MEMORY, ERR_SIZE, ERR_NOT_FINITE, ERR_RANGE, ERR_ALL_UNKNOWN, ERR_ZERO_NORM
   */
  retrieve(query: QueryInput, options: RetrieveOptions = {}): Retrieval {
    const { problem, queries, finish } = this.prepare(query, options);
    return finish(runRetrieval(problem, queries.states, queries.groups));
  }

  /**
   * A retrieval up to the arithmetic, so that this may be done elsewhere: the queries as states, the problem to run, and
   * what makes a Retrieval of the run.
   * @internal
   */
  prepare(query: QueryInput, options: RetrieveOptions = {}): PreparedRetrieval {
    const { clamp, maxSteps, tolerance, exact, trace, lastEnergy } = settleRetrieveOptions(options);
    const queries = this.#enter(query, options.known);
    const rule = this.#ruleFor(queries, options.beta);
    const blends = this.values !== undefined || !this.#statesArePlain();
    const readout = blends ? (this.values?.plain ?? this.stored.plain) : null;
    const problem: RetrieveProblem = {
      stored: this.stored,
      similarity: this.similarity,
      rule,
      kernels: this.#kernels,
      readout,
      normalizeReadout: this.values === undefined,
      maxSteps,
      tolerance,
      clamp,
      lastEnergy,
      trace,
      observe: options.observe,
      onQueries: options.onQueries,
      skip: options.observe === undefined ? this.#skippingFor(exact, readout) : null,
    };
    const version = this.#version;
    const finish = (run: RetrieveRun): Retrieval => {
      const output = (): Float64Array => {
        const made = run.readouts ?? run.states.slice();
        if (clamp && this.values === undefined && maxSteps > 0) keepKnown(made, queries, this.size);
        return made;
      };
      const familiarity = this.#familiarity(run, rule.beta);
      return new Retrieval(
        run,
        output,
        readout?.size ?? this.size,
        this.size,
        rule.beta,
        familiarity,
        this.#source(run, queries, rule, version),
      );
    };
    return { problem, queries, exact, version, finish };
  }

  /** Rises with every change.
   * @internal
   */
  get version(): number {
    return this.#version;
  }

  /**
   * The association of each query, count x N, in one array: for small memories and checks. A retrieval gives single
   * rows without the whole matrix.
   */
  association(query: QueryInput, options: AskOptions = {}): Float64Array {
    const queries = this.#enter(query, options.known);
    const rule = this.#ruleFor(queries, options.beta);
    const all = new Float64Array((queries.states.length / this.size) * this.count);
    eachScores(queries, this.stored, this.#bind, (q, _bound, scores) => {
      toLogits(scores, rule);
      weighLogits(scores, rule, all.subarray(q * this.count, (q + 1) * this.count));
    });
    return all;
  }

  /** The scores of each query against all stored patterns, count x N; larger is closer. */
  scores(query: QueryInput, options: Pick<RetrieveOptions, "known"> = {}): Float64Array {
    const queries = this.#enter(query, options.known);
    const all = new Float64Array((queries.states.length / this.size) * this.count);
    eachScores(queries, this.stored, this.#bind, (q, _bound, scores) => all.set(scores, q * this.count));
    return all;
  }

  /**
   * The `k` stored patterns (10 by default) with the largest scores for each query, exact: bytes and float32 are looked
   * through by bounds first, and only those that may be among the best are scored in full.
   * @throws HopfieldError as `retrieve`, and ERR_OPTION unless k is a whole number of at least 1
   */
  nearest(
    query: QueryInput,
    options: Pick<RetrieveOptions, "known"> & { readonly k?: number } = {},
  ): Nearest {
    const k = requireCount(options.k ?? 10, "k", 1);
    const queries = this.#enter(query, options.known);
    const parts = { stored: this.stored, similarity: this.similarity, kernels: this.#kernels };
    return findNearest(queries, k, parts, this.#skip());
  }

  /** E of each query; NaN where the separation has no conjugate. */
  energy(query: QueryInput, options: AskOptions = {}): Float64Array {
    const queries = this.#enter(query, options.known);
    return energiesOf(queries, this.stored, this.#bind, this.#ruleFor(queries, options.beta));
  }

  /** The beta that these queries would be retrieved with. */
  solveBeta(query: QueryInput, options: AskOptions = {}): number {
    return this.#ruleFor(this.#enter(query, options.known), options.beta).beta;
  }

  /** Δᵢ = s(xᵢ, xᵢ) - max over j ≠ i of s(xⱼ, xᵢ): how far pattern i stands out from its nearest rival. */
  separationOf(i: number): number {
    return this.#knownFacts().separationOf(i);
  }

  /**
   * The smallest beta from which on pattern `i` is stored for certain; Infinity when Δᵢ <= 0.
   * @throws HopfieldError ERR_BETA where no theorem holds
   */
  certifiedBetaOf(i: number): number {
    requireTheorems(this.similarity, this.separation, this.#store.weights.logs);
    return this.#knownFacts().certifiedBetaOf(i);
  }

  /**
   * Learns the energies of known items: takes stored patterns at random, damages them by `corrupt`, and keeps the
   * energies of these queries. Then each retrieval has a `familiarity`. Beta `auto` is fixed by the same queries.
   * @throws HopfieldError ERR_OPTION when the separation has no energy, ERR_EMPTY_MEMORY
   */
  calibrate(
    corrupt: PatternCorruption,
    { samples = 200, seed = 0 }: { samples?: number; seed?: number | string } = {},
  ): this {
    this.#requirePatterns();
    const damaged = damagedPatterns(this.stored, corrupt, samples, seed);
    const queries = this.#enter(damaged.queries, damaged.known);
    this.#calibration = undefined;
    const rule = this.#ruleFor(queries);
    const energies = energiesOf(queries, this.stored, this.#bind, rule).sort();
    if (energies.some(Number.isNaN)) {
      throw new HopfieldError(
        "ERR_OPTION",
        `${this.separation.name} has no energy, so nothing can be calibrated; use softmax or another convex separation`,
        { separation: this.separation.name },
      );
    }
    this.#calibration = { beta: rule.beta, energies };
    return this;
  }

  /**
   * Adds a pattern (in the units of the numbers given), with a weight and, for hetero-association, its value; returns
   * its index. With duplicates "merge" an equal pattern gets the weight instead, and its index is returned.
   * @throws HopfieldError ERR_OPTION, ERR_SIZE, ERR_NOT_FINITE, ERR_RANGE, ERR_DUPLICATE, ERR_ZERO_NORM or ERR_MEMORY;
   *   then the memory is as it was
   */
  add(pattern: ArrayLike<number>, options: AddOptions = {}): number {
    const i = this.#store.add(pattern, options);
    this.#changed();
    return i;
  }

  /** Puts other numbers in the place of pattern `i`; where that throws the memory is as it was. */
  update(i: number, pattern: ArrayLike<number>): void {
    this.#store.replace(i, pattern);
    this.#changed();
  }

  /** Forgets pattern `i`; those behind it move up by one. */
  remove(i: number): void {
    this.#store.remove(i);
    this.#changed();
  }

  /** Gives pattern `i` another weight. */
  reweight(i: number, weight: number): void {
    this.#store.reweight(i, weight);
    this.#changed();
  }

  /**
   * Lets all memories fade: every weight is multiplied by exp(-rate), so that patterns added later stand out.
   * @see Ramsauer et al. 2020, appendix A.1.8 (forgetting)
   */
  age(rate: number): void {
    this.#store.weights.age(rate, this.count);
    this.#changed();
  }

  /** The similarity tied to the stored patterns as they are now, for the given known components (null: all). */
  bind(columns: Int32Array | null = null): BoundSimilarity {
    this.#requirePatterns();
    return this.similarity.bind({ stored: this.stored, kernels: this.#kernels, columns });
  }

  /** Whether a state is a picture as a person wants it, without a readout. */
  #statesArePlain(): boolean {
    return this.similarity.space !== "sphere" && this.stored.normalization === "none";
  }

  #enter(query: QueryInput, known: Uint8Array | undefined): EnteredQueries {
    this.#requirePatterns();
    return enterQueries(query, known, this.stored, this.#bind);
  }

  /** How the scores of these queries become associations; a beta of `auto` or `certified` is found here. */
  #ruleFor(queries: EnteredQueries, beta: Beta = this.beta): AssociationRule {
    const { separation } = this;
    const logWeights = this.#store.weights.logs;
    if (typeof beta === "number") return { separation, logWeights, beta: requireBeta(beta) };
    if (beta === "certified") {
      requireTheorems(this.similarity, separation, logWeights);
      return { separation, logWeights, beta: this.#knownFacts().certifiedBeta() };
    }
    const rule = { separation, logWeights };
    const solved =
      this.#calibration?.beta ?? autoBeta(queries, this.stored, this.#bind, rule, this.effective);
    return { ...rule, beta: solved };
  }

  /** Facts about the stored patterns, forgotten at the next change. */
  #knownFacts(): StoredFacts {
    this.#facts ??= new StoredFacts(this.stored, this.similarity, () => this.bind(), this.#kernels);
    return this.#facts;
  }

  /** What may be skipped so that updates and readouts lie within `exact` of the dense ones; null for nothing. */
  #skippingFor(exact: "dense" | number, readout: Rows | null): RetrieveProblem["skip"] {
    if (exact === "dense") return null;
    return this.#skip().within(exact, readout, this.#store.weights.logs !== null);
  }

  #skip(): Skipping {
    this.#skipping ??= new Skipping(this.stored, this.similarity, this.separation, this.#kernels);
    return this.#skipping;
  }

  #familiarity(run: RetrieveRun, beta: number): Float64Array | null {
    const calibration = this.#calibration;
    if (calibration === undefined || beta !== calibration.beta) return null;
    return Float64Array.from(run.energies, (energies) => familiarityOf(energies[0], calibration));
  }

  /** What a retrieval may still ask, as long as the memory is the same. */
  #source(
    run: RetrieveRun,
    { groups }: EnteredQueries,
    rule: AssociationRule,
    version: number,
  ): RetrievalSource {
    return retrievalSource(run, groups, {
      stored: this.stored,
      similarity: this.similarity,
      kernels: this.#kernels,
      bind: this.#bind,
      rule,
      facts: () => this.#knownFacts(),
      requireSame: () => {
        if (version !== this.#version) {
          throw new HopfieldError("ERR_STALE", "the memory was changed since this retrieval; retrieve again");
        }
      },
    });
  }

  #changed(): void {
    this.#version++;
    this.#facts = undefined;
    this.#skipping = undefined;
    this.#calibration = undefined;
  }

  #requirePatterns(): void {
    if (this.count === 0) {
      throw new HopfieldError(
        "ERR_EMPTY_MEMORY",
        "the memory is empty; add a pattern before asking it anything",
      );
    }
  }
}
