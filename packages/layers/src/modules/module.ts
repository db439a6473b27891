import type { SafetensorsInput, SafetensorsTensor } from "modern-hopfield/formats";
import type { Tensor } from "../autodiff/tensor.ts";
import { type Defect, uniqueDefects } from "./defects.ts";
import { requireSameTensors } from "./sameTensors.ts";

/** What loading weights has to say. */
export interface LoadReport {
  /** How many tensors were loaded. */
  readonly loaded: number;
  /** The defects of hflayers on which the numbers of a model trained there depend; see `compat`. */
  readonly defects: readonly Defect[];
}

/**
 * Something with parameters: its own by name, and those of the modules it is made of, whose names get the module's in
 * front (`hopfield.association_core.in_proj_weight`). The names are those of hflayers' `state_dict`.
 *
 * A module keeps no state beside its parameters: whether dropout is on is an argument of a call.
 */
export abstract class Module {
  readonly #own = new Map<string, Tensor>();
  readonly #parts = new Map<string, Module>();

  /** Makes a tensor a parameter of this module. */
  protected own(name: string, tensor: Tensor): Tensor {
    this.#own.set(name, tensor);
    return tensor;
  }

  /** Makes a module a part of this one. */
  protected part<M extends Module>(name: string, module: M): M {
    this.#parts.set(name, module);
    return module;
  }

  /** All parameters by name, frozen ones included. */
  namedParameters(): Map<string, Tensor> {
    const found = new Map(this.#own);
    for (const [name, module] of this.#parts) {
      for (const [inner, tensor] of module.namedParameters()) found.set(`${name}.${inner}`, tensor);
    }
    return found;
  }

  /** The parameters that are trained. */
  parameters(): Tensor[] {
    return [...this.namedParameters().values()].filter(({ requiresGrad }) => requiresGrad);
  }

  /** How many numbers are trained. */
  get parameterCount(): number {
    return this.parameters().reduce((count, { data }) => count + data.length, 0);
  }

  /** Forgets all gradients. */
  zeroGrad(): void {
    for (const tensor of this.namedParameters().values()) tensor.grad = null;
  }

  /** What of hflayers' behaviour the same configuration has there and not here. */
  defects(): readonly Defect[] {
    return uniqueDefects([...this.#parts.values()].flatMap((module) => module.defects()));
  }

  /** The weights by name, for `writeSafetensors`; they share memory with the parameters. */
  stateDict(): Map<string, SafetensorsInput> {
    return new Map([...this.namedParameters()].map(([name, { shape, data }]) => [name, { shape, data }]));
  }

  /**
   * Takes weights over, by name; numbers of another precision are converted. Nothing is changed when anything is wrong.
   *
   * @throws HopfieldError ERR_DATA that lists every missing, unexpected and misshaped tensor
   */
  loadStateDict(tensors: ReadonlyMap<string, Pick<SafetensorsTensor, "shape" | "data">>): LoadReport {
    const parameters = this.namedParameters();
    requireSameTensors(parameters, tensors);
    for (const [name, parameter] of parameters) {
      const { data } = tensors.get(name) as SafetensorsTensor;
      parameter.data.set(data as Float64Array);
    }
    return { loaded: parameters.size, defects: this.defects() };
  }
}
