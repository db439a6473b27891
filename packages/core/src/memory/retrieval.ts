import type { Certificate } from "./certificate.ts";
import type { Outcome, RetrieveRun, TraceStep } from "./run.ts";
import { type TopPattern, topPatterns } from "./top.ts";

/** What a retrieval may still ask of its memory. */
export interface RetrievalSource {
  /** The association that the state before the last update made, over all stored patterns. */
  association(i: number): Float64Array;
  certificate(i: number, theorem5: boolean): Certificate;
}

/** One query of a batch, with all that is known of it. */
export interface RetrievedPattern {
  readonly state: Float64Array;
  readonly output: Float64Array;
  readonly energy: number;
  readonly energies: readonly number[];
  readonly steps: number;
  readonly outcome: Outcome;
  readonly top: readonly TopPattern[];
  readonly certificate: Certificate;
  /** null before `calibrate()`. */
  readonly familiarity: number | null;
}

/**
 * What came back for a batch of queries.
 *
 * Arrays are query after query: `state` is count x size in the memory's space, `output` count x outputSize in plain
 * units (the values of a hetero-associative memory, else patterns as a person wants them back).
 */
export class Retrieval {
  readonly count: number;
  readonly size: number;
  readonly outputSize: number;
  readonly beta: number;
  readonly state: Float64Array;
  /** E of each last state; NaN where the separation has no energy. */
  readonly energy: Float64Array;
  /** Updates made for each query. */
  readonly steps: Int32Array;
  readonly outcome: readonly Outcome[];
  /** Per query, 0..1; null before the memory was calibrated. */
  readonly familiarity: Float64Array | null;
  readonly #makeOutput: () => Float64Array;
  #output: Float64Array | undefined;
  readonly #run: RetrieveRun;
  readonly #source: RetrievalSource;

  constructor(
    run: RetrieveRun,
    output: () => Float64Array,
    outputSize: number,
    size: number,
    beta: number,
    familiarity: Float64Array | null,
    source: RetrievalSource,
  ) {
    this.count = run.steps.length;
    this.size = size;
    this.outputSize = outputSize;
    this.beta = beta;
    this.state = run.states;
    this.#makeOutput = output;
    this.energy = Float64Array.from(run.energies, (energies) => energies.at(-1) ?? Number.NaN);
    this.steps = run.steps;
    this.outcome = run.outcomes;
    this.familiarity = familiarity;
    this.#run = run;
    this.#source = source;
  }

  /** What came back in plain units, count x outputSize: values, or patterns as a person wants them. */
  get output(): Float64Array {
    this.#output ??= this.#makeOutput();
    return this.#output;
  }

  /** All about query `i` in one object. */
  at(i: number): RetrievedPattern {
    return {
      state: this.stateOf(i),
      output: this.outputOf(i),
      energy: this.energy[i],
      energies: this.energies(i),
      steps: this.steps[i],
      outcome: this.outcome[i],
      top: this.top(i),
      certificate: this.certificate(i),
      familiarity: this.familiarity === null ? null : this.familiarity[i],
    };
  }

  /** The last state of query `i`, a view. */
  stateOf(i: number): Float64Array {
    return this.state.subarray(i * this.size, (i + 1) * this.size);
  }

  /** The output of query `i`, a view. */
  outputOf(i: number): Float64Array {
    return this.output.subarray(i * this.outputSize, (i + 1) * this.outputSize);
  }

  /** E of the query and of the state after each update. */
  energies(i: number): readonly number[] {
    return this.#run.energies[i];
  }

  /**
   * The weights of all stored patterns in the last association of query `i`, computed on demand.
   * @throws HopfieldError ERR_STALE when the memory was changed since the retrieval
   */
  association(i: number): Float64Array {
    return this.#source.association(i);
  }

  /** The `k` heaviest patterns of the last association (5 by default); more are computed on demand. */
  top(i: number, k = 5): readonly TopPattern[] {
    const kept = this.#run.last[i].top;
    return k <= kept.length || kept.length < 5 ? kept.slice(0, k) : topPatterns(this.association(i), k);
  }

  /**
   * What is proved and measured about query `i`. With `theorem5` the separation of the top pattern is computed too,
   * which takes one pass over the stored patterns.
   */
  certificate(i: number, { theorem5 = false }: { readonly theorem5?: boolean } = {}): Certificate {
    return this.#source.certificate(i, theorem5);
  }

  /** The states, energies and associations of query `i` step by step; empty unless asked for by `trace: true`. */
  trace(i: number): readonly TraceStep[] {
    return this.#run.traces[i];
  }
}
