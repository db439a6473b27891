import type { Random } from "../../../math/random.ts";
import {
  ball,
  blend,
  ellipse,
  everywhere,
  flat,
  gradient,
  hsl,
  type Layer,
  rectangle,
  triangle,
} from "../paint.ts";

/** A face with hair, eyes, a nose, a mouth and a shirt. */
export function face(random: Random): Layer[] {
  const wall = hsl(random.uniform(), random.uniform(0.2, 0.6), random.uniform(0.4, 0.75));
  const skin = hsl(random.uniform(0.05, 0.09), random.uniform(0.35, 0.6), random.uniform(0.35, 0.8));
  const hair = hsl(random.uniform(0.03, 0.13), random.uniform(0.2, 0.8), random.uniform(0.1, 0.5));
  const shirt = hsl(random.uniform(), 0.6, random.uniform(0.3, 0.6));
  const [x, y, w, h] = [
    random.uniform(0.45, 0.55),
    random.uniform(0.44, 0.5),
    random.uniform(0.2, 0.25),
    random.uniform(0.26, 0.32),
  ];
  const eye = hsl(random.uniform(0.05, 0.65), 0.6, 0.25);
  const long = random.below(2) * 0.25;
  const smile = random.uniform(0.3, 1.2);
  return [
    { inside: everywhere, colour: gradient(blend(wall, [1, 1, 1], 0.2), blend(wall, [0, 0, 0], 0.3)) },
    { inside: ellipse(x, y - 0.05 + long / 2, 1.25 * w, 1.15 * h + long / 2), colour: flat(hair) },
    { inside: ellipse(x, 1.05, 0.42, 0.25), colour: flat(shirt) },
    { inside: rectangle(x - 0.09, y + 0.6 * h, x + 0.09, 0.86), colour: flat(blend(skin, [0, 0, 0], 0.2)) },
    { inside: ellipse(x, y, w, h), colour: ball(skin, x, y, 1.3 * h) },
    {
      inside: (px, py) =>
        ellipse(x, y - 0.02, 1.06 * w, 1.05 * h)(px, py) && py < y - 0.5 * h + 0.1 * Math.sin(9 * (px - x)),
      colour: flat(hair),
    },
    ...[-1, 1].flatMap((side): Layer[] => [
      { inside: ellipse(x + side * 0.42 * w, y - 0.08 * h, 0.055, 0.035), colour: flat([0.97, 0.97, 0.97]) },
      { inside: ellipse(x + side * 0.42 * w, y - 0.08 * h, 0.027), colour: flat(eye) },
    ]),
    {
      inside: triangle(x, y, x - 0.03, y + 0.25 * h, x + 0.03, y + 0.25 * h),
      colour: flat(blend(skin, [0, 0, 0], 0.25)),
    },
    {
      inside: (px, py) =>
        Math.abs(px - x) < 0.45 * w && Math.abs(py - y - 0.52 * h + smile * 2 * (px - x) ** 2 * 2) < 0.022,
      colour: flat([0.7, 0.2, 0.22]),
    },
  ];
}
