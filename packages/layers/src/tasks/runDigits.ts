import { Bags } from "../train/bags.ts";
import { type Digits, digitBags } from "./digitBags.ts";
import { type DigitNetworkName, digitNetworkOf } from "./digitNetworks.ts";
import { type OpenedTask, type RunOptions, type TaskResult, trainBags } from "./runTask.ts";

/** Options of a run on bags of digits. */
export interface DigitOptions extends RunOptions {
  readonly network: DigitNetworkName;
  /** Bags to train on; 200 by default. */
  readonly trainingBags?: number;
  /** Bags to judge by; 200 by default. */
  readonly evaluationBags?: number;
}

/**
 * A network for bags of digits, with bags of some pictures to train on and bags of others to judge by.
 *
 * @throws HopfieldError ERR_OPTION for a network that does not exist, ERR_SIZE for pictures that are not 28 x 28
 */
export function openDigits(training: Digits, evaluation: Digits, options: DigitOptions): OpenedTask {
  const { network, seed = 0, trainingBags = 200, evaluationBags = 200 } = options;
  const made = digitBags(training, { bags: trainingBags, seed: `training/${seed}` });
  const held = digitBags(evaluation, { bags: evaluationBags, seed: `evaluation/${seed}` });
  const model = digitNetworkOf(network, seed);
  return { model, training: new Bags(made.bags, made), evaluation: new Bags(held.bags, held) };
}

/**
 * Does a bag of digits hold a nine? 20 epochs by default, batches of 4 bags.
 * @throws what `openDigits` throws
 */
export async function runDigits(
  training: Digits,
  evaluation: Digits,
  options: DigitOptions,
): Promise<TaskResult> {
  const opened = openDigits(training, evaluation, options);
  const { epochs = 20 } = options;
  return trainBags(options.network, opened.model, opened.training, opened.evaluation, {
    batchSize: 4,
    ...options,
    epochs,
  });
}
