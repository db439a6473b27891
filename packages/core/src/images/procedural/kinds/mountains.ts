import type { Random } from "../../../math/random.ts";
import { below, blend, gradient, hsl, type Layer, ridge } from "../paint.ts";
import { clouds, disc, meadow, sky } from "./outdoors.ts";

/** Ranges of mountains, paler with distance, behind a meadow. */
export function mountains(random: Random): Layer[] {
  const { layer, night } = sky(random);
  const hue = random.uniform();
  const layers = [layer, disc(random, night), ...clouds(random)];
  const ranges = 2 + random.below(3);
  for (let k = 0; k < ranges; k++) {
    const height = 0.38 + (0.36 * k) / ranges + random.uniform(-0.04, 0.04);
    const near = (k + 1) / ranges;
    const upper = hsl(hue + 0.08 * k, 0.3 + 0.3 * near, 0.62 - 0.34 * near);
    layers.push({
      inside: below(ridge(random, height, 0.1)),
      colour: gradient(
        blend(upper, [1, 1, 1], 0.2 * (1 - near)),
        blend(upper, [0, 0, 0], 0.35),
        height,
        height + 0.3,
      ),
    });
  }
  layers.push(meadow(random, random.uniform(0.76, 0.9)));
  return layers;
}
