// HopfieldPooling inside TensorFlow.js: a custom layer whose forward pass and gradient are ours. TensorFlow.js is handed in,
// because it is no dependency of this project.
import { gradients, HopfieldPooling, tensor } from "@modern-hopfield/layers";

/**
 * The class of the layer for a TensorFlow.js. Its weights are TensorFlow's, under hflayers' names with `/` for `.`, so
 * that TensorFlow's optimisers train them and its models save them.
 *
 * Input: batch x instances x features, or that and a padding of batch x instances (1 where there is no instance).
 * Output: batch x (quantity · outputSize).
 */
export function hopfieldPoolingLayer(tf) {
  class HopfieldPoolingLayer extends tf.layers.Layer {
    static className = "HopfieldPooling";
    #weights = [];

    /** @param {{ pooling: object }} config  options of HopfieldPooling; inputSize follows from the input when left out */
    constructor({ pooling = {}, ...config }) {
      super(config);
      this.options = pooling;
    }

    build(inputShape) {
      const [first] = Array.isArray(inputShape[0]) ? inputShape : [inputShape];
      this.pooling = new HopfieldPooling({ inputSize: first.at(-1), ...this.options });
      this.#weights = [...this.pooling.namedParameters()].map(([name, { data, shape, requiresGrad }]) =>
        this.addWeight(
          name.replaceAll(".", "/"),
          [...shape],
          "float32",
          { apply: () => tf.tensor(data.slice(), [...shape]) },
          undefined,
          requiresGrad,
        ),
      );
      super.build(inputShape);
    }

    computeOutputShape(inputShape) {
      const [first] = Array.isArray(inputShape[0]) ? inputShape : [inputShape];
      const { quantity = 1, outputSize = first.at(-1) } = this.options;
      return [first[0], quantity * outputSize];
    }

    call(inputs) {
      const [bags, padding] = Array.isArray(inputs) ? inputs : [inputs];
      const mask = padding && {
        shape: padding.shape,
        data: Uint8Array.from(padding.dataSync(), (value) => (value > 0.5 ? 1 : 0)),
      };
      const forward = tf.customGrad((input, ...given) => {
        const parameters = [...this.pooling.namedParameters().values()];
        // The last given is TensorFlow's `save`.
        parameters.forEach((parameter, n) => {
          parameter.data.set(given[n].dataSync());
        });
        const x = tensor(input.dataSync(), { shape: input.shape, requiresGrad: true });
        const output = this.pooling.forward(x, { storedPatternPaddingMask: mask });
        return {
          value: tf.tensor(output.data, [...output.shape]),
          gradFunc: (dy) => {
            const leaves = [x, ...parameters];
            const found = gradients(output, leaves, dy.dataSync());
            return found.map((data, n) => tf.tensor(data, [...leaves[n].shape]));
          },
        };
      });
      return forward(bags, ...this.#weights.map((weight) => weight.read()));
    }

    getConfig() {
      return { ...super.getConfig(), pooling: this.options };
    }
  }
  tf.serialization.registerClass(HopfieldPoolingLayer);
  return HopfieldPoolingLayer;
}
