import type { Random } from "../../../math/random.ts";
import { below, type Colour, ellipse, everywhere, flat, gradient, hsl, type Layer, ridge } from "../paint.ts";

/** A sky in the light of some hour. */
export function sky(random: Random): { layer: Layer; night: boolean } {
  const hour = random.below(4);
  const palettes: [Colour, Colour][] = [
    [hsl(random.uniform(0.54, 0.62), 0.65, 0.5), hsl(0.55, 0.5, 0.85)],
    [hsl(random.uniform(0.6, 0.75), 0.45, 0.4), hsl(random.uniform(0.03, 0.12), 0.9, 0.65)],
    [hsl(random.uniform(0.6, 0.7), 0.6, 0.12), hsl(0.62, 0.5, 0.35)],
    [hsl(random.uniform(0.85, 0.98), 0.4, 0.6), hsl(0.12, 0.7, 0.8)],
  ];
  const [upper, lower] = palettes[hour];
  return { layer: { inside: everywhere, colour: gradient(upper, lower, 0, 0.75) }, night: hour === 2 };
}

/** The sun or the moon. */
export function disc(random: Random, night: boolean): Layer {
  const [x, y, r] = [random.uniform(0.12, 0.88), random.uniform(0.1, 0.32), random.uniform(0.06, 0.13)];
  return {
    inside: ellipse(x, y, r),
    colour: flat(night ? [0.95, 0.95, 0.85] : hsl(random.uniform(0.1, 0.15), 1, 0.7)),
  };
}

/** No clouds, or three or six ellipses of cloud. */
export function clouds(random: Random): Layer[] {
  return Array.from({ length: random.below(3) * 3 }, () => ({
    inside: ellipse(
      random.uniform(),
      random.uniform(0.08, 0.3),
      random.uniform(0.08, 0.18),
      random.uniform(0.03, 0.07),
    ),
    colour: flat([0.96, 0.96, 0.98] as Colour),
  }));
}

/** Grass below a gently waving edge at that height. */
export function meadow(random: Random, height: number): Layer {
  const hue = random.uniform(0.18, 0.36);
  return {
    inside: below(ridge(random, height, 0.03)),
    colour: gradient(hsl(hue, 0.55, random.uniform(0.35, 0.5)), hsl(hue + 0.04, 0.6, 0.18), height, 1),
  };
}
