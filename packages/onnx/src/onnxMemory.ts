import {
  type AssociativeMemory,
  HopfieldError,
  type QueryInput,
  type Retrieval,
  type RetrieveOptions,
} from "modern-hopfield";
import {
  emptyRun,
  keptTop,
  type PreparedRetrieval,
  type RetrieveProblem,
  type RetrieveRun,
  requireCount,
  Walk,
} from "modern-hopfield/engine";
import { type CentredMatrix, centredMatrix } from "./matrix.ts";
import { type Metric, metricOf } from "./metric.ts";
import { associationModel, readoutModel } from "./model.ts";
import { type GraphOutputs, OnnxRound } from "./onnxRound.ts";
import { loadRuntime, type OnnxRuntime, type OrtSession, type OrtTensor } from "./runtime.ts";

/** Options of a memory on ONNX Runtime. */
export interface OnnxMemoryOptions {
  /** How many threads compute; by default as many as the machine has cores. */
  readonly threads?: number;
  /** A folder to look for onnxruntime-node from; by default where this package is installed. */
  readonly from?: string;
}

/** Options of a retrieval by ONNX Runtime; every pattern is associated with, so there is no `exact`. */
export interface OnnxRetrieveOptions extends Omit<RetrieveOptions, "observe" | "onQueries" | "exact"> {
  /** Gives the retrieval up between two chunks of queries or steps. */
  readonly signal?: AbortSignal;
  /** Called as queries are finished. */
  readonly onProgress?: (finished: number, total: number) => void;
}

/** Weights in one run of the graph: bounds the memory whatever N and the batch are. */
const chunkCells = 2 ** 24;

/** No more queries run together: enough for the matrix products, few enough to be given up soon. */
const mostQueries = 512;

type Floats = Float32Array<ArrayBuffer>;

/** What is computed from the memory, as it was at one version. */
interface Tensors {
  readonly version: number;
  readonly stored: CentredMatrix;
  /** ½|c|² of each row over all components; only where scores are distances. */
  readonly halfSquares: Float64Array | null;
  readonly values: CentredMatrix | null;
}

/**
 * A memory whose retrievals are computed by ONNX Runtime: dense, in float32, on all cores. For `dot`, `squaredEuclidean`,
 * `cosine` and `centredCosine` with softmax. The memory itself stays the one to change and to ask for anything else.
 *
 * It keeps a float32 copy of the patterns (4 N d bytes, for bytes four times what the memory takes), another of the
 * values where the readout blends others than the states' (hetero-association, cosines, layer norm), and some arrays of
 * up to 64 MB. ONNX Runtime computes on the calling thread, which is free only between chunks of queries.
 *
 * Results are those of `retrieve(query, { exact: "dense" })` but for float32: logits are wrong by up to about
 * δ = 2^-20 β |x - mean| |ξ - mean|. A certificate's `skipped` is 1 - exp(-2δ), the share that this may have changed, so that
 * its bounds and `energyRises` mind it; no pattern is left out.
 *
 * @example
 * const onnx = await OnnxMemory.load(memory);
 * const retrieval = await onnx.retrieve(queries, { signal, onProgress });
 * await onnx.release();
 */
export class OnnxMemory {
  readonly memory: AssociativeMemory;
  readonly #metric: Metric;
  readonly #runtime: OnnxRuntime;
  readonly #threads: number | undefined;
  #tensors: Tensors | undefined;
  #weights: Floats = new Float32Array(0);
  #states: Floats = new Float32Array(0);
  #means: Floats = new Float32Array(0);
  /** The association for one number of heaviest patterns; it changes with the memory only while there are very few. */
  #association: { readonly top: number; readonly session: OrtSession } | undefined;
  #readout: OrtSession | undefined;
  /** Retrievals follow one another: they share arrays. */
  #last: Promise<unknown> = Promise.resolve();
  #released = false;

  private constructor(
    memory: AssociativeMemory,
    metric: Metric,
    runtime: OnnxRuntime,
    threads: number | undefined,
  ) {
    this.memory = memory;
    this.#metric = metric;
    this.#runtime = runtime;
    this.#threads = threads;
  }

  /**
   * Loads onnxruntime-node and makes a memory's retrievals ready for it.
   * @throws HopfieldError ERR_OPTION when onnxruntime-node is not installed, for a similarity or separation that it cannot
   *   compute, or when `threads` is no whole number of at least 1
   */
  static async load(
    memory: AssociativeMemory,
    { threads, from }: OnnxMemoryOptions = {},
  ): Promise<OnnxMemory> {
    if (threads !== undefined) requireCount(threads, "threads", 1);
    const metric = metricOf(memory);
    const onnx = new OnnxMemory(memory, metric, await loadRuntime(from), threads);
    if (memory.count > 0) await onnx.#sessionFor(memory.count);
    return onnx;
  }

  /**
   * Completes a batch of queries, as `AssociativeMemory.retrieve` does.
   * @throws what that throws; HopfieldError ERR_OPTION for a cosine over some components only, ERR_STALE when the memory
   *   is changed meanwhile, ERR_WORKER after `release`; the signal's reason when it is given up
   */
  async retrieve(query: QueryInput, options: OnnxRetrieveOptions = {}): Promise<Retrieval> {
    const { signal, onProgress, ...rest } = options;
    this.#requireOpen();
    signal?.throwIfAborted();
    const prepared = this.memory.prepare(query, { ...rest, exact: "dense" });
    if (this.#metric.sphere && prepared.queries.groups.some(({ columns }) => columns !== null)) {
      throw new HopfieldError(
        "ERR_OPTION",
        `ONNX Runtime cannot compute ${this.memory.similarity.name} over some components only; use squaredEuclidean or dot, or the memory's own retrieve`,
        { similarity: this.memory.similarity.name },
      );
    }
    const check = (): void => {
      signal?.throwIfAborted();
      this.#requireOpen();
      if (prepared.version !== this.memory.version) {
        throw new HopfieldError("ERR_STALE", "the memory was changed during this retrieval; retrieve again");
      }
    };
    const turn = this.#last.then(() => this.#run(prepared, check, onProgress));
    this.#last = turn.catch(() => {});
    return prepared.finish(await turn);
  }

  /** Gives back what ONNX Runtime holds; a retrieval under way is rejected. */
  async release(): Promise<void> {
    this.#released = true;
    await this.#last;
    await this.#association?.session.release();
    await this.#readout?.release();
    this.#association = undefined;
    this.#readout = undefined;
    this.#tensors = undefined;
    this.#weights = this.#states = this.#means = new Float32Array(0);
  }

  async #run(
    { problem, queries: { states, groups }, version }: PreparedRetrieval,
    check: () => void,
    onProgress: OnnxRetrieveOptions["onProgress"],
  ): Promise<RetrieveRun> {
    check();
    const { size, count: N } = problem.stored;
    const tensors = this.#tensorsOf(problem, version);
    const run = emptyRun(problem, states);
    const session = await this.#sessionFor(N);
    const room = Math.max(1, Math.min(mostQueries, Math.floor(chunkCells / N)));
    let finished = 0;
    for (const { columns, queries } of groups) {
      const bias = this.#biasOf(problem, tensors, columns);
      for (let from = 0; from < queries.length; from += room) {
        const members = queries.slice(from, from + room);
        const walk = new Walk(problem, columns, states, members, run);
        for (let asked = walk.ask(); asked !== null; asked = walk.ask()) {
          check();
          const places = asked.queries.map((_, k) => k);
          const outputs = await this.#associate(session, problem, tensors, bias, columns, asked.states);
          check();
          const round = new OnnxRound(problem, this.#metric, tensors.stored, columns, asked.states, outputs);
          walk.take(round, places);
          await this.#readOut(run, tensors, round, asked.queries);
        }
        finished += members.length;
        onProgress?.(finished, states.length / size);
      }
    }
    check();
    return run;
  }

  /** Runs the graph for some states. */
  async #associate(
    { session, top }: { readonly session: OrtSession; readonly top: number },
    { rule, stored: { size, count: N } }: RetrieveProblem,
    { stored }: Tensors,
    bias: OrtTensor,
    columns: Int32Array | null,
    states: Float64Array,
  ): Promise<GraphOutputs> {
    const m = states.length / size;
    this.#weights = withRoom(this.#weights, m * N);
    this.#states = withRoom(this.#states, m * size);
    this.#means = withRoom(this.#means, m * size);
    const entered = this.#states.subarray(0, m * size);
    const { beta } = rule;
    const origin = this.#metric.distance ? stored.centre : new Float64Array(size);
    // What stands at unknown components must not matter.
    if (columns !== null) entered.fill(0);
    const width = columns?.length ?? size;
    for (let from = 0; from < entered.length; from += size) {
      for (let n = 0; n < width; n++) {
        const j = columns === null ? n : columns[n];
        entered[from + j] = beta * (states[from + j] - origin[j]);
      }
    }
    const { Tensor } = this.#runtime;
    const weights = this.#weights.subarray(0, m * N);
    const means = this.#means.subarray(0, m * size);
    const found = await session.run(
      { states: new Tensor("float32", entered, [m, size]), stored: stored.tensor, bias },
      {
        weights: new Tensor("float32", weights, [m, N]),
        means: new Tensor("float32", means, [m, size]),
        topIndices: null,
        topWeights: null,
        sums: null,
      },
    );
    if (found.topWeights.dims[1] !== top) throw new Error(`the graph gave ${found.topWeights.dims} weights`);
    return {
      weights,
      means,
      topIndices: found.topIndices.data as BigInt64Array,
      topWeights: found.topWeights.data as Float32Array,
      sums: found.sums.data as Float32Array,
    };
  }

  /** Blends the values for the states whose readouts the walk wants, by the weights of the last run of the graph. */
  async #readOut(
    run: RetrieveRun,
    { stored: { count: N }, values }: Tensors,
    { wantReadout: places, masses }: OnnxRound,
    queries: readonly number[],
  ): Promise<void> {
    if (values === null || run.readouts === null || places.length === 0) return;
    const { readouts } = run;
    const { size, centre } = values;
    const { Tensor } = this.#runtime;
    // Places rise, and nobody needs the other rows any more.
    places.forEach((k, n) => {
      if (k !== n) this.#weights.copyWithin(n * N, k * N, (k + 1) * N);
    });
    const weights = new Tensor("float32", this.#weights.subarray(0, places.length * N), [places.length, N]);
    this.#readout ??= await this.#open(readoutModel());
    const found = await this.#readout.run({ weights, values: values.tensor }, { means: null });
    const means = found.means.data as Float32Array;
    places.forEach((k, n) => {
      const to = queries[k] * size;
      for (let j = 0; j < size; j++) readouts[to + j] = means[n * size + j] / masses[k] + centre[j];
    });
  }

  /** β times what a pattern's score has of its own, and ln w. */
  #biasOf(
    { rule: { beta, logWeights } }: RetrieveProblem,
    { stored, halfSquares }: Tensors,
    columns: Int32Array | null,
  ): OrtTensor {
    const bias = new Float32Array(stored.count);
    const squares = halfSquares === null || columns === null ? halfSquares : halfSquaresOf(stored, columns);
    for (let i = 0; i < bias.length; i++) {
      bias[i] = (logWeights?.[i] ?? 0) - (squares === null ? 0 : beta * squares[i]);
    }
    return new this.#runtime.Tensor("float32", bias, [bias.length]);
  }

  #tensorsOf({ stored, readout }: RetrieveProblem, version: number): Tensors {
    if (this.#tensors?.version === version) return this.#tensors;
    // The old ones go first, so that both never lie in memory.
    this.#tensors = undefined;
    const matrix = centredMatrix(this.#runtime, stored, this.#metric.prepare ?? undefined);
    const made = {
      version,
      stored: matrix,
      halfSquares: this.#metric.distance ? halfSquaresOf(matrix, null) : null,
      values: readout === null ? null : centredMatrix(this.#runtime, readout),
    };
    this.#tensors = made;
    return made;
  }

  async #sessionFor(N: number): Promise<{ readonly top: number; readonly session: OrtSession }> {
    const top = Math.min(keptTop, N);
    if (this.#association?.top === top) return this.#association;
    await this.#association?.session.release();
    this.#association = { top, session: await this.#open(associationModel(top)) };
    return this.#association;
  }

  #open(model: Uint8Array): Promise<OrtSession> {
    return this.#runtime.InferenceSession.create(model, {
      executionProviders: ["cpu"],
      executionMode: "sequential",
      graphOptimizationLevel: "all",
      interOpNumThreads: 1,
      ...(this.#threads === undefined ? {} : { intraOpNumThreads: this.#threads }),
    });
  }

  #requireOpen(): void {
    if (this.#released) throw new HopfieldError("ERR_WORKER", "this memory was released; load another");
  }
}

/** An array of at least `length` numbers: the one given, or a new one. */
function withRoom(array: Floats, length: number): Floats {
  return array.length >= length ? array : new Float32Array(length);
}

/** ½|c|² of each row, over the known components. */
function halfSquaresOf({ data, count, size }: CentredMatrix, columns: Int32Array | null): Float64Array {
  const width = columns?.length ?? size;
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let n = 0; n < width; n++) sum += data[i * size + (columns === null ? n : columns[n])] ** 2;
    return sum / 2;
  });
}
