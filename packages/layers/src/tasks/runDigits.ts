import { Bags } from "../train/bags.ts";
import { type Digits, digitBags } from "./digitBags.ts";
import { type DigitNetworkName, digitNetworkOf } from "./digitNetworks.ts";
import { type RunOptions, type TaskResult, trainBags } from "./runTask.ts";

/** Options of a run on bags of digits. */
export interface DigitOptions extends RunOptions {
  readonly network: DigitNetworkName;
  /** Bags to train on; 200 by default. */
  readonly trainingBags?: number;
  /** Bags to judge by; 200 by default. */
  readonly evaluationBags?: number;
}

/**
 * Does a bag of digits hold a nine? Trains on bags of some pictures and judges by bags of others; 20 epochs by default,
 * batches of 4 bags.
 *
 * @throws HopfieldError ERR_OPTION for a network that does not exist, ERR_SIZE for pictures that are not 28 x 28
 */
export async function runDigits(
  training: Digits,
  evaluation: Digits,
  options: DigitOptions,
): Promise<TaskResult> {
  const { network, seed = 0, epochs = 20, trainingBags = 200, evaluationBags = 200 } = options;
  const made = digitBags(training, { bags: trainingBags, seed: `training/${seed}` });
  const held = digitBags(evaluation, { bags: evaluationBags, seed: `evaluation/${seed}` });
  const model = digitNetworkOf(network, seed);
  return trainBags(network, model, new Bags(made.bags, made), new Bags(held.bags, held), {
    batchSize: 4,
    ...options,
    epochs,
  });
}
