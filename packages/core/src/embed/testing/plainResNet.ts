import { readSafetensors } from "../../formats/safetensors.ts";
import type { ImageSet } from "../../images/imageSet.ts";

/** A picture of float64 numbers, channel after channel. */
interface Planes {
  readonly side: number;
  readonly channels: number;
  readonly data: Float64Array;
}

type Values = (name: string) => ArrayLike<number>;

/** A 3x3 convolution with a border of zeros, as it is defined. */
function convolution(input: Planes, weights: ArrayLike<number>, outputs: number, step: number): Planes {
  const { side, channels } = input;
  const out = side / step;
  const data = new Float64Array(outputs * out * out);
  for (let f = 0; f < outputs; f++) {
    for (let y = 0; y < out; y++) {
      for (let x = 0; x < out; x++) {
        let sum = 0;
        for (let c = 0; c < channels; c++) {
          for (let dy = 0; dy < 3; dy++) {
            const v = y * step + dy - 1;
            if (v < 0 || v >= side) continue;
            for (let dx = 0; dx < 3; dx++) {
              const u = x * step + dx - 1;
              if (u < 0 || u >= side) continue;
              sum += weights[((f * channels + c) * 3 + dy) * 3 + dx] * input.data[(c * side + v) * side + u];
            }
          }
        }
        data[(f * out + y) * out + x] = sum;
      }
    }
  }
  return { side: out, channels: outputs, data };
}

function batchNorm({ side, channels, data }: Planes, name: string, values: Values): Planes {
  const [gain, shift] = [values(`${name}.weight`), values(`${name}.bias`)];
  const [mean, variance] = [values(`${name}.running_mean`), values(`${name}.running_var`)];
  const normed = data.map((value, k) => {
    const c = Math.floor(k / (side * side));
    return ((value - mean[c]) / Math.sqrt(variance[c] + 1e-5)) * gain[c] + shift[c];
  });
  return { side, channels, data: normed };
}

const positive = (planes: Planes): Planes => ({ ...planes, data: planes.data.map((v) => Math.max(0, v)) });

/** Every second pixel where the side is halved, zeros for the channels that are new, on both sides. */
function shortcut({ side, channels, data }: Planes, to: Planes): Float64Array {
  const step = side / to.side;
  const skipped = (to.channels - channels) / 2;
  return to.data.map((_, k) => {
    const c = Math.floor(k / (to.side * to.side)) - skipped;
    const y = Math.floor(k / to.side) % to.side;
    if (c < 0 || c >= channels) return 0;
    return data[(c * side + y * step) * side + (k % to.side) * step];
  });
}

/**
 * The features of picture `i` by the definition: plain loops, float64, batch norm apart. The networks are held against it.
 */
export function plainFeatures(file: Uint8Array, images: ImageSet, i: number): Float64Array {
  const { tensors } = readSafetensors(file);
  const values: Values = (name) => tensors.get(name)!.data as ArrayLike<number>;
  const means = [0.485, 0.456, 0.406];
  const deviations = [0.229, 0.224, 0.225];
  const bytes = images.at(i);
  const { channels, width: side } = images;
  const data = Float64Array.from({ length: 3 * side * side }, (_, k) => {
    const c = Math.floor(k / (side * side));
    const byte = bytes[(k % (side * side)) * channels + (channels === 1 ? 0 : c)];
    return (byte / 255 - means[c]) / deviations[c];
  });
  const first = convolution({ side, channels: 3, data }, values("conv1.weight"), 16, 1);
  let state = positive(batchNorm(first, "bn1", values));
  for (const [stage, outputs] of [16, 32, 64].entries()) {
    for (let block = 0; tensors.has(`layer${stage + 1}.${block}.conv1.weight`); block++) {
      const at = `layer${stage + 1}.${block}`;
      const step = outputs === state.channels ? 1 : 2;
      const inner = positive(
        batchNorm(convolution(state, values(`${at}.conv1.weight`), outputs, step), `${at}.bn1`, values),
      );
      const end = batchNorm(
        convolution(inner, values(`${at}.conv2.weight`), outputs, 1),
        `${at}.bn2`,
        values,
      );
      const earlier = shortcut(state, end);
      state = positive({ ...end, data: end.data.map((value, k) => value + earlier[k]) });
    }
  }
  const area = state.side ** 2;
  return Float64Array.from(
    { length: state.channels },
    (_, c) => state.data.subarray(c * area, (c + 1) * area).reduce((a, b) => a + b, 0) / area,
  );
}

/** The scores of the classes for features, in float64. */
export function plainLogits(file: Uint8Array, features: Float64Array): Float64Array {
  const { tensors } = readSafetensors(file);
  const weights = tensors.get("linear.weight")!.data as ArrayLike<number>;
  return Float64Array.from(tensors.get("linear.bias")!.data as ArrayLike<number>, (bias, k) =>
    features.reduce((sum, value, j) => sum + value * weights[k * features.length + j], bias),
  );
}
