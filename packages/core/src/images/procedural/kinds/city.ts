import type { Random } from "../../../math/random.ts";
import { blend, flat, hsl, type Layer, rectangle } from "../paint.ts";
import { disc, sky } from "./outdoors.ts";

/** Two rows of tall houses; at night some of their windows are lit. */
export function city(random: Random): Layer[] {
  const { layer, night } = sky(random);
  const layers: Layer[] = [layer, disc(random, night)];
  const hue = random.uniform();
  for (let depth = 0; depth < 2; depth++) {
    for (let left = random.uniform(-0.1, 0); left < 1; ) {
      const width = random.uniform(0.12, 0.24);
      const top = random.uniform(0.2, 0.55) + 0.12 * depth;
      const wall = hsl(
        hue + random.uniform(-0.08, 0.08),
        0.3,
        (night ? 0.14 : 0.42) - 0.1 * depth + random.uniform(0, 0.12),
      );
      const start = left;
      const lit = random.uniform(0.3, 0.8);
      layers.push({
        inside: rectangle(start, top, start + width, 1),
        colour: (x, y) => {
          const column = ((x - start) / width) * 4;
          const row = (y - top) * 18;
          const pane = column % 1 > 0.3 && column % 1 < 0.75 && row % 1 > 0.35 && row % 1 < 0.8;
          const on =
            (Math.floor(column) * 7 + Math.floor(row) * 13 + Math.floor(50 * start + 50)) % 10 < 10 * lit;
          if (!pane) return wall;
          return on && night ? [1, 0.86, 0.45] : blend(wall, night ? [0, 0, 0] : [0.75, 0.88, 1], 0.5);
        },
      });
      left += width + random.uniform(0, 0.04);
    }
  }
  layers.push({ inside: (_x, y) => y > 0.92, colour: flat([0.2, 0.2, 0.22]) });
  return layers;
}
