import { join } from "node:path";
import type { HopfieldError } from "modern-hopfield";
import sharp from "sharp";
import { expect, test } from "vitest";
import { temporaryFolder, writeFiles } from "./fixture.ts";
import { loadPhotos } from "./photos.ts";

/** A PNG whose pixels are given by a function of their place. */
function png(
  width: number,
  height: number,
  channels: 1 | 3 | 4,
  pixel: (x: number, y: number) => number[],
): Promise<Buffer> {
  const data = Uint8Array.from(
    Array.from({ length: width * height }, (_, p) => pixel(p % width, Math.floor(p / width))).flat(),
  );
  const picture = sharp(data, { raw: { width, height, channels } });
  return (channels === 1 ? picture.toColourspace("b-w") : picture).png().toBuffer();
}

test("a folder's pictures come sorted by name, square, in colour, with their names as classes", async () => {
  const folder = temporaryFolder();
  const red = sharp(await png(40, 20, 3, () => [200, 10, 20]));
  writeFiles(folder, {
    "c.webp": await red.webp({ lossless: true }).toBuffer(),
    "a.png": await png(8, 8, 1, () => [70]),
    "b.JPG": await red.jpeg({ quality: 100 }).toBuffer(),
    "notes.txt": "no picture",
  });
  const { images, alphaKnown } = await loadPhotos(folder, 8);
  expect([images.count, images.width, images.height, images.channels]).toEqual([3, 8, 8, 3]);
  expect(images.classNames).toEqual(["a", "b", "c"]);
  expect([...images.at(0)]).toEqual(new Array(192).fill(70));
  expect([...images.at(2).subarray(0, 3)]).toEqual([200, 10, 20]);
  expect(Math.abs(images.at(1)[0] - 200)).toBeLessThan(4);
  expect(alphaKnown).toBeUndefined();
});

test("the middle square is kept and the sides are cut", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "wide.png": await png(32, 8, 3, (x) => (x >= 12 && x < 20 ? [255, 255, 255] : [0, 0, 0])),
  });
  const { images } = await loadPhotos(join(folder, "wide.png"), 8);
  expect([...images.data]).toEqual(new Array(192).fill(255));
});

test("the known mask marks exactly the pixels that are not transparent, in every channel", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "hole.png": await png(4, 4, 4, (x, y) => [9, 9, 9, x >= 2 && y >= 2 ? 0 : 255]),
    "veil.png": await png(4, 4, 4, () => [9, 9, 9, 120]),
  });
  const { alphaKnown } = await loadPhotos(folder, 4);
  const expected = Array.from({ length: 16 }, (_, p) => (p % 4 >= 2 && p >= 8 ? 0 : 1));
  expect([...alphaKnown!.subarray(0, 48)]).toEqual(expected.flatMap((bit) => [bit, bit, bit]));
  expect([...alphaKnown!.subarray(48)]).toEqual(new Array(48).fill(1));
});

test("the known mask keeps its edge when a picture is made smaller", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "half.png": await png(64, 64, 4, (x) => (x < 32 ? [200, 100, 50, 255] : [0, 0, 0, 0])),
  });
  const { images, alphaKnown } = await loadPhotos(folder, 8);
  for (let p = 0; p < 64; p++) {
    expect(alphaKnown![3 * p]).toBe(p % 8 < 4 ? 1 : 0);
    if (p % 8 < 4) expect(Math.abs(images.data[3 * p] - 200)).toBeLessThan(5);
  }
});

test("a file that is no picture is refused with its name, a folder without pictures with a way out", async () => {
  const folder = temporaryFolder();
  await expect(loadPhotos(folder, 8)).rejects.toThrow(/no photographs in .*--data-dir/);
  writeFiles(folder, { "broken.png": "not a picture" });
  const error = (await loadPhotos(folder, 8).catch((reason: unknown) => reason)) as HopfieldError;
  expect([error.name, error.code]).toEqual(["HopfieldError", "ERR_DATA"]);
  expect(error.message).toContain(join(folder, "broken.png"));
});

const data = process.env.HOPFIELD_DATA;

test.skipIf(data === undefined)(
  "real: photographs, in colour and gray, PNG and JPEG, become 32x32",
  async () => {
    const { images, alphaKnown } = await loadPhotos(join(data as string, "photos"), 32);
    expect(images.count).toBe(8);
    expect(images.classNames?.[0]).toBe("astronaut");
    expect(alphaKnown).toBeUndefined();
    const camera = images.at(images.classNames!.indexOf("camera"));
    for (let p = 0; p < 1024; p++) expect(camera[3 * p]).toBe(camera[3 * p + 1]);
  },
);
