import type { Random } from "../../../math/random.ts";
import { blend, flat, gradient, hsl, type Layer, rectangle, triangle } from "../paint.ts";
import { clouds, disc, sky } from "./outdoors.ts";

/** A sailing boat on the sea. */
export function sea(random: Random): Layer[] {
  const { layer, night } = sky(random);
  const horizon = random.uniform(0.42, 0.58);
  const deep = hsl(random.uniform(0.48, 0.62), 0.7, 0.25);
  const waves = random.uniform(30, 60);
  const boat = random.uniform(0.25, 0.75);
  const size = random.uniform(0.12, 0.24);
  const keel = random.uniform(horizon + 0.1, 0.82);
  const hull = hsl(random.uniform(), 0.7, 0.4);
  return [
    layer,
    disc(random, night),
    ...clouds(random),
    {
      inside: (_x, y) => y >= horizon,
      colour: (x, y) => {
        const wave = Math.sin(waves * (y - horizon) + 7 * x) * 0.5 + 0.5;
        return blend(
          blend(hsl(0.52, 0.5, 0.65), deep, (y - horizon) / (1 - horizon)),
          [1, 1, 1],
          0.14 * wave,
        );
      },
    },
    { inside: rectangle(boat - 0.012, keel - 2 * size, boat + 0.012, keel), colour: flat([0.3, 0.2, 0.12]) },
    {
      inside: triangle(
        boat + 0.02,
        keel - 1.9 * size,
        boat + 0.02,
        keel - 0.25 * size,
        boat + 1.1 * size,
        keel - 0.25 * size,
      ),
      colour: flat(random.below(2) ? [0.97, 0.95, 0.9] : hsl(random.uniform(), 0.75, 0.6)),
    },
    {
      inside: (x, y) =>
        y >= keel - 0.1 * size &&
        y <= keel + 0.4 * size &&
        Math.abs(x - boat) <= size * (1.2 - (y - keel) / size),
      colour: gradient(hull, blend(hull, [0, 0, 0], 0.5), keel, keel + 0.4 * size),
    },
  ];
}
