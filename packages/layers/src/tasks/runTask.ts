import { unknownName } from "modern-hopfield";
import { binaryCrossEntropyWithLogits } from "../autodiff/losses.ts";
import { withoutGradients } from "../autodiff/tensor.ts";
import type { HopfieldOptions } from "../hopfield/options.ts";
import { AdamW } from "../train/adam.ts";
import { type Bag, Bags } from "../train/bags.ts";
import { type FitProgress, Training } from "../train/training.ts";
import { bitPatterns } from "./bitPatterns.ts";
import { latchSequences } from "./latchSequences.ts";
import { type BagClassifier, type NetworkName, networkOf } from "./networks.ts";

/** The tasks that are generated. */
export type TaskName = "bits" | "latch";

/** A task: its data and how it is trained. */
interface Task {
  readonly generate: (seed: string) => { readonly bags: readonly Bag[]; readonly size: number };
  readonly epochs: number;
  readonly batchSize: number;
  readonly adapted: HopfieldOptions;
}

/** The settings of the hflayers notebooks; those of an adapted layer too. */
const tasks: Readonly<Record<TaskName, Task>> = {
  bits: {
    generate: (seed) => bitPatterns({ seed }),
    epochs: 250,
    batchSize: 32,
    adapted: { hiddenSize: 8, numHeads: 8, updateStepsMax: 3, scaling: 0.25, dropout: 0.5 },
  },
  latch: {
    generate: (seed) => latchSequences({ seed }),
    epochs: 20,
    batchSize: 32,
    adapted: { hiddenSize: 8, numHeads: 8, updateStepsMax: 3, scaling: 0.25, dropout: 0.5 },
  },
};

/** The names of the tasks. */
export const taskNames: readonly TaskName[] = ["bits", "latch"];

/** How a run of a task goes. */
export interface RunOptions {
  readonly seed?: number | string;
  /** As the notebook has it by default: 250 for bits, 20 for latch. */
  readonly epochs?: number;
  readonly signal?: AbortSignal;
  readonly onEpoch?: (progress: FitProgress) => void;
}

/** Options of a run of a generated task. */
export interface TaskOptions extends RunOptions {
  readonly network: NetworkName;
}

/** What a run of a task gave. */
export interface TaskResult {
  readonly network: string;
  readonly parameters: number;
  /** Share of the evaluation bags that were told right, after each epoch. */
  readonly curve: readonly number[];
  /** The loss of each epoch. */
  readonly losses: readonly number[];
  readonly seconds: number;
  readonly model: BagClassifier;
  readonly evaluation: Bags;
}

/** The share of bags whose logit has the right sign. */
export function accuracyOf(model: BagClassifier, bags: Bags): number {
  return withoutGradients(() => {
    let right = 0;
    for (const { patterns, padding, labels } of bags.batches(64)) {
      const { data } = model.forward(patterns, { storedPatternPaddingMask: padding });
      labels.forEach((label, n) => {
        if (data[n] > 0 === label > 0.5) right++;
      });
    }
    return right / bags.count;
  });
}

/** Trains a classifier of bags with AdamW (1e-3) and gradients no longer than 0.5, and judges it after each epoch. */
export async function trainBags(
  network: string,
  model: BagClassifier,
  training: Bags,
  evaluation: Bags,
  options: RunOptions & { readonly epochs: number; readonly batchSize: number },
): Promise<TaskResult> {
  const { epochs, batchSize, seed = 0, signal, onEpoch } = options;
  const run = new Training(model, new AdamW(model, { learningRate: 1e-3 }), { seed });
  const started = performance.now();
  const losses: number[] = [];
  const fitted = run.fit({
    epochs,
    batches: (random) => training.batches(batchSize, random),
    loss: ({ patterns, padding, labels }, random) =>
      binaryCrossEntropyWithLogits(
        model.forward(patterns, { random, storedPatternPaddingMask: padding }),
        labels,
      ),
    validate: () => accuracyOf(model, evaluation),
    earlyStopping: { restore: false },
    clipNorm: 0.5,
    ...(signal === undefined ? {} : { signal }),
  });
  for await (const progress of fitted) {
    losses.push(progress.loss);
    onEpoch?.(progress);
  }
  const seconds = (performance.now() - started) / 1000;
  return {
    network,
    parameters: model.parameterCount,
    curve: run.state.scores,
    losses,
    seconds,
    model,
    evaluation,
  };
}

/** A network before its training, with the bags to train on and to judge by. */
export interface OpenedTask {
  readonly model: BagClassifier;
  readonly training: Bags;
  readonly evaluation: Bags;
}

/**
 * A generated task and a network for it; the first and the last 256 bags are for evaluation. The same seed gives the same
 * bags and the same first weights.
 *
 * @throws HopfieldError ERR_OPTION for a task or network that does not exist
 */
export function openTask(name: TaskName, network: NetworkName, seed: number | string = 0): OpenedTask {
  if (!taskNames.includes(name)) throw unknownName("task", name, taskNames);
  const { generate, adapted } = tasks[name];
  const { bags, size } = generate(`${name}/${seed}`);
  const held = 256;
  const training = new Bags(bags.slice(held, -held), { size });
  const evaluation = new Bags([...bags.slice(0, held), ...bags.slice(-held)], { size });
  const instances = bags[0].instances.length / size;
  return { model: networkOf(network, { instances, size, adapted, seed }), training, evaluation };
}

/**
 * Trains a network on a generated task as the hflayers notebooks do, in batches of 32.
 * @throws HopfieldError ERR_OPTION for a task or network that does not exist
 */
export async function runTask(name: TaskName, options: TaskOptions): Promise<TaskResult> {
  const { model, training, evaluation } = openTask(name, options.network, options.seed);
  const { batchSize, epochs } = tasks[name];
  return trainBags(options.network, model, training, evaluation, { epochs, batchSize, ...options });
}
