import { requireCount } from "../../errors.ts";
import { Random } from "../../math/random.ts";
import { ImageSet } from "../imageSet.ts";

const side = 28;

type Point = readonly [number, number];

/** Points along an arc of an ellipse, angles in turns (0 = right, 0.25 = down). */
function arc(cx: number, cy: number, rx: number, ry: number, from: number, to: number): Point[] {
  return Array.from({ length: 17 }, (_, k) => {
    const angle = 2 * Math.PI * (from + ((to - from) * k) / 16);
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)] as const;
  });
}

/** The strokes of each digit in a box of 1 x 1, y pointing down. */
const digits: readonly (readonly Point[])[][] = [
  [arc(0.5, 0.5, 0.27, 0.4, 0, 1)],
  [[[0.36, 0.26] as const, [0.53, 0.1] as const, [0.53, 0.9] as const]],
  [[...arc(0.5, 0.32, 0.25, 0.22, 0.5, 1.08), [0.26, 0.88] as const, [0.77, 0.88] as const]],
  [[...arc(0.48, 0.3, 0.23, 0.2, 0.55, 1.24), ...arc(0.48, 0.69, 0.26, 0.21, 0.76, 1.45)]],
  [
    [[0.6, 0.1] as const, [0.22, 0.62] as const, [0.8, 0.62] as const],
    [[0.62, 0.38] as const, [0.62, 0.92] as const],
  ],
  [
    [
      [0.74, 0.12] as const,
      [0.34, 0.12] as const,
      [0.3, 0.47] as const,
      ...arc(0.49, 0.65, 0.25, 0.24, 0.68, 1.42),
    ],
  ],
  [[[0.66, 0.12] as const, [0.4, 0.36] as const, ...arc(0.5, 0.67, 0.23, 0.22, 0.55, 1.55)]],
  [[[0.24, 0.13] as const, [0.77, 0.13] as const, [0.45, 0.9] as const]],
  [arc(0.5, 0.3, 0.21, 0.19, 0.25, 1.25), arc(0.5, 0.69, 0.25, 0.21, 0.75, 1.75)],
  [[...arc(0.5, 0.33, 0.22, 0.22, 0.05, 1.05), [0.66, 0.9] as const]],
].map((strokes) => strokes as (readonly Point[])[]);

/** The squared distance of a point from a segment. */
function toSegment(x: number, y: number, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const t = length > 0 ? Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / length)) : 0;
  return (x - a[0] - t * dx) ** 2 + (y - a[1] - t * dy) ** 2;
}

/** Draws one digit with a soft pen: white ink on black, as MNIST has it. */
function draw(digit: number, random: Random, out: Uint8Array): void {
  const slant = random.normal(0, 0.12);
  const turn = random.normal(0, 0.08);
  const [sx, sy] = [random.uniform(0.78, 1.08), random.uniform(0.85, 1.05)];
  const [ox, oy] = [random.normal(0, 0.03), random.normal(0, 0.03)];
  const pen = random.uniform(0.045, 0.085);
  const bend = Array.from({ length: 4 }, () => random.normal(0, 0.03));
  const place = ([px, py]: Point): Point => {
    const x =
      (px - 0.5 + bend[0] * Math.sin(6 * py) + bend[1] * Math.sin(4 * py + 1)) * sx - slant * (py - 0.5);
    const y = (py - 0.5 + bend[2] * Math.sin(5 * px) + bend[3] * Math.sin(3 * px + 2)) * sy;
    return [
      14 + 20 * (x * Math.cos(turn) - y * Math.sin(turn) + ox),
      14 + 20 * (x * Math.sin(turn) + y * Math.cos(turn) + oy),
    ];
  };
  const strokes = digits[digit].map((stroke) => stroke.map(place));
  const radius = 20 * pen;
  for (let py = 0; py < side; py++) {
    for (let px = 0; px < side; px++) {
      let nearest = Number.POSITIVE_INFINITY;
      for (const stroke of strokes) {
        for (let k = 1; k < stroke.length; k++) {
          nearest = Math.min(nearest, toSegment(px + 0.5, py + 0.5, stroke[k - 1], stroke[k]));
        }
      }
      // Ink fades over about one pixel at the edge of the stroke.
      const ink = Math.min(1, Math.max(0, radius + 0.6 - Math.sqrt(nearest)));
      out[py * side + px] = Math.round(255 * ink);
    }
  }
}

/**
 * Digits of 28 x 28 gray pixels, drawn from strokes with a soft pen, each with its own slant, size, place, bend and
 * thickness. Labels 0..9 in turn. Picture i depends on the seed and on i alone.
 */
export function proceduralDigits(count: number, seed: number | string): ImageSet {
  requireCount(count, "number of digits", 1);
  const data = new Uint8Array(count * side * side);
  const labels = new Int32Array(count);
  const stream = new Random(seed).fork("digits");
  for (let i = 0; i < count; i++) {
    labels[i] = i % 10;
    draw(labels[i], stream.fork(i), data.subarray(i * side * side, (i + 1) * side * side));
  }
  return new ImageSet({
    width: side,
    height: side,
    channels: 1,
    data,
    labels,
    classNames: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    name: "digits",
  });
}
