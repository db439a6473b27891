import type { Random } from "../../../math/random.ts";
import {
  below,
  blend,
  ellipse,
  everywhere,
  flat,
  gradient,
  hsl,
  type Layer,
  ridge,
  triangle,
} from "../paint.ts";

/** A fish, striped or plain, among weeds above the sand. */
export function fish(random: Random): Layer[] {
  const water = hsl(random.uniform(0.45, 0.62), 0.65, random.uniform(0.25, 0.5));
  const skin = hsl(random.uniform(-0.1, 0.2), 0.9, 0.52);
  const [x, y, l] = [random.uniform(0.42, 0.58), random.uniform(0.38, 0.6), random.uniform(0.22, 0.3)];
  const h = l * random.uniform(0.5, 0.75);
  const way = random.below(2) ? 1 : -1;
  const stripes = random.uniform(18, 34);
  const striped = random.below(2) === 1;
  return [
    { inside: everywhere, colour: gradient(blend(water, [1, 1, 1], 0.4), blend(water, [0, 0, 0], 0.5)) },
    {
      inside: below(ridge(random, random.uniform(0.82, 0.92), 0.03)),
      colour: flat(hsl(0.11, 0.5, random.uniform(0.45, 0.7))),
    },
    ...Array.from({ length: 4 }, (): Layer => {
      const root = random.uniform();
      return {
        inside: (px, py) => py > 0.6 && Math.abs(px - root - 0.04 * Math.sin(14 * py)) < 0.02,
        colour: flat(hsl(0.35, 0.6, 0.25)),
      };
    }),
    {
      inside: triangle(
        x - way * 0.8 * l,
        y,
        x - way * 1.45 * l,
        y - 0.75 * h,
        x - way * 1.45 * l,
        y + 0.75 * h,
      ),
      colour: flat(blend(skin, [0, 0, 0], 0.25)),
    },
    {
      inside: triangle(x - 0.5 * l, y - 0.6 * h, x + 0.5 * l, y - 0.6 * h, x - way * 0.2 * l, y - 1.5 * h),
      colour: flat(blend(skin, [1, 0.9, 0.3], 0.4)),
    },
    {
      inside: ellipse(x, y, l, h),
      colour: (px, py) => {
        const base = blend(
          blend(skin, [1, 1, 1], 0.35),
          blend(skin, [0, 0, 0], 0.25),
          (py - y + h) / (2 * h),
        );
        return striped && Math.sin(stripes * (px - x)) > 0.3 ? [0.98, 0.97, 0.93] : base;
      },
    },
    { inside: ellipse(x + way * 0.6 * l, y - 0.2 * h, 0.05), colour: flat([1, 1, 1]) },
    { inside: ellipse(x + way * 0.63 * l, y - 0.2 * h, 0.028), colour: flat([0.05, 0.05, 0.08]) },
  ];
}
