import { ImageSet } from "modern-hopfield/images";
import { expect, test } from "vitest";
import { digest, lcgImage } from "../testing/pictures.ts";
import { repeated } from "../testing/visionModel.ts";
import { preprocessing } from "./preprocess.ts";
import { clipProcessor, type Processor } from "./processor.ts";

function prepared(image: ImageSet, processor: Processor = clipProcessor): Float32Array {
  const { seen, write } = preprocessing(image, processor);
  const out = new Float32Array(3 * seen.width * seen.height);
  write(image.data, out);
  return out;
}

// CLIPImageProcessor of transformers, its steps in NumPy 1.24 and Pillow 9.4, on the pictures of lcgImage: resized, cropped
// (padded where the picture is smaller), (float32(float64(byte) * factor) - float32 mean) / float32 deviation, planes.
test.each([
  [32, 32, 3, 3, 224, 224, "9a582d3c1cab42e61cc5b0139869bbab5b7073c5162b2325ca15b0fe35520080"],
  [28, 28, 1, 4, 224, 224, "ce839d5e83fe664655876746e76607f0cdc1c021a31f0bb4f4b156ed56b3db1f"],
  [640, 480, 3, 6, 224, 224, "4e0b76d239fc667b5597585b347a452bf05b2eef394a2ce3c0dddebbe581e14d"],
  [50, 77, 3, 9, 224, 224, "346ca87ce8ba61365b8c2deba063b442a5df1135caa52c8905eaf26b20c10c4d"],
  [40, 30, 3, 10, 21, 32, "fb015baef03c3f9ca78d90c28fe617dcd4a5e907fe09c91c106707a58fd1f462"],
  [30, 41, 1, 11, 21, 40, "99f9259e21779edd77579d369357b05ed4fe59e5c096b964a83727d7124f1b76"],
] as const)(
  "%i x %i x %i: the numbers of the published processor, bit for bit",
  (w, h, channels, seed, size, crop, sha256) => {
    const processor = { ...clipProcessor, resize: size, crop: { width: crop, height: crop } };
    const numbers = prepared(lcgImage(w, h, channels, seed), processor);
    expect(numbers).toHaveLength(3 * crop * crop);
    expect(digest(numbers)).toBe(sha256);
  },
);

test("gray is the colour picture with its channel three times", () => {
  const gray = lcgImage(33, 20, 1, 1);
  const colour = new ImageSet({ width: 33, height: 20, channels: 3, data: repeated(gray) });
  expect(digest(prepared(gray))).toBe(digest(prepared(colour)));
});

test("without resizing, cropping and normalising, the bytes come out as planes", () => {
  const image = lcgImage(4, 3, 3, 5);
  const plain = { resize: null, crop: null, factor: 1, means: [0, 0, 0], deviations: [1, 1, 1] };
  const planes = [0, 1, 2].flatMap((c) => [...image.data].filter((_, k) => k % 3 === c));
  expect([...prepared(image, plain)]).toEqual(planes);
  const { seen } = preprocessing(image, { ...plain, resize: { width: 8, height: 2 } });
  expect(seen).toEqual({ width: 8, height: 2 });
});
