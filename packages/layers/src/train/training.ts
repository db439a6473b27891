import { HopfieldError, Random } from "modern-hopfield";
import { backward } from "../autodiff/backward.ts";
import type { Floats, Tensor } from "../autodiff/tensor.ts";
import type { Module } from "../modules/module.ts";
import { clipGradientNorm } from "./clip.ts";
import { type EarlyStoppingOptions, judgeScores } from "./earlyStopping.ts";
import type { Optimizer } from "./optimizer.ts";
import { constant, type Schedule } from "./schedules.ts";
import { readTraining, writeTraining } from "./trainingFile.ts";

/** What happened in an epoch. */
export interface FitProgress {
  /** Epochs made, from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps made since the beginning. */
  readonly step: number;
  /** The mean loss of the epoch's batches. */
  readonly loss: number;
  /** What `validate` gave; undefined without it. */
  readonly score: number | undefined;
  /** The moving average of the scores that early stopping looks at. */
  readonly smoothed: number | undefined;
  readonly learningRate: number;
  /** The largest length of the gradients before clipping. */
  readonly gradientNorm: number;
  /** Seconds since this call of `fit` began. */
  readonly elapsed: number;
  /** Seconds that the rest will take at this pace, unless it stops early. */
  readonly remaining: number;
  /** Whether early stopping ends the run here. */
  readonly stopped: boolean;
}

/** Options of a run; `Batch` is whatever the batches are. */
export interface FitOptions<Batch> {
  /** The epochs of the whole run, those made before it was saved included. */
  readonly epochs: number;
  /** The batches of an epoch; the stream is the epoch's own, for shuffling. */
  readonly batches: (random: Random) => Iterable<Batch>;
  /** The loss of a batch; the stream is the batch's own, for dropout. */
  readonly loss: (batch: Batch, random: Random) => Tensor;
  /** A score after each epoch, larger is better unless `earlyStopping.mode` says otherwise. */
  readonly validate?: () => number | Promise<number>;
  readonly earlyStopping?: EarlyStoppingOptions;
  /** Multiplies the optimiser's learning rate; constant by default. */
  readonly schedule?: Schedule;
  /** The largest length of all gradients together; no limit by default. */
  readonly clipNorm?: number;
  /** Gives the run up between two batches; what was trained stays. */
  readonly signal?: AbortSignal;
}

/** How far a training run is, beside weights and moments. */
export interface TrainingState {
  epoch: number;
  /** Every validation score so far. */
  scores: number[];
  /** Steps of an epoch; 0 before the first. */
  stepsPerEpoch: number;
}

/** Work of this many milliseconds, then others have their turn: abort, progress, the page. */
const turn = 40;

/** Lets everything else that waits run first. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/**
 * Trains a module: batches, loss, gradients, steps of an optimiser, epoch after epoch. The same seed repeats a run exactly,
 * and a run that was saved (`toBytes`) and loaded goes on as if it had never stopped.
 *
 * @example
 * const training = new Training(model, new AdamW(model), { seed: 1 });
 * for await (const { epoch, loss, remaining } of training.fit({ epochs: 20, batches, loss, signal })) { ... }
 */
export class Training {
  readonly module: Module;
  readonly optimizer: Optimizer;
  readonly state: TrainingState = { epoch: 0, scores: [], stepsPerEpoch: 0 };
  /** The weights of the best epoch so far, where early stopping may bring them back. */
  best: Map<string, Floats> | null = null;
  readonly #random: Random;

  constructor(module: Module, optimizer: Optimizer, { seed = 0 }: { readonly seed?: number | string } = {}) {
    this.module = module;
    this.optimizer = optimizer;
    this.#random = new Random(seed);
  }

  get seed(): string {
    return this.#random.seed;
  }

  /**
   * Trains until `epochs` are made, early stopping ends it, or it is given up; yields after each epoch. A run that did all
   * of its epochs yields nothing.
   *
   * @throws HopfieldError ERR_NOT_FINITE when the loss is no finite number, with the epoch and the step; the signal's
   *   reason when it is given up
   */
  async *fit<Batch>(options: FitOptions<Batch>): AsyncGenerator<FitProgress, void, void> {
    const { epochs, validate, earlyStopping = {}, signal } = options;
    const { state, optimizer } = this;
    const started = performance.now();
    const first = state.epoch;
    while (state.epoch < epochs) {
      const { loss, norm, rate } = await this.#epoch(options);
      state.epoch++;
      let verdict: { smoothed: number; best: boolean; stop: boolean } | undefined;
      if (validate !== undefined) {
        state.scores.push(await validate());
        verdict = judgeScores(state.scores, earlyStopping);
        if (verdict.best && (earlyStopping.restore ?? true)) this.#keepBest();
      }
      const elapsed = (performance.now() - started) / 1000;
      const made = state.epoch - first;
      const stopped = verdict?.stop ?? false;
      const last = stopped || state.epoch === epochs;
      if (last) this.#restoreBest();
      yield {
        epoch: state.epoch,
        epochs,
        step: optimizer.steps,
        loss,
        score: state.scores.at(-1),
        smoothed: verdict?.smoothed,
        learningRate: rate,
        gradientNorm: norm,
        elapsed,
        remaining: stopped ? 0 : (elapsed / made) * (epochs - state.epoch),
        stopped,
      };
      if (last) return;
      signal?.throwIfAborted();
    }
  }

  /** Weights, moments and state as a safetensors file. */
  toBytes(): Uint8Array {
    return writeTraining(this);
  }

  /**
   * Goes on where a saved run was.
   * @throws HopfieldError ERR_DATA for a file of another module, optimiser or seed
   */
  fromBytes(bytes: Uint8Array): void {
    readTraining(this, bytes);
  }

  async #epoch<Batch>(options: FitOptions<Batch>): Promise<{ loss: number; norm: number; rate: number }> {
    const {
      batches,
      loss: lossOf,
      schedule = constant,
      clipNorm = Number.POSITIVE_INFINITY,
      epochs,
      signal,
    } = options;
    const { state, optimizer } = this;
    const random = this.#random.fork(`epoch ${state.epoch}`);
    let total = 0;
    let count = 0;
    let norm = 0;
    let factor = 1;
    let rested = performance.now();
    let all = batches(random.fork("batches"));
    if (state.stepsPerEpoch === 0) {
      // Schedules need the number of steps; the first epoch's batches are counted before they are used.
      const listed = [...all];
      state.stepsPerEpoch = listed.length;
      all = listed;
    }
    for (const batch of all) {
      signal?.throwIfAborted();
      const loss = lossOf(batch, random.fork(count));
      const value = loss.item();
      if (!Number.isFinite(value)) {
        throw new HopfieldError(
          "ERR_NOT_FINITE",
          `the loss is ${value} in epoch ${state.epoch + 1}, batch ${count + 1}; lower the learning rate, clip the gradients (clipNorm), or look for inputs that are not finite`,
          { loss: value, epoch: state.epoch + 1, batch: count + 1 },
        );
      }
      optimizer.zeroGrad();
      backward(loss);
      norm = Math.max(norm, clipGradientNorm(optimizer.parameters.values(), clipNorm));
      const steps = state.stepsPerEpoch * epochs;
      factor = schedule({ step: optimizer.steps, steps, epoch: state.epoch });
      optimizer.step(factor);
      total += value;
      count++;
      if (performance.now() - rested > turn) {
        await breathe();
        rested = performance.now();
      }
    }
    if (count === 0)
      throw new HopfieldError("ERR_COUNT", "an epoch without batches: there is nothing to train on");
    optimizer.zeroGrad();
    return { loss: total / count, norm, rate: optimizer.learningRate * factor };
  }

  #keepBest(): void {
    this.best ??= new Map();
    for (const [name, { data }] of this.module.namedParameters()) {
      const kept = this.best.get(name);
      if (kept === undefined) this.best.set(name, data.slice() as Floats);
      else kept.set(data);
    }
  }

  #restoreBest(): void {
    if (this.best === null) return;
    for (const [name, { data }] of this.module.namedParameters()) data.set(this.best.get(name) as Floats);
  }
}
