import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { risingRoot } from "./betaRoot.ts";

test("finds the root of smooth, flat and jumping functions, never in more than twice the steps of bisection", () => {
  const random = new Random("root");
  for (let trial = 0; trial < 200; trial++) {
    const root = random.uniform(-8, 6);
    const steep = 10 ** random.uniform(-2, 2);
    const shapes = [
      (x: number) => Math.tanh(steep * (x - root)),
      (x: number) => (x - root) ** 3,
      (x: number) => (x < root ? -steep : 1),
      (x: number) => Math.expm1(steep * (x - root) * 0.2),
    ];
    for (const f of shapes) {
      let calls = 0;
      const counted = (x: number): number => {
        calls++;
        return f(x);
      };
      const found = risingRoot(counted, { x: -9, value: f(-9) }, { x: 7, value: f(7) }, 1e-9);
      expect(f(found)).toBeGreaterThanOrEqual(0);
      expect(f(found - 1.1e-9)).toBeLessThanOrEqual(0);
      expect(calls).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(16 / 1e-9)));
    }
  }
});
