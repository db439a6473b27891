import type { Random } from "../../../math/random.ts";
import { ball, blend, ellipse, everywhere, flat, gradient, hsl, type Layer, rectangle } from "../paint.ts";

/** A still life: two to five fruits with their shadows on a cloth before a wall. */
export function fruit(random: Random): Layer[] {
  const edge = random.uniform(0.5, 0.66);
  const wall = hsl(random.uniform(), random.uniform(0.1, 0.45), random.uniform(0.25, 0.75));
  const cloth = hsl(random.uniform(), random.uniform(0.2, 0.6), random.uniform(0.25, 0.7));
  const layers: Layer[] = [
    { inside: everywhere, colour: gradient(wall, blend(wall, [0, 0, 0], 0.4), 0, edge) },
    {
      inside: (_x, y) => y >= edge,
      colour: gradient(blend(cloth, [1, 1, 1], 0.25), blend(cloth, [0, 0, 0], 0.35), edge, 1),
    },
  ];
  const pieces = 2 + random.below(4);
  for (let k = 0; k < pieces; k++) {
    const r = random.uniform(0.11, 0.21);
    const [x, y] = [random.uniform(0.18, 0.82), random.uniform(0.52, 0.74)];
    const skin = hsl(random.uniform(-0.05, 0.35), 0.85, random.uniform(0.35, 0.55));
    layers.push({
      inside: ellipse(x + 0.05, y + 0.85 * r, r, 0.28 * r),
      colour: flat(blend(cloth, [0, 0, 0], 0.6)),
    });
    layers.push({ inside: ellipse(x, y, r, r * random.uniform(0.85, 1.2)), colour: ball(skin, x, y, r) });
    layers.push({
      inside: rectangle(x - 0.012, y - 1.25 * r, x + 0.012, y - 0.85 * r),
      colour: flat([0.25, 0.15, 0.05]),
    });
  }
  return layers;
}
