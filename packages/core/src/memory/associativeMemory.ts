import { HopfieldError, requireBeta, requireCount, requireFinite } from "../errors.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { type KernelsName, selectKernels } from "../kernels/select.ts";
import { Random } from "../math/random.ts";
import { distance } from "../math/vector.ts";
import { Patterns } from "../patterns/patterns.ts";
import { decodeRow } from "../patterns/rows.ts";
import { certifiedBeta } from "../theory/bounds.ts";
import { type AssociationRule, energyOf, toLogits, weighLogits } from "./associate.ts";
import { betaForEffective } from "./beta.ts";
import { certify } from "./certificate.ts";
import { parseSeparation, parseSimilarity, type SeparationName, type SimilarityName } from "./choices.ts";
import { type Calibration, familiarityOf } from "./familiarity.ts";
import { groupByKnown, type KnownGroup } from "./known.ts";
import { eachPairScores, separationFrom } from "./pairScores.ts";
import type { AssociationObserver, RetrieveProblem } from "./problem.ts";
import { type QueryInput, readQueries } from "./queries.ts";
import { Retrieval, type RetrievalSource } from "./retrieval.ts";
import { type RetrieveRun, runRetrieval } from "./retrieve.ts";
import type { Separation } from "./separation.ts";
import { softmax } from "./separations/softmax.ts";
import type { BoundSimilarity, Similarity } from "./similarity.ts";
import { Skipping } from "./skipping.ts";

/** A beta: a number in the units of the scale, or a rule to find one. */
export type Beta = number | "auto" | "certified";

/** Options of a memory. */
export interface MemoryOptions {
  /** A name ("squaredEuclidean" by default), or your own by `defineSimilarity`. */
  readonly similarity?: SimilarityName | Similarity | (string & {});
  /** A name ("softmax" by default, "entmax/alpha=1.25" ...), or an object. */
  readonly separation?: SeparationName | Separation | (string & {});
  /**
   * The inverse temperature. `auto` (default): the beta at which the first associations of a batch of queries have
   * a median of `effective` effective patterns; `certified`: the smallest that provably stores every pattern that can
   * be stored (dot and squaredEuclidean with softmax).
   */
  readonly beta?: Beta;
  /** The target of beta `auto`; 1.05 by default, at least 1. */
  readonly effective?: number;
  /** Other patterns that the association blends (hetero-association); the stored ones by default. */
  readonly values?: Patterns;
  /** A positive weight per pattern: ln w / β inside the log-sum-exp; 1 by default. */
  readonly weights?: ArrayLike<number>;
  readonly kernels?: KernelsName | Kernels;
  /** What to do with equal patterns, which no query can tell apart: an error by default. */
  readonly duplicates?: "reject" | "allow";
}

/** Options of a retrieval. */
export interface RetrieveOptions {
  /** 1 = trust this component; one mask for all queries or one per query. Without it all components are known. */
  readonly known?: Uint8Array;
  /** Keep known components as the query has them (default), or only compare by them and let all move. */
  readonly clamp?: boolean;
  /** The most updates; 5 by default, 0 for the association of the query alone. */
  readonly maxSteps?: number;
  /** Stop when an update moves the state by at most this (Euclidean norm, units of the scale); 1e-4 by default. */
  readonly tolerance?: number;
  /** Another beta than the memory's. */
  readonly beta?: Beta;
  /** Keep every state, energy and association's summary. */
  readonly trace?: boolean;
  /** Evaluate the energy of the last state (one more round of scores); true by default. */
  readonly lastEnergy?: boolean;
  readonly observe?: AssociationObserver;
  /**
   * How far an update may lie from the one that all patterns make (Euclidean norm, units of the scale): what cannot matter
   * is skipped with a proof. `tolerance` by default; "dense" (or 0) associates with every pattern.
   */
  readonly exact?: "dense" | number;
  /** Called with the number of queries finished so far. */
  readonly onQueries?: (finished: number) => void;
}

/** Damages a pattern (in the scale's units) for a calibration; may return the mask of what is still known. */
export type PatternCorruption = (
  pattern: Float64Array,
  random: Random,
) => Float64Array | { readonly query: Float64Array; readonly known: Uint8Array };

/** At most this many queries decide beta `auto`, taken evenly from the batch, and at most this many scores. */
const autoQueries = 256;
const autoCells = 2 ** 22;

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
  readonly #duplicates: "reject" | "allow";
  #logWeights: Float64Array | null = null;
  #version = 0;
  #skipping: Skipping | undefined;
  #calibration: Calibration | undefined;
  #facts: { norm: number; separations: Map<number, number>; certified: number | undefined } | undefined;

  /**
   * @throws HopfieldError ERR_OPTION, ERR_BETA, ERR_SIZE, ERR_DUPLICATE, ERR_ZERO_NORM or ERR_RANGE: each names the
   *   value, what was expected and the remedy
   */
  constructor(stored: Patterns | readonly ArrayLike<number>[], options: MemoryOptions = {}) {
    const {
      similarity = "squaredEuclidean",
      separation = "softmax",
      beta = "auto",
      effective = 1.05,
    } = options;
    this.stored =
      stored instanceof Patterns
        ? stored
        : new Patterns(stored, { size: Math.max(1, stored[0]?.length ?? 1) });
    this.similarity = typeof similarity === "string" ? parseSimilarity(similarity) : similarity;
    this.separation = typeof separation === "string" ? parseSeparation(separation) : separation;
    this.beta = beta === "auto" || beta === "certified" ? beta : requireBeta(beta);
    if (!(effective >= 1) || !Number.isFinite(effective)) {
      throw new HopfieldError(
        "ERR_OPTION",
        `invalid effective: ${effective} (expected a number of at least 1)`,
        {
          effective,
        },
      );
    }
    this.effective = effective;
    this.values = options.values;
    this.#kernels = selectKernels(options.kernels);
    this.#duplicates = options.duplicates ?? "reject";
    if (this.separation.needsNonNegative && this.similarity.scoreSign === "nonPositive") {
      throw new HopfieldError(
        "ERR_OPTION",
        `${this.separation.name} needs scores that are not negative, ${this.similarity.name} has none: use softmax, or dot, cosine or reciprocalManhattan`,
        { separation: this.separation.name, similarity: this.similarity.name },
      );
    }
    if (this.values !== undefined && this.values.count !== this.stored.count) {
      throw new HopfieldError("ERR_SIZE", `${this.values.count} values for ${this.stored.count} patterns`, {
        values: this.values.count,
        count: this.stored.count,
      });
    }
    if (this.stored.count > 0) this.similarity.check(this.stored);
    this.#requireDistinct();
    if (options.weights !== undefined) this.#setWeights(options.weights);
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
    return this.#logWeights === null
      ? new Float64Array(this.count).fill(1)
      : this.#logWeights.slice(0, this.count).map(Math.exp);
  }

  /**
   * Completes a batch of queries.
   *
   * @param query  bytes (read by the memory's scale), or numbers in the scale's units: one or more rows of `size`,
   *   flat or as an array of rows. Unknown components may hold anything, NaN too.
   * @throws HopfieldError ERR_EMPTY_MEMORY, ERR_SIZE, ERR_NOT_FINITE, ERR_RANGE, ERR_ALL_UNKNOWN, ERR_ZERO_NORM
   */
  retrieve(query: QueryInput, options: RetrieveOptions = {}): Retrieval {
    const { known, clamp = true, maxSteps = 5, tolerance = 1e-4 } = options;
    requireCount(maxSteps, "maxSteps");
    if (!(tolerance >= 0)) {
      throw new HopfieldError("ERR_OPTION", `invalid tolerance: ${tolerance} (expected a number >= 0)`, {
        tolerance,
      });
    }
    const { plain, states, groups } = this.#read(query, known);
    const beta = this.#resolveBeta(options.beta ?? this.beta, states, groups);
    const rule = this.#rule(beta);
    const blends = this.values !== undefined || !this.#statesArePlain();
    const run = runRetrieval(
      {
        stored: this.stored,
        similarity: this.similarity,
        rule,
        kernels: this.#kernels,
        readout: blends ? (this.values?.plain ?? this.stored.plain) : null,
        normalizeReadout: this.values === undefined,
        maxSteps,
        tolerance,
        clamp,
        lastEnergy: options.lastEnergy ?? true,
        trace: options.trace ?? false,
        observe: options.observe,
        onQueries: options.onQueries,
        skip: options.observe === undefined ? this.#skippingFor(options.exact ?? tolerance, blends) : null,
      },
      states,
      groups,
    );
    const output = run.readouts ?? run.states.slice();
    if (clamp && this.values === undefined && maxSteps > 0) keepKnown(output, plain, groups, this.size);
    return new Retrieval(
      run,
      output,
      this.size,
      beta,
      this.#familiarity(run, beta),
      this.#source(run, groups, rule),
    );
  }

  /**
   * The association of each query, count x N, in one array: for small memories and checks. A retrieval gives single
   * rows without the whole matrix.
   */
  association(query: QueryInput, options: Pick<RetrieveOptions, "known" | "beta"> = {}): Float64Array {
    const { states, groups } = this.#read(query, options.known);
    const rule = this.#rule(this.#resolveBeta(options.beta ?? this.beta, states, groups));
    const all = new Float64Array((states.length / this.size) * this.count);
    this.#eachScores(states, groups, (q, _bound, scores) => {
      toLogits(scores, rule);
      weighLogits(scores, rule, all.subarray(q * this.count, (q + 1) * this.count));
    });
    return all;
  }

  /** The scores of each query against all stored patterns, count x N; larger is closer. */
  scores(query: QueryInput, options: Pick<RetrieveOptions, "known"> = {}): Float64Array {
    const { states, groups } = this.#read(query, options.known);
    const all = new Float64Array((states.length / this.size) * this.count);
    this.#eachScores(states, groups, (q, _bound, scores) => all.set(scores, q * this.count));
    return all;
  }

  /** E of each query; NaN where the separation has no conjugate. */
  energy(query: QueryInput, options: Pick<RetrieveOptions, "known" | "beta"> = {}): Float64Array {
    const { states, groups } = this.#read(query, options.known);
    return this.#energies(states, groups, this.#resolveBeta(options.beta ?? this.beta, states, groups));
  }

  /** The beta that these queries would be retrieved with. */
  solveBeta(query: QueryInput, options: Pick<RetrieveOptions, "known" | "beta"> = {}): number {
    const { states, groups } = this.#read(query, options.known);
    return this.#resolveBeta(options.beta ?? this.beta, states, groups);
  }

  /** Δᵢ = s(xᵢ, xᵢ) - max over j ≠ i of s(xⱼ, xᵢ): how far pattern i stands out from its nearest rival. */
  separationOf(i: number): number {
    const facts = this.#knownFacts();
    const found = facts.separations.get(i);
    if (found !== undefined) return found;
    this.stored.at(i);
    eachPairScores(
      this.stored,
      this.bind(),
      (k, scores) => {
        facts.separations.set(k, separationFrom(k, scores).separation);
      },
      [i],
    );
    return this.separationOf(i);
  }

  /** The smallest beta from which on pattern `i` is stored for certain; Infinity when Δᵢ <= 0. */
  certifiedBetaOf(i: number): number {
    this.#requireTheorems();
    return certifiedBeta(this.count, this.#knownFacts().norm, this.separationOf(i));
  }

  /**
   * Learns the energies of known items: takes stored patterns at random, damages them by `corrupt`, and keeps the
   * energies of these queries. Then each retrieval has a `familiarity`. Beta `auto` is fixed by the same queries.
   */
  calibrate(
    corrupt: PatternCorruption,
    { samples = 200, seed = 0 }: { samples?: number; seed?: number | string } = {},
  ): this {
    this.#requirePatterns();
    const random = new Random(seed).fork("calibrate");
    const which = samples >= this.count ? [...Array(this.count).keys()] : random.sample(this.count, samples);
    const queries = new Float64Array(which.length * this.size);
    const known = new Uint8Array(which.length * this.size).fill(1);
    which.forEach((i, k) => {
      const pattern = new Float64Array(this.size);
      decodeRow(this.stored.plain, i, null, pattern);
      const damaged = corrupt(pattern, random.fork(i));
      const damagedQuery = damaged instanceof Float64Array ? damaged : damaged.query;
      queries.set(damagedQuery, k * this.size);
      if (!(damaged instanceof Float64Array)) known.set(damaged.known, k * this.size);
    });
    const { states, groups } = this.#read(queries, known);
    this.#calibration = undefined;
    const beta = this.#resolveBeta(this.beta, states, groups);
    const energies = this.#energies(states, groups, beta).sort();
    if (energies.some(Number.isNaN)) {
      throw new HopfieldError(
        "ERR_OPTION",
        `${this.separation.name} has no energy, so nothing can be calibrated; use softmax or another convex separation`,
        { separation: this.separation.name },
      );
    }
    this.#calibration = { beta, energies };
    return this;
  }

  /** Adds a pattern (in the units of the stored numbers), with a weight and, for hetero-association, its value. */
  add(
    pattern: ArrayLike<number>,
    { weight = 1, value, label }: { weight?: number; value?: ArrayLike<number>; label?: number } = {},
  ): number {
    if ((this.values === undefined) !== (value === undefined)) {
      throw new HopfieldError(
        "ERR_OPTION",
        this.values === undefined
          ? "this memory has no values; make it with the option values to store some"
          : "this memory is hetero-associative; add needs a value beside the pattern",
      );
    }
    requireWeight(weight, this.count);
    const i = this.stored.add(pattern, label);
    this.#settle(() => this.stored.remove(i), value);
    if (this.#logWeights !== null || weight !== 1) {
      const old = this.#logWeights;
      this.#logWeights = new Float64Array(this.count);
      if (old !== null) this.#logWeights.set(old.subarray(0, this.count - 1));
      this.#logWeights[i] = Math.log(weight);
    }
    return i;
  }

  /** Puts other numbers in the place of pattern `i`. */
  update(i: number, pattern: ArrayLike<number>): void {
    const old = this.stored.data.slice(i * this.size, (i + 1) * this.size);
    this.stored.replace(i, pattern);
    this.#settle(() => this.stored.replace(i, old));
  }

  /** Forgets pattern `i`; those behind it move up by one. */
  remove(i: number): void {
    this.stored.remove(i);
    this.values?.remove(i);
    if (this.#logWeights !== null) {
      this.#logWeights = Float64Array.from(this.#logWeights).filter((_, k) => k !== i);
    }
    this.#changed();
  }

  /** Gives pattern `i` another weight. */
  reweight(i: number, weight: number): void {
    if (!Number.isInteger(i) || i < 0 || i >= this.count) {
      throw new HopfieldError("ERR_COUNT", `there is no pattern ${i}; ${this.count} are stored`, {
        index: i,
      });
    }
    // The others keep their logarithms: exp of a long aged one is 0 in float64.
    const logWeights = this.#logWeights?.slice() ?? new Float64Array(this.count);
    logWeights[i] = Math.log(requireWeight(weight, i));
    this.#logWeights = logWeights;
    this.#changed();
  }

  /**
   * Lets all memories fade: every weight is multiplied by exp(-rate), so that patterns added later stand out.
   * @see Ramsauer et al. 2020, appendix A.1.8 (forgetting)
   */
  age(rate: number): void {
    if (!(rate >= 0) || !Number.isFinite(rate)) {
      throw new HopfieldError("ERR_OPTION", `invalid rate: ${rate} (expected a finite number >= 0)`, {
        rate,
      });
    }
    this.#logWeights = (this.#logWeights ?? new Float64Array(this.count)).map((weight) => weight - rate);
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

  #rule(beta: number): AssociationRule {
    return { separation: this.separation, beta, logWeights: this.#logWeights };
  }

  /** Checks a query and brings it into the space of states. */
  #read(
    query: QueryInput,
    known: Uint8Array | undefined,
  ): { plain: Float64Array; states: Float64Array; groups: KnownGroup[] } {
    this.#requirePatterns();
    const plain = readQueries(query, this.stored, known);
    const groups = groupByKnown(known, plain.length / this.size, this.size);
    const states = Float64Array.from(plain);
    for (const { columns, queries } of groups) {
      const bound = this.bind(columns);
      const mask = columns === null ? undefined : new Uint8Array(this.size);
      if (columns !== null) for (const j of columns) (mask as Uint8Array)[j] = 1;
      for (const q of queries) {
        const state = states.subarray(q * this.size, (q + 1) * this.size);
        requireFinite(state, `query ${q}`, mask);
        const map = this.stored.normalizingOf(state, columns);
        for (let j = 0; j < state.length; j++) {
          const value = map.gain * state[j] + map.offset;
          // What stands at unknown components must not matter, not even as the start of an iteration.
          state[j] = mask === undefined || mask[j] !== 0 ? value : 0;
        }
        bound.enter(state);
      }
    }
    return { plain, states, groups };
  }

  /** Hands over the scores of every query, block by block; the arrays are reused. */
  #eachScores(
    states: Float64Array,
    groups: readonly KnownGroup[],
    visit: (q: number, bound: BoundSimilarity, scores: Float64Array) => void,
  ): void {
    const { count: N, size } = this;
    for (const { columns, queries } of groups) {
      const bound = this.bind(columns);
      const block = Math.max(1, Math.min(64, Math.floor(autoCells / N)));
      for (let from = 0; from < queries.length; from += block) {
        const part = queries.slice(from, from + block);
        const batch = new Float64Array(part.length * size);
        part.forEach((q, k) => {
          batch.set(states.subarray(q * size, (q + 1) * size), k * size);
        });
        const scores = new Float64Array(part.length * N);
        bound.scores(batch, part.length, scores);
        part.forEach((q, k) => {
          visit(q, bound, scores.subarray(k * N, (k + 1) * N));
        });
      }
    }
  }

  #energies(states: Float64Array, groups: readonly KnownGroup[], beta: number): Float64Array {
    const rule = this.#rule(beta);
    const energies = new Float64Array(states.length / this.size);
    const association = new Float64Array(this.count);
    this.#eachScores(states, groups, (q, bound, scores) => {
      toLogits(scores, rule);
      const conjugate = weighLogits(scores, rule, association);
      energies[q] = energyOf(bound, states.subarray(q * this.size, (q + 1) * this.size), conjugate, beta);
    });
    return energies;
  }

  /** A number for a beta: as given, solved for the batch, or certified. */
  #resolveBeta(beta: Beta, states: Float64Array, groups: readonly KnownGroup[]): number {
    if (typeof beta === "number") return requireBeta(beta);
    if (beta === "certified") return this.#certified();
    if (this.#calibration !== undefined) return this.#calibration.beta;
    const count = states.length / this.size;
    const asked = Math.min(count, autoQueries, Math.max(1, Math.floor(autoCells / this.count)));
    const chosen = new Set(Array.from({ length: asked }, (_, k) => Math.floor((k * count) / asked)));
    const rows: Float64Array[] = [];
    const sample = groups.map(({ columns, queries }) => ({
      columns,
      queries: queries.filter((q) => chosen.has(q)),
    }));
    this.#eachScores(states, sample, (_q, _bound, scores) => rows.push(scores.slice()));
    return betaForEffective(rows, this.separation, this.#logWeights, this.effective);
  }

  #certified(): number {
    this.#requireTheorems();
    const facts = this.#knownFacts();
    if (facts.certified === undefined) {
      let largest = 0;
      eachPairScores(this.stored, this.bind(), (i, scores) => {
        const { separation } = separationFrom(i, scores);
        facts.separations.set(i, separation);
        const beta = certifiedBeta(this.count, facts.norm, separation);
        if (Number.isFinite(beta)) largest = Math.max(largest, beta);
      });
      facts.certified = largest;
    }
    if (facts.certified === 0) {
      throw new HopfieldError(
        "ERR_BETA",
        `no pattern stands out under ${this.similarity.name} (every Δ is 0 or less), so no beta can be certified; use squaredEuclidean or layer norm`,
      );
    }
    return facts.certified;
  }

  /** The theorems are about the mean update with softmax. */
  #requireTheorems(): void {
    const { name, bound, descends } = this.similarity;
    if (bound !== "mean" || !descends || !this.#plainSoftmax() || name === "kullbackLeibler") {
      throw new HopfieldError(
        "ERR_BETA",
        `no beta is certified for ${name} with ${this.separation.name}; the theorems hold for dot and squaredEuclidean with softmax: give a number or "auto"`,
        { similarity: name, separation: this.separation.name },
      );
    }
  }

  #plainSoftmax(): boolean {
    return this.separation === softmax && this.#logWeights === null;
  }

  /** Facts about the stored patterns, found once and forgotten at the next change. */
  #knownFacts(): { norm: number; separations: Map<number, number>; certified: number | undefined } {
    if (this.#facts !== undefined) return this.#facts;
    const { size, count } = this;
    const centre = new Float64Array(size);
    const row = new Float64Array(size);
    // Distances do not care about the origin, so theirs is the centre of the patterns.
    if (this.similarity.name !== "dot") {
      for (let i = 0; i < count; i++) {
        decodeRow(this.stored, i, null, row);
        for (let j = 0; j < size; j++) centre[j] += row[j] / count;
      }
    }
    let norm = 0;
    for (let i = 0; i < count; i++) {
      decodeRow(this.stored, i, null, row);
      norm = Math.max(norm, distance(row, centre));
    }
    this.#facts = { norm, separations: new Map(), certified: undefined };
    return this.#facts;
  }

  /** What may be skipped so that updates and readouts lie within `exact` of the dense ones; null for nothing. */
  #skippingFor(exact: "dense" | number, blends: boolean): RetrieveProblem["skip"] {
    if (exact === "dense") return null;
    if (!(exact >= 0)) {
      throw new HopfieldError("ERR_OPTION", `invalid exact: ${exact} (expected "dense" or a number >= 0)`, {
        exact,
      });
    }
    this.#skipping ??= new Skipping(this.stored, this.similarity, this.separation, this.#kernels);
    const readout = blends ? (this.values?.plain ?? this.stored.plain) : null;
    return this.#skipping.within(exact, readout, this.#logWeights !== null);
  }

  #familiarity(run: RetrieveRun, beta: number): Float64Array | null {
    const calibration = this.#calibration;
    if (calibration === undefined || beta !== calibration.beta) return null;
    return Float64Array.from(run.energies, (energies) => familiarityOf(energies[0], calibration));
  }

  /** What a retrieval may still ask, as long as the memory is the same. */
  #source(run: RetrieveRun, groups: readonly KnownGroup[], rule: AssociationRule): RetrievalSource {
    const version = this.#version;
    const requireSame = (): void => {
      if (version !== this.#version) {
        throw new HopfieldError("ERR_STALE", "the memory was changed since this retrieval; retrieve again");
      }
    };
    return {
      association: (i) => {
        requireSame();
        const columns = groups.find(({ queries }) => queries.includes(i))?.columns ?? null;
        const state = run.before.subarray(i * this.size, (i + 1) * this.size);
        const scores = new Float64Array(this.count);
        this.bind(columns).scores(state, 1, scores);
        toLogits(scores, rule);
        const association = new Float64Array(this.count);
        weighLogits(scores, rule, association);
        return association;
      },
      certificate: (i, theorem5) => {
        requireSame();
        const summary = run.last[i];
        const top = summary.top[0].index;
        const usable = this.similarity.descends && this.similarity.name !== "kullbackLeibler";
        const plainSoftmax = this.#plainSoftmax() && usable;
        // Theorem 5 speaks of separations over all components, so it says nothing about masked scores.
        const masked = groups.some(({ columns, queries }) => columns !== null && queries.includes(i));
        const wanted = theorem5 && plainSoftmax && !masked && this.similarity.bound === "mean";
        const state = run.before.subarray(i * this.size, (i + 1) * this.size);
        return certify(summary, run.energies[i], run.steps[i], run.outcomes[i], {
          N: this.count,
          beta: rule.beta,
          bound: this.similarity.bound,
          plainSoftmax,
          largestNorm: this.#knownFacts().norm,
          top: wanted
            ? {
                separation: this.separationOf(top),
                distance: distance(state, this.stored.at(top)),
                certifiedBeta: this.certifiedBetaOf(top),
              }
            : null,
        });
      },
    };
  }

  #setWeights(weights: ArrayLike<number>): void {
    if (weights.length !== this.count) {
      throw new HopfieldError("ERR_SIZE", `${weights.length} weights for ${this.count} patterns`, {
        weights: weights.length,
        count: this.count,
      });
    }
    this.#logWeights = Float64Array.from(weights, (weight, i) => Math.log(requireWeight(weight, i)));
    this.#changed();
  }

  /** Checks the patterns after a change and adds the value that goes with it; takes the change back and throws when they cannot be used. */
  #settle(undo: () => void, value?: ArrayLike<number>): void {
    try {
      this.similarity.check(this.stored);
      this.#requireDistinct();
      // The last that can fail, so that it never has to be taken back.
      if (value !== undefined) this.values?.add(value);
    } catch (error) {
      undo();
      throw error;
    }
    this.#changed();
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

  #requireDistinct(): void {
    if (this.#duplicates === "allow") return;
    const groups = this.stored.duplicates();
    if (groups.length > 0) {
      throw new HopfieldError(
        "ERR_DUPLICATE",
        `patterns ${groups[0].join(" and ")} are equal, so no query can tell them apart; remove one (a weight can stand for it), or say duplicates: "allow"`,
        { groups },
      );
    }
  }
}

/** Returns a weight that is positive and finite, and throws otherwise. */
function requireWeight(weight: number, i: number): number {
  if (!(weight > 0) || !Number.isFinite(weight)) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid weight of pattern ${i}: ${weight} (expected a positive finite number; remove a pattern to forget it)`,
      { pattern: i, weight },
    );
  }
  return weight;
}

/** Puts the known components of the queries back into the outputs. */
function keepKnown(
  output: Float64Array,
  plain: Float64Array,
  groups: readonly KnownGroup[],
  size: number,
): void {
  for (const { columns, queries } of groups) {
    if (columns === null) continue;
    for (const q of queries) for (const j of columns) output[q * size + j] = plain[q * size + j];
  }
}
