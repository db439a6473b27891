import {
  type DigitNetworkName,
  type Digits,
  digitNetworkNames,
  type NetworkName,
  networkNames,
  type OpenedTask,
  openDigits,
  openTask,
  type RunOptions,
  runDigits,
  runTask,
  type TaskName,
  type TaskResult,
  taskNames,
} from "@modern-hopfield/layers";
import { HopfieldError, unknownName } from "modern-hopfield";
import { loadDataSet } from "../data/datasets.ts";

/** What is compared unless networks are named: each layer and both baselines. */
const generatedByDefault: readonly NetworkName[] = [
  "hopfield",
  "hopfield-adapted",
  "pooling-adapted",
  "linear",
  "lstm",
];

/** A task as the command runs it. */
export interface Runner {
  readonly networks: readonly string[];
  readonly byDefault: readonly string[];
  readonly run: (network: string, options: RunOptions) => Promise<TaskResult>;
  /** The network before its training, and the bags to judge it by. */
  readonly open: (network: string, seed: string) => OpenedTask;
}

/** Bags of MNIST pictures: the last sixth of the pictures is for evaluation alone. */
function digitRunner(dataDir: string | undefined): Runner {
  const { data, labels, count, size } = loadDataSet("mnist", dataDir === undefined ? {} : { dataDir });
  if (labels === undefined) throw new HopfieldError("ERR_DATA", "these pictures have no labels");
  const cut = Math.floor((5 / 6) * count);
  const part = (from: number, to: number): Digits => ({
    pixels: data.subarray(from * size, to * size),
    labels: labels.subarray(from, to),
  });
  const [training, evaluation] = [part(0, cut), part(cut, count)];
  return {
    networks: digitNetworkNames,
    byDefault: digitNetworkNames,
    run: (network, options) =>
      runDigits(training, evaluation, { ...options, network: network as DigitNetworkName }),
    open: (network, seed) =>
      openDigits(training, evaluation, { network: network as DigitNetworkName, seed, trainingBags: 2 }),
  };
}

/** What a task needs to run. */
export function runnerOf(task: string, dataDir: string | undefined): Runner {
  if (task === "mnist-bags") return digitRunner(dataDir);
  if (!taskNames.includes(task as TaskName)) throw unknownName("task", task, [...taskNames, "mnist-bags"]);
  return {
    networks: networkNames,
    byDefault: generatedByDefault,
    run: (network, options) => runTask(task as TaskName, { ...options, network: network as NetworkName }),
    open: (network, seed) => openTask(task as TaskName, network as NetworkName, seed),
  };
}
