import type { Random } from "../../../math/random.ts";
import { blend, type Colour, flat, gradient, hsl, type Layer, rectangle, triangle } from "../paint.ts";
import { clouds, disc, meadow, sky } from "./outdoors.ts";

/** A house with a roof, two windows and a door on a meadow; at night its windows are lit. */
export function house(random: Random): Layer[] {
  const { layer, night } = sky(random);
  const ground = random.uniform(0.74, 0.84);
  const [left, right] = [random.uniform(0.12, 0.3), random.uniform(0.65, 0.88)];
  const eaves = random.uniform(0.42, 0.54);
  const wall = hsl(random.uniform(), random.uniform(0.15, 0.6), random.uniform(0.55, 0.85));
  const roof = hsl(random.uniform(-0.06, 0.1), random.uniform(0.3, 0.8), random.uniform(0.25, 0.45));
  const pane: Colour = night ? [1, 0.85, 0.4] : hsl(0.56, 0.5, 0.4);
  const width = right - left;
  const windows = [0.2, 0.68].map(
    (at): Layer => ({
      inside: rectangle(left + at * width, eaves + 0.07, left + (at + 0.16) * width, eaves + 0.19),
      colour: flat(pane),
    }),
  );
  return [
    layer,
    disc(random, night),
    ...clouds(random),
    meadow(random, ground - 0.02),
    {
      inside: rectangle(left, eaves, right, ground + 0.05),
      colour: gradient(wall, blend(wall, [0, 0, 0], 0.3), eaves, ground),
    },
    {
      inside: triangle(
        left - 0.07,
        eaves + 0.01,
        right + 0.07,
        eaves + 0.01,
        (left + right) / 2,
        eaves - random.uniform(0.18, 0.3),
      ),
      colour: flat(roof),
    },
    ...windows,
    {
      inside: rectangle(left + 0.42 * width, ground - 0.17, left + 0.58 * width, ground + 0.05),
      colour: flat(hsl(random.uniform(0, 0.12), 0.6, 0.25)),
    },
  ];
}
