import type { Random } from "../../../math/random.ts";
import { blend, ellipse, flat, hsl, type Layer, rectangle } from "../paint.ts";
import { clouds, meadow, sky } from "./outdoors.ts";

/** A hot-air balloon with coloured gores above a meadow. */
export function balloon(random: Random): Layer[] {
  const { layer } = sky(random);
  const hue = random.uniform();
  const [x, y, r] = [random.uniform(0.35, 0.65), random.uniform(0.34, 0.44), random.uniform(0.2, 0.28)];
  const gores = random.uniform(9, 16);
  const second = hsl(hue + random.uniform(0.2, 0.6), 0.8, 0.6);
  const basket = y + 1.75 * r;
  return [
    layer,
    ...clouds(random),
    meadow(random, random.uniform(0.84, 0.94)),
    {
      inside: (px, py) =>
        py > y && py < basket && Math.abs(Math.abs(px - x) - 0.45 * r * (1 - (py - y) / (2.6 * r))) < 0.012,
      colour: flat([0.35, 0.25, 0.15]),
    },
    {
      inside: (px, py) =>
        py <= y
          ? ellipse(x, y, r)(px, py)
          : Math.abs(px - x) <= r * Math.sqrt(Math.max(0, 1 - ((py - y) / (1.3 * r)) ** 2)) &&
            py < y + 1.2 * r,
      colour: (px, py) => {
        const width = r * Math.sqrt(Math.max(0.05, 1 - ((py - y) / (1.35 * r)) ** 2));
        const across = Math.asin(Math.min(1, Math.max(-1, (px - x) / width)));
        const gore = Math.sin(gores * across * 0.6) > 0 ? hsl(hue, 0.85, 0.5) : second;
        return blend(gore, [0, 0, 0], 0.25 + 0.25 * Math.sin(across));
      },
    },
    {
      inside: rectangle(x - 0.3 * r, basket - 0.12 * r, x + 0.3 * r, basket + 0.22 * r),
      colour: flat([0.45, 0.28, 0.12]),
    },
  ];
}
