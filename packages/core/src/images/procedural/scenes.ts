import { requireCount } from "../../errors.ts";
import { Random } from "../../math/random.ts";
import { ImageSet } from "../imageSet.ts";
import { sceneKinds } from "./kinds.ts";
import { paint } from "./paint.ts";

const side = 32;

/**
 * Painted scenes of 32 x 32 pixels in colour: mountains, seas, houses, trees, flowers, fruit, fish, cities, balloons
 * and faces, with occluding shapes, gradients, shading and 1/f texture, so that their statistics are like those of
 * natural pictures. Labels are the kinds, in turn. Picture i depends on the seed and on i alone.
 */
export function proceduralScenes(count: number, seed: number | string): ImageSet {
  requireCount(count, "number of scenes", 1);
  const data = new Uint8Array(count * side * side * 3);
  const labels = new Int32Array(count);
  const stream = new Random(seed).fork("scenes");
  for (let i = 0; i < count; i++) {
    const random = stream.fork(i);
    labels[i] = i % sceneKinds.length;
    paint(
      sceneKinds[labels[i]].make(random.fork("shapes")),
      side,
      random.fork("grain"),
      data,
      i * side * side * 3,
    );
  }
  return new ImageSet({
    width: side,
    height: side,
    channels: 3,
    data,
    labels,
    classNames: sceneKinds.map(({ name }) => name),
    name: "scenes",
  });
}
