import type { Random } from "../../../math/random.ts";
import { ball, blend, ellipse, gradient, hsl, type Layer, triangle } from "../paint.ts";
import { disc, meadow, sky } from "./outdoors.ts";

/** A conifer or a leafy tree on a meadow. */
export function tree(random: Random): Layer[] {
  const { layer, night } = sky(random);
  const x = random.uniform(0.35, 0.65);
  const crown = hsl(
    random.below(3) ? random.uniform(0.22, 0.4) : random.uniform(0.02, 0.12),
    0.6,
    random.uniform(0.28, 0.45),
  );
  const top = random.uniform(0.3, 0.42);
  const r = random.uniform(0.15, 0.2);
  const layers: Layer[] = [
    layer,
    disc(random, night),
    meadow(random, random.uniform(0.7, 0.8)),
    {
      inside: (px, py) => py > top && py < 0.9 && Math.abs(px - x) < 0.035 + 0.04 * Math.max(0, py - 0.75),
      colour: gradient(hsl(0.08, 0.5, 0.32), hsl(0.07, 0.5, 0.16), top, 0.9),
    },
  ];
  if (random.below(3) === 0) {
    for (let k = 2; k >= 0; k--) {
      const y = top + 0.16 * k;
      layers.push({
        inside: triangle(x, y - 0.22, x - 0.13 - 0.06 * k, y + 0.08, x + 0.13 + 0.06 * k, y + 0.08),
        colour: gradient(blend(crown, [1, 1, 1], 0.15), blend(crown, [0, 0, 0], 0.4), y - 0.2, y + 0.1),
      });
    }
  } else {
    for (let k = 0; k < 7; k++) {
      const [cx, cy] = [x + random.uniform(-0.17, 0.17), top + random.uniform(-0.12, 0.13)];
      layers.push({
        inside: ellipse(cx, cy, r * random.uniform(0.6, 1)),
        colour: ball(crown, cx, cy, r * 1.1),
      });
    }
  }
  return layers;
}
