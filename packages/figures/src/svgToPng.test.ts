import { decode } from "fast-png";
import { expect, test } from "vitest";
import { bars, svgToPng } from "./index.ts";

const chart = bars({ bars: [{ name: "memory", value: 0.9 }], label: "accuracy" });

/** How many pixels are not the paper in the top left corner. */
function ink(png: Uint8Array): number {
  const { data, channels } = decode(png);
  let count = 0;
  for (let i = 0; i < data.length; i += channels) {
    if (data[i] !== data[0] || data[i + 1] !== data[1] || data[i + 2] !== data[2]) count++;
  }
  return count;
}

/** A machine has fonts when a lone letter leaves ink. */
const letter =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><text y="30" font-size="30" font-family="system-ui, sans-serif">M</text></svg>';
const hasFonts = ink(await svgToPng(letter, 40)) > 0;

test("a chart becomes a PNG of the width asked for", async () => {
  expect(decode(await svgToPng(chart, 300)).width).toBe(300);
});

test("the paper follows the theme", async () => {
  const corner = async (theme: "light" | "dark"): Promise<number> =>
    decode(await svgToPng(chart, 100, theme)).data[0];
  expect(await corner("light")).toBe(255);
  expect(await corner("dark")).toBeLessThan(60);
});

test("a machine without fonts gets the chart without its text", async () => {
  const bare = await svgToPng(chart, 300, "light", { text: false });
  expect(ink(bare)).toBeGreaterThan(1000);
});

test.skipIf(!hasFonts)("text is drawn where the machine has a font (skipped: it has none)", async () => {
  expect(ink(await svgToPng(chart, 300))).toBeGreaterThan(
    ink(await svgToPng(chart, 300, "light", { text: false })),
  );
});
