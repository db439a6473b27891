import type { Random } from "../../math/random.ts";

/** Red, green and blue, 0..1. */
export type Colour = readonly [number, number, number];

/** A shape of one colour or of a colour that changes; the picture is the unit square, y pointing down. */
export interface Layer {
  inside(x: number, y: number): boolean;
  colour(x: number, y: number): Colour;
}

/** Samples per pixel and axis: edges are averaged over 3 x 3. */
const samples = 3;

/** A colour from hue (0..1, red at 0), saturation and lightness. */
export function hsl(hue: number, saturation: number, lightness: number): Colour {
  const channel = (shift: number): number => {
    const k = (shift + 12 * (((hue % 1) + 1) % 1)) % 12;
    const a = saturation * Math.min(lightness, 1 - lightness);
    return lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [channel(0), channel(8), channel(4)];
}

/** A colour between two, at 0..1. */
export function blend(a: Colour, b: Colour, at: number): Colour {
  const t = Math.min(1, Math.max(0, at));
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])];
}

/** The inside of what covers the whole picture. */
export function everywhere(): boolean {
  return true;
}

/** One colour everywhere. */
export function flat(colour: Colour): Layer["colour"] {
  return () => colour;
}

/** From one colour at height `top` to another at `bottom`. */
export function gradient(upper: Colour, lower: Colour, top = 0, bottom = 1): Layer["colour"] {
  return (_x, y) => blend(upper, lower, (y - top) / (bottom - top));
}

/** A ball: light from the upper left, shaded towards the edge. */
export function ball(colour: Colour, cx: number, cy: number, r: number): Layer["colour"] {
  const light = blend(colour, [1, 1, 1], 0.55);
  const dark = blend(colour, [0, 0, 0], 0.45);
  return (x, y) => {
    const d = Math.sqrt((x - cx + 0.4 * r) ** 2 + (y - cy + 0.4 * r) ** 2) / (1.5 * r);
    return d < 0.4 ? blend(light, colour, d / 0.4) : blend(colour, dark, (d - 0.4) / 0.6);
  };
}

/** The inside of an ellipse. */
export function ellipse(cx: number, cy: number, rx: number, ry: number = rx): Layer["inside"] {
  return (x, y) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;
}

/** The inside of an upright rectangle. */
export function rectangle(left: number, top: number, right: number, bottom: number): Layer["inside"] {
  return (x, y) => x >= left && x <= right && y >= top && y <= bottom;
}

/** The inside of a triangle. */
export function triangle(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
): Layer["inside"] {
  const side = (x: number, y: number, px: number, py: number, qx: number, qy: number): number =>
    (x - qx) * (py - qy) - (px - qx) * (y - qy);
  return (x, y) => {
    const a = side(x, y, ax, ay, bx, by);
    const b = side(x, y, bx, by, cx, cy);
    const c = side(x, y, cx, cy, ax, ay);
    return (a >= 0 && b >= 0 && c >= 0) || (a <= 0 && b <= 0 && c <= 0);
  };
}

/** A smooth curve over 0..1 made of waves with falling heights: hills and horizons. */
export function ridge(random: Random, height: number, roughness: number): (x: number) => number {
  const waves = Array.from({ length: 5 }, (_, k) => ({
    frequency: (k + 0.6) * random.uniform(2, 4),
    phase: random.uniform(0, 6.3),
    size: roughness / (k + 1),
  }));
  // The painter asks for the same few columns in every row.
  const heights = new Map<number, number>();
  return (x) => {
    const kept = heights.get(x);
    if (kept !== undefined) return kept;
    const y = waves.reduce(
      (sum, wave) => sum + wave.size * Math.sin(wave.frequency * x + wave.phase),
      height,
    );
    heights.set(x, y);
    return y;
  };
}

/** Everything below a curve. */
export function below(curve: (x: number) => number): Layer["inside"] {
  return (x, y) => y >= curve(x);
}

/** Smooth noise whose spectrum falls as 1/f: lattices of doubling fineness with halved heights. */
function texture(random: Random, side: number): (x: number, y: number) => number {
  const octaves = [4, 8, 16, 32].map((cells, k) => ({
    cells,
    size: 0.5 ** k,
    grid: Float64Array.from({ length: (cells + 2) * (cells + 2) }, () => random.uniform(-1, 1)),
  }));
  return (px, py) => {
    let sum = 0;
    for (const { cells, size, grid } of octaves) {
      const x = (px / side) * cells;
      const y = (py / side) * cells;
      const [i, j] = [Math.floor(x), Math.floor(y)];
      const [u, v] = [x - i, y - j];
      const at = j * (cells + 2) + i;
      const upper = grid[at] + u * (grid[at + 1] - grid[at]);
      const lower = grid[at + cells + 2] + u * (grid[at + cells + 3] - grid[at + cells + 2]);
      sum += size * (upper + v * (lower - upper));
    }
    return sum;
  };
}

/**
 * Paints layers, the last one in front, over a picture of side x side pixels, with 1/f texture and a little grain.
 * The first layer must cover everything.
 */
export function paint(
  layers: readonly Layer[],
  side: number,
  random: Random,
  out: Uint8Array,
  at: number,
): void {
  const grain = texture(random, side);
  const light = random.uniform(0.86, 1.1);
  const toByte = (value: number): number => Math.round(Math.min(255, Math.max(0, value)));
  const front = layers.length - 1;
  for (let py = 0; py < side; py++) {
    for (let px = 0; px < side; px++) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let j = 0; j < samples; j++) {
        const y = (py + (j + 0.5) / samples) / side;
        for (let i = 0; i < samples; i++) {
          const x = (px + (i + 0.5) / samples) / side;
          let n = front;
          while (n > 0 && !layers[n].inside(x, y)) n--;
          const colour = layers[n].colour(x, y);
          r += colour[0];
          g += colour[1];
          b += colour[2];
        }
      }
      const shade = light * (1 + 0.07 * grain(px, py));
      const to = at + (py * side + px) * 3;
      out[to] = toByte(255 * ((r / (samples * samples)) * shade) + random.normal(0, 2));
      out[to + 1] = toByte(255 * ((g / (samples * samples)) * shade) + random.normal(0, 2));
      out[to + 2] = toByte(255 * ((b / (samples * samples)) * shade) + random.normal(0, 2));
    }
  }
}
