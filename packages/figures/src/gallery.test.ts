import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { decode, encode } from "fast-png";
import { describe, expect, test } from "vitest";
import { bars, svgToPng } from "./index.ts";
import { examples } from "./testing/examples.ts";

/**
 * Each chart drawn from fixed data and compared with a committed picture. The pictures are drawn without text, which
 * depends on the fonts of the machine; the words of each chart are committed beside them. `UPDATE_PICTURES=1` accepts
 * what is drawn now.
 */
const folder = new URL("../gallery/", import.meta.url);
const tolerance = 1;

/** The texts of an SVG, one after the other. */
const wordsOf = (svg: string): string => [...svg.matchAll(/>([^<>]+)</g)].map(([, word]) => word).join("|");

/** The mean absolute difference per byte of two pictures; infinite when their sizes differ. */
function distance(a: Uint8Array, b: Uint8Array): number {
  const [one, other] = [decode(a), decode(b)];
  if (one.width !== other.width || one.height !== other.height) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < one.data.length; i++) sum += Math.abs(one.data[i] - other.data[i]);
  return sum / one.data.length;
}

describe("every chart looks as its committed picture", () => {
  test.each(Object.keys(examples))("%s", async (name) => {
    const svg = examples[name]();
    const drawn = decode(await svgToPng(svg, 440, "light", { text: false }));
    const png = encode(drawn, { zlib: { level: 9 } });
    const picture = new URL(`${name}.png`, folder);
    const words = new URL(`${name}.txt`, folder);
    if (process.env.UPDATE_PICTURES === "1") {
      mkdirSync(folder, { recursive: true });
      writeFileSync(picture, png);
      writeFileSync(words, `${wordsOf(svg)}\n`);
    }
    const fresh = new URL(`${name}.new.png`, folder);
    const same = existsSync(picture) && distance(png, readFileSync(picture)) <= tolerance;
    if (!same) writeFileSync(fresh, png);
    expect(same, `${name} changed: see gallery/${name}.new.png; accept with UPDATE_PICTURES=1`).toBe(true);
    expect(`${wordsOf(svg)}\n`).toBe(readFileSync(words, "utf8"));
  });

  test("a changed chart is noticed", async () => {
    const drawn = await svgToPng(examples.bars(), 440, "light", { text: false });
    const other = await svgToPng(
      bars({ bars: ["a", "b", "c"].map((name) => ({ name, value: 1 })), label: "x" }),
      440,
      "light",
      { text: false },
    );
    expect(distance(drawn, other)).toBeGreaterThan(tolerance);
  });
});
