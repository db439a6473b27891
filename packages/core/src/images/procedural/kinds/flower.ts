import type { Random } from "../../../math/random.ts";
import { ball, blend, ellipse, everywhere, flat, gradient, hsl, type Layer } from "../paint.ts";

/** A flower of five to nine petals with its stalk and two leaves. */
export function flower(random: Random): Layer[] {
  const hue = random.uniform();
  const leaf = hsl(random.uniform(0.22, 0.42), 0.5, random.uniform(0.14, 0.3));
  const [x, y, r] = [random.uniform(0.4, 0.6), random.uniform(0.36, 0.48), random.uniform(0.2, 0.28)];
  const petals = 5 + random.below(5);
  const turn = random.uniform(0, 6.3);
  const layers: Layer[] = [
    { inside: everywhere, colour: gradient(blend(leaf, hsl(random.uniform(), 0.5, 0.6), 0.5), leaf) },
    {
      inside: (px, py) => py > y && Math.abs(px - x - 0.05 * Math.sin(5 * (py - y))) < 0.025,
      colour: flat(hsl(0.3, 0.6, 0.35)),
    },
    ...[-1, 1].map(
      (side): Layer => ({
        inside: ellipse(x + side * 0.15, 0.84, 0.15, 0.05),
        colour: flat(hsl(random.uniform(0.25, 0.38), 0.6, 0.38)),
      }),
    ),
  ];
  for (let k = 0; k < petals; k++) {
    const angle = turn + (6.2832 * k) / petals;
    const [cx, cy] = [x + 0.62 * r * Math.cos(angle), y + 0.62 * r * Math.sin(angle)];
    layers.push({
      inside: ellipse(cx, cy, 0.46 * r),
      colour: ball(hsl(hue + 0.01 * k, 0.8, 0.6), cx, cy, 0.55 * r),
    });
  }
  layers.push({
    inside: ellipse(x, y, 0.36 * r),
    colour: ball(hsl(random.uniform(0.06, 0.16), 0.9, 0.5), x, y, 0.4 * r),
  });
  return layers;
}
