import { HopfieldError } from "modern-hopfield";
import {
  readSafetensors,
  type SafetensorsInput,
  type SafetensorsTensor,
  writeSafetensors,
} from "modern-hopfield/formats";
import type { Floats } from "../autodiff/tensor.ts";
import type { Module } from "../modules/module.ts";
import type { Optimizer } from "./optimizer.ts";

const format = "modern-hopfield-training/1";

/** What a file of a training run holds. */
interface Saved {
  readonly module: Module;
  readonly optimizer: Optimizer;
  readonly state: { epoch: number; scores: number[]; stepsPerEpoch: number };
  readonly seed: string;
  best: Map<string, Floats> | null;
}

/** Weights under `model.`, moments under `optimizer.`, the best weights so far under `best.`; the rest as metadata. */
export function writeTraining({ module, optimizer, state, seed, best }: Saved): Uint8Array {
  const tensors = new Map<string, SafetensorsInput>();
  const weights = module.stateDict();
  for (const [name, tensor] of weights) tensors.set(`model.${name}`, tensor);
  for (const [name, tensor] of optimizer.stateDict()) tensors.set(`optimizer.${name}`, tensor);
  for (const [name, data] of best ?? []) {
    tensors.set(`best.${name}`, { shape: (weights.get(name) as SafetensorsInput).shape, data });
  }
  return writeSafetensors(tensors, {
    format,
    seed,
    optimizer: optimizer.name,
    steps: String(optimizer.steps),
    learningRate: String(optimizer.learningRate),
    state: JSON.stringify(state),
  });
}

/** The tensors whose names begin with a prefix, without it. */
function below(
  tensors: ReadonlyMap<string, SafetensorsTensor>,
  prefix: string,
): Map<string, SafetensorsTensor> {
  const found = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(found.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

/** The numbers of a training state, checked. */
function stateOf(text: string | undefined): Saved["state"] {
  const state = JSON.parse(text ?? "null") as Saved["state"] | null;
  const whole = (n: unknown): boolean => Number.isSafeInteger(n) && (n as number) >= 0;
  if (!whole(state?.epoch) || !whole(state?.stepsPerEpoch) || !Array.isArray(state?.scores)) {
    throw new HopfieldError(
      "ERR_DATA",
      `this file's state is ${text} (expected epoch, stepsPerEpoch and scores)`,
    );
  }
  return state as Saved["state"];
}

/** @throws HopfieldError ERR_DATA for a file of another module, optimiser or seed */
export function readTraining(training: Saved, bytes: Uint8Array): void {
  const { tensors, metadata } = readSafetensors(bytes);
  const { module, optimizer, seed } = training;
  const wanted = { format, optimizer: optimizer.name, seed };
  for (const [name, value] of Object.entries(wanted)) {
    if (metadata[name] !== value) {
      throw new HopfieldError(
        "ERR_DATA",
        `this file cannot go on here: its ${name} is ${metadata[name]} (expected ${value})`,
        { [name]: metadata[name], expected: value },
      );
    }
  }
  const state = stateOf(metadata.state);
  optimizer.loadStateDict(below(tensors, "optimizer."), Number(metadata.steps));
  module.loadStateDict(below(tensors, "model."));
  optimizer.learningRate = Number(metadata.learningRate);
  const best = below(tensors, "best.");
  training.best =
    best.size === 0
      ? null
      : new Map([...best].map(([name, { data }]) => [name, (data as Floats).slice() as Floats]));
  Object.assign(training.state, state);
}
