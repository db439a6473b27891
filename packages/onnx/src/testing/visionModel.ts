import { Random } from "modern-hopfield";
import type { ImageSet } from "modern-hopfield/images";
import { elementTypes, model, node, value } from "../graph.ts";
import { type Bytes, bytesField, messageField, textField, wholeField } from "../protobuf.ts";

/** Side of a patch, and filters over it. */
const side = 32;
const filters = 6;

/** A tensor of float32. */
function floats(name: string, shape: readonly number[], data: Float32Array): Bytes {
  return messageField(
    5,
    ...shape.map((size) => wholeField(1, size)),
    wholeField(2, elementTypes.float32),
    textField(8, name),
    bytesField(9, new Uint8Array(data.slice().buffer)),
  );
}

/** A small random vision model in the shape of CLIP's: patches, a layer, a mean over the patches, a projection. */
export interface RandomVisionModel {
  readonly bytes: Bytes;
  /** What it does to one picture of 3 x height x width, in plain loops. */
  embed(pixels: Float32Array, width: number, height: number): Float64Array;
}

/** What a model is called and asked for. */
export interface VisionNames {
  readonly input?: string;
  /** The output after the projection. */
  readonly output?: string;
  /** Another one, a mean over the patches; none by default. */
  readonly pooled?: string;
  /** Whether the layer before the mean is an output, with four dimensions. */
  readonly hidden?: boolean;
  /** Whether the projection is no output. */
  readonly bare?: boolean;
}

/** @param size  numbers per picture */
export function randomVisionModel(size = 5, seed = 1, names: VisionNames = {}): RandomVisionModel {
  const { input = "pixel_values", output = "image_embeds", pooled, hidden = false, bare = false } = names;
  const random = new Random(seed);
  const draw = (length: number, spread: number): Float32Array =>
    Float32Array.from({ length }, () => random.normal(0, spread));
  const patch = 3 * side * side;
  const weights = draw(filters * patch, 1 / Math.sqrt(patch));
  const bias = draw(filters, 0.1);
  const projection = draw(filters * size, 1);
  const mean = pooled ?? "mean";
  const bytes = model("vision", [
    node("Conv", [input, "weights", "bias"], ["patches"], {
      kernel_shape: [side, side],
      strides: [side, side],
    }),
    node("Relu", ["patches"], ["hidden"]),
    node("GlobalAveragePool", ["hidden"], ["pooled"]),
    node("Flatten", ["pooled"], [mean]),
    node("MatMul", [mean, "projection"], [output]),
    floats("weights", [filters, 3, side, side], weights),
    floats("bias", [filters], bias),
    floats("projection", [filters, size], projection),
    value(11, input, "float32", ["n", 3, "h", "w"]),
    ...(hidden ? [value(12, "hidden", "float32", ["n", filters, "y", "x"])] : []),
    ...(pooled === undefined ? [] : [value(12, pooled, "float32", ["n", filters])]),
    ...(bare ? [] : [value(12, output, "float32", ["n", size])]),
  ]);
  const embed = (pixels: Float32Array, width: number, height: number): Float64Array => {
    const [across, down] = [Math.floor(width / side), Math.floor(height / side)];
    const means = new Float64Array(filters);
    for (let f = 0; f < filters; f++) {
      for (let y = 0; y < down; y++) {
        for (let x = 0; x < across; x++) {
          let sum = bias[f];
          for (let k = 0; k < patch; k++) {
            const c = Math.floor(k / (side * side));
            const v = y * side + (Math.floor(k / side) % side);
            sum += weights[f * patch + k] * pixels[(c * height + v) * width + x * side + (k % side)];
          }
          means[f] += Math.max(0, sum) / (across * down);
        }
      }
    }
    return Float64Array.from({ length: size }, (_, j) =>
      means.reduce((sum, value, f) => sum + value * projection[f * size + j], 0),
    );
  };
  return { bytes, embed };
}

/** The pictures with every channel of gray three times. */
export function repeated(gray: ImageSet): Uint8Array {
  return Uint8Array.from({ length: 3 * gray.data.length }, (_, k) => gray.data[Math.floor(k / 3)]);
}
