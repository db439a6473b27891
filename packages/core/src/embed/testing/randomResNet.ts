import { type SafetensorsInput, writeSafetensors } from "../../formats/safetensors.ts";
import { ImageSet } from "../../images/imageSet.ts";
import { Random } from "../../math/random.ts";
import { expectedShapes } from "../resnetShapes.ts";

/** The tensors of an untrained network whose numbers stay of one size from layer to layer. */
export function randomTensors(blocks: number, classes = 10, seed = 1): Map<string, SafetensorsInput> {
  const random = new Random(seed);
  const tensors = new Map<string, SafetensorsInput>();
  for (const [name, shape] of expectedShapes(blocks, classes)) {
    const length = shape.reduce((a, b) => a * b, 1);
    const spread = shape.length === 4 ? Math.sqrt(2 / (9 * shape[1])) : 0.2;
    const around = /running_var$|bn\d[.]weight$/.test(name) ? 1 : 0;
    const data = Float32Array.from({ length }, () => around + spread * random.uniform(-1.7, 1.7));
    tensors.set(name, { shape, data });
  }
  return tensors;
}

/** The file of an untrained network. */
export function randomResNet(blocks: number, classes = 10, seed = 1): Uint8Array {
  return writeSafetensors(randomTensors(blocks, classes, seed));
}

/** Pictures of random bytes. */
export function randomImages(count: number, channels: 1 | 3 = 3, side = 32, seed = 1): ImageSet {
  const random = new Random(seed);
  const data = Uint8Array.from({ length: count * side * side * channels }, () => random.below(256));
  return new ImageSet({ width: side, height: side, channels, data, name: "noise" });
}
