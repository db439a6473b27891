import { unknownName } from "modern-hopfield";
import { sigmoid, tanh } from "../autodiff/activations.ts";
import { multiply } from "../autodiff/arithmetic.ts";
import { fillMasked } from "../autodiff/mask.ts";
import { matmul } from "../autodiff/matmul.ts";
import { reshape } from "../autodiff/shape.ts";
import { softmax } from "../autodiff/softmax.ts";
import type { Tensor } from "../autodiff/tensor.ts";
import type { HopfieldCallOptions } from "../hopfield/hopfield.ts";
import { HopfieldPooling } from "../hopfield/hopfieldPooling.ts";
import { Conv2d, MaxPool2d } from "../modules/convolutions.ts";
import { type Seed, streamOf } from "../modules/initial.ts";
import { Linear } from "../modules/linear.ts";
import { Module } from "../modules/module.ts";
import { Activation, Flatten, Sequential } from "../modules/sequential.ts";
import { BagClassifier } from "./networks.ts";

/** How a bag becomes one vector: by a Hopfield pooling, by attention, or by gated attention. */
export type DigitNetworkName = "pooling" | "attention" | "gated-attention";

/** All of them. */
export const digitNetworkNames: readonly DigitNetworkName[] = ["pooling", "attention", "gated-attention"];

/** Features of a picture. */
const features = 64;
/** The space that attention happens in. */
const hidden = 32;

/** A pooling that says what each instance counted. */
interface Pooling {
  pool(instances: Tensor, options: HopfieldCallOptions): Tensor;
  weights(instances: Tensor, options: HopfieldCallOptions): Tensor;
}

class ByHopfield extends Module implements Pooling {
  readonly #pooling: HopfieldPooling;

  constructor(seed: Seed) {
    super();
    this.#pooling = this.part(
      "pooling",
      new HopfieldPooling({ inputSize: features, hiddenSize: hidden, seed }),
    );
  }

  pool(instances: Tensor, options: HopfieldCallOptions): Tensor {
    return this.#pooling.forward(instances, options);
  }

  weights(instances: Tensor, options: HopfieldCallOptions): Tensor {
    return this.#pooling.associationMatrix(instances, options);
  }
}

/** softmax(wᵀ tanh(V h)), or with the gate σ(U h) beside the tanh (Ilse et al. 2018, equations 8 and 9). */
class ByAttention extends Module implements Pooling {
  readonly #values: Linear;
  readonly #gate: Linear | null;
  readonly #score: Linear;

  constructor(seed: Seed, gated: boolean) {
    super();
    const random = streamOf(seed);
    this.#values = this.part("values", new Linear(features, hidden, { seed: random.fork("values") }));
    this.#gate = gated
      ? this.part("gate", new Linear(features, hidden, { seed: random.fork("gate") }))
      : null;
    this.#score = this.part("score", new Linear(hidden, 1, { seed: random.fork("score") }));
  }

  weights(instances: Tensor, { storedPatternPaddingMask }: HopfieldCallOptions): Tensor {
    const [batch, count] = instances.shape;
    const values = tanh(this.#values.forward(instances));
    const gated = this.#gate === null ? values : multiply(values, sigmoid(this.#gate.forward(instances)));
    const scores = reshape(this.#score.forward(gated), [batch, count]);
    const open =
      storedPatternPaddingMask === undefined
        ? scores
        : fillMasked(scores, storedPatternPaddingMask, Number.NEGATIVE_INFINITY);
    return reshape(softmax(open), [batch, 1, 1, count]);
  }

  pool(instances: Tensor, options: HopfieldCallOptions): Tensor {
    const [batch, count] = instances.shape;
    const weights = reshape(this.weights(instances, options), [batch, 1, count]);
    return reshape(matmul(weights, instances), [batch, features]);
  }
}

/** Pictures through a small convolutional network, pooled, and one logit. */
class DigitClassifier extends BagClassifier {
  readonly #encoder: Sequential;
  readonly #pooling: Module & Pooling;
  readonly #head: Linear;

  constructor(pooling: Module & Pooling, seed: Seed) {
    super();
    const random = streamOf(seed);
    this.#encoder = this.part(
      "encoder",
      new Sequential(
        new Conv2d(1, 8, 5, { seed: random.fork("conv 1") }),
        new Activation("relu"),
        new MaxPool2d(2),
        new Conv2d(8, 16, 5, { seed: random.fork("conv 2") }),
        new Activation("relu"),
        new MaxPool2d(2),
        new Flatten(),
        new Linear(256, features, { seed: random.fork("linear") }),
        new Activation("relu"),
      ),
    );
    this.#pooling = this.part("pooling", pooling);
    this.#head = this.part("head", new Linear(features, 1, { seed: random.fork("head") }));
  }

  #encode(bags: Tensor): Tensor {
    const [batch, count] = bags.shape;
    return reshape(this.#encoder.forward(reshape(bags, [batch * count, 1, 28, 28])), [
      batch,
      count,
      features,
    ]);
  }

  forward(bags: Tensor, options: HopfieldCallOptions = {}): Tensor {
    return this.#head.forward(this.#pooling.pool(this.#encode(bags), options));
  }

  override instanceWeights(bags: Tensor, options: HopfieldCallOptions = {}): Tensor {
    return this.#pooling.weights(this.#encode(bags), options);
  }
}

/** A network for bags of digits by name. @throws HopfieldError ERR_OPTION for a name that is none */
export function digitNetworkOf(name: DigitNetworkName, seed: Seed): BagClassifier {
  if (!digitNetworkNames.includes(name)) throw unknownName("network", name, digitNetworkNames);
  const random = streamOf(seed).fork(name);
  const own = random.fork("pooling");
  const pooling = name === "pooling" ? new ByHopfield(own) : new ByAttention(own, name === "gated-attention");
  return new DigitClassifier(pooling, random.fork("rest"));
}
