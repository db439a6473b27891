import { expect, test } from "vitest";
import { proceduralScenes } from "./scenes.ts";

const side = 32;

/** Power of a windowed gray picture per ring of frequencies 1..15 (in cycles per picture), by a plain DFT. */
function addPower(gray: Float64Array, power: Float64Array, rings: Float64Array): void {
  // A Hann window, or the jump from one edge to the other would make a slope of its own.
  const hann = (k: number): number => 0.5 - 0.5 * Math.cos((2 * Math.PI * (k + 0.5)) / side);
  const mean = gray.reduce((a, b) => a + b, 0) / gray.length;
  const windowed = gray.map((v, p) => (v - mean) * hann(p % side) * hann(Math.floor(p / side)));
  for (let v = 0; v < side / 2; v++) {
    for (let u = 1 - side / 2; u < side / 2; u++) {
      const ring = Math.round(Math.sqrt(u * u + v * v));
      if (ring < 1 || ring > 15) continue;
      let [re, im] = [0, 0];
      for (let p = 0; p < windowed.length; p++) {
        const turn = (u * (p % side) + v * Math.floor(p / side)) % side;
        re += windowed[p] * cosines[(turn + side) % side];
        im += windowed[p] * sines[(turn + side) % side];
      }
      power[ring] += re * re + im * im;
      rings[ring]++;
    }
  }
}

const cosines = Float64Array.from({ length: side }, (_, k) => Math.cos((2 * Math.PI * k) / side));
const sines = Float64Array.from({ length: side }, (_, k) => Math.sin((2 * Math.PI * k) / side));

/** The slope of log power over log frequency, by least squares. */
function slope(power: Float64Array, rings: Float64Array): number {
  const points = Array.from({ length: 14 }, (_, k) => [
    Math.log(k + 2),
    Math.log(power[k + 2] / rings[k + 2]),
  ]);
  const mx = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const my = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const covariance = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

function slopeOf(pictures: Float64Array[]): number {
  const power = new Float64Array(16);
  const rings = new Float64Array(16);
  for (const picture of pictures) addPower(picture, power, rings);
  return slope(power, rings);
}

// Field 1987 ("Relations between the statistics of natural images ..."): power falls about as 1/f².
test("the power spectrum of the scenes falls as that of natural pictures: log-log slope -1.2 to -3", () => {
  const scenes = proceduralScenes(100, 11).toGray();
  const found = slopeOf(Array.from({ length: 100 }, (_, i) => Float64Array.from(scenes.at(i))));
  expect(found).toBeLessThan(-1.2);
  expect(found).toBeGreaterThan(-3);
}, 30_000);

test("the same measure finds no slope in white noise", () => {
  let state = 1;
  const noise = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 24;
  };
  const found = slopeOf(Array.from({ length: 20 }, () => Float64Array.from({ length: side * side }, noise)));
  expect(Math.abs(found)).toBeLessThan(0.15);
}, 30_000);
