import { HopfieldError } from "modern-hopfield";
import type { SafetensorsInput, SafetensorsTensor } from "modern-hopfield/formats";
import { allocate, type Floats, type Tensor } from "../autodiff/tensor.ts";
import type { Module } from "../modules/module.ts";
import { requireSameTensors } from "../modules/sameTensors.ts";

/** Moments below this are set to 0: as denormals they would change nothing and slow every step. */
const negligible = 1e-30;

/** A number, or 0 where it no longer matters. */
export function flushed(value: number): number {
  return Math.abs(value) < negligible ? 0 : value;
}

/**
 * Moves the parameters of a module against their gradients.
 *
 * What an optimiser remembers about a parameter (moments) is kept by the parameter's name, so that it can be saved and
 * loaded beside the weights.
 */
export abstract class Optimizer {
  /** The name, for files: a state is loaded into the optimiser it came from alone. */
  abstract readonly name: string;
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** The learning rate; schedules multiply it (`step(factor)`). */
  learningRate: number;
  /** How many steps were made. */
  steps = 0;
  readonly #moments = new Map<string, Floats>();

  /** @throws HopfieldError ERR_OPTION for a learning rate that is negative or not finite, or nothing to train */
  constructor(module: Module, learningRate: number) {
    if (!(learningRate >= 0 && Number.isFinite(learningRate))) {
      throw new HopfieldError(
        "ERR_OPTION",
        `invalid learning rate: ${learningRate} (expected a number of at least 0)`,
        { learningRate },
      );
    }
    this.parameters = new Map([...module.namedParameters()].filter(([, tensor]) => tensor.requiresGrad));
    if (this.parameters.size === 0) {
      throw new HopfieldError(
        "ERR_OPTION",
        "this module has nothing to train: all of its parameters are frozen",
      );
    }
    this.learningRate = learningRate;
  }

  /** Changes one parameter by its gradient. */
  protected abstract update(name: string, parameter: Tensor, grad: Floats, rate: number): void;

  /** A moment of a parameter, zeros at first. */
  protected moment(kind: string, name: string): Floats {
    const key = `${name}/${kind}`;
    let found = this.#moments.get(key);
    if (found === undefined) {
      const { dtype, data } = this.parameters.get(name) as Tensor;
      found = allocate(dtype, data.length);
      this.#moments.set(key, found);
    }
    return found;
  }

  /** The kinds of moments that each parameter has. */
  protected abstract readonly kinds: readonly string[];

  /** Changes all parameters that have a gradient, by the learning rate times `factor`. The gradients stay. */
  step(factor = 1): void {
    this.steps++;
    for (const [name, parameter] of this.parameters) {
      if (parameter.grad !== null) this.update(name, parameter, parameter.grad, this.learningRate * factor);
    }
  }

  /** Forgets all gradients. */
  zeroGrad(): void {
    for (const parameter of this.parameters.values()) parameter.grad = null;
  }

  /** Every moment by the parameter's name and its kind (`weight/mean`). */
  stateDict(): Map<string, SafetensorsInput> {
    return new Map(
      [...this.parameters].flatMap(([name, { shape }]) =>
        this.kinds.map((kind) => [`${name}/${kind}`, { shape, data: this.moment(kind, name) }] as const),
      ),
    );
  }

  /** Takes saved moments over. @throws HopfieldError ERR_DATA that lists every tensor that is missing or does not fit */
  loadStateDict(
    tensors: ReadonlyMap<string, Pick<SafetensorsTensor, "shape" | "data">>,
    steps: number,
  ): void {
    const wanted = this.stateDict();
    requireSameTensors(wanted, tensors);
    for (const [name, { data }] of wanted) {
      (data as Floats).set((tensors.get(name) as SafetensorsTensor).data as Floats);
    }
    this.steps = steps;
  }
}
