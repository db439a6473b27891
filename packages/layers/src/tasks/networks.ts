import { unknownName } from "modern-hopfield";
import { reshape, slice } from "../autodiff/shape.ts";
import type { Tensor } from "../autodiff/tensor.ts";
import { Hopfield, type HopfieldCallOptions } from "../hopfield/hopfield.ts";
import { HopfieldLayer } from "../hopfield/hopfieldLayer.ts";
import { HopfieldPooling } from "../hopfield/hopfieldPooling.ts";
import type { HopfieldOptions } from "../hopfield/options.ts";
import { streamOf } from "../modules/initial.ts";
import { Linear } from "../modules/linear.ts";
import { Lstm } from "../modules/lstmModule.ts";
import { Module } from "../modules/module.ts";

/** The networks of the notebooks: three layers with default and adapted options, and two baselines. */
export type NetworkName =
  | "hopfield"
  | "hopfield-adapted"
  | "pooling"
  | "pooling-adapted"
  | "lookup"
  | "lookup-adapted"
  | "linear"
  | "lstm";

/** All networks. */
export const networkNames: readonly NetworkName[] = [
  "hopfield",
  "hopfield-adapted",
  "pooling",
  "pooling-adapted",
  "lookup",
  "lookup-adapted",
  "linear",
  "lstm",
];

/** What a network is for. */
export interface NetworkShape {
  /** Instances of a bag. */
  readonly instances: number;
  /** Features of an instance. */
  readonly size: number;
  /** Options of the adapted layers. */
  readonly adapted: HopfieldOptions;
  readonly seed: number | string;
}

/** A bag in, one logit per bag out. */
export abstract class BagClassifier extends Module {
  abstract forward(bags: Tensor, options?: HopfieldCallOptions): Tensor;
  /** How much each instance of each bag counted, batch x instances; null where the network does not say. */
  instanceWeights(_bags: Tensor, _options?: HopfieldCallOptions): Tensor | null {
    return null;
  }
}

/** Every instance's output side by side, then a linear map. */
class FlatClassifier extends BagClassifier {
  readonly #body: (bags: Tensor, options: HopfieldCallOptions) => Tensor;
  readonly #head: Linear;

  constructor(body: Module, run: (bags: Tensor, options: HopfieldCallOptions) => Tensor, head: Linear) {
    super();
    this.#body = run;
    this.part("body", body);
    this.#head = this.part("head", head);
  }

  forward(bags: Tensor, options: HopfieldCallOptions = {}): Tensor {
    return this.#head.forward(reshape(this.#body(bags, options), [bags.shape[0], -1]));
  }
}

/** A pooling, then a linear map. */
class PoolingClassifier extends BagClassifier {
  readonly #pooling: HopfieldPooling;
  readonly #head: Linear;

  constructor(pooling: HopfieldPooling, head: Linear) {
    super();
    this.#pooling = this.part("body", pooling);
    this.#head = this.part("head", head);
  }

  forward(bags: Tensor, options: HopfieldCallOptions = {}): Tensor {
    return this.#head.forward(this.#pooling.forward(bags, options));
  }

  override instanceWeights(bags: Tensor, options: HopfieldCallOptions = {}): Tensor {
    return this.#pooling.associationMatrix(bags, options);
  }
}

/** A linear map of everything. */
class LinearClassifier extends BagClassifier {
  readonly #head: Linear;

  constructor(head: Linear) {
    super();
    this.#head = this.part("head", head);
  }

  forward(bags: Tensor): Tensor {
    return this.#head.forward(reshape(bags, [bags.shape[0], -1]));
  }
}

/** A network by name. @throws HopfieldError ERR_OPTION for a name that is none */
export function networkOf(
  name: NetworkName,
  { instances, size, adapted, seed }: NetworkShape,
): BagClassifier {
  const random = streamOf(seed).fork(name);
  const seeds = { body: random.fork("body"), head: random.fork("head") };
  const flatHead = new Linear(instances * size, 1, { seed: seeds.head });
  const options = { inputSize: size, seed: seeds.body, ...(name.endsWith("-adapted") ? adapted : {}) };
  switch (name) {
    case "hopfield":
    case "hopfield-adapted": {
      const hopfield = new Hopfield(options);
      return new FlatClassifier(hopfield, (bags, call) => hopfield.forward(bags, call), flatHead);
    }
    case "lookup":
    case "lookup-adapted": {
      const layer = new HopfieldLayer({ ...options, quantity: 32 });
      return new FlatClassifier(layer, (bags, call) => layer.forward(bags, call), flatHead);
    }
    case "pooling":
    case "pooling-adapted":
      return new PoolingClassifier(new HopfieldPooling(options), new Linear(size, 1, { seed: seeds.head }));
    case "linear":
      return new LinearClassifier(flatHead);
    case "lstm": {
      const hidden = 4;
      const body = new Lstm(size, hidden, { seed: seeds.body });
      const last = (bags: Tensor): Tensor => slice(body.forward(bags), 1, bags.shape[1] - 1);
      return new FlatClassifier(body, last, new Linear(hidden, 1, { seed: seeds.head }));
    }
    default:
      throw unknownName("network", name, networkNames);
  }
}
