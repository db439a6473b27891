import fc from "fast-check";
import { expect, test } from "vitest";
import { digest, lcgImage } from "../testing/pictures.ts";
import { bicubicResizer } from "./bicubic.ts";

const side = fc.integer({ min: 1, max: 40 });
const extent = fc.record({ width: side, height: side });

function resized(from: [number, number, 1 | 3, number], to: [number, number]): Uint8Array {
  const image = lcgImage(...from);
  return bicubicResizer(image, { width: to[0], height: to[1] }, image.channels)(image.data);
}

test("a picture of one colour keeps it, whatever the sizes", () => {
  fc.assert(
    fc.property(
      extent,
      extent,
      fc.uint8Array({ minLength: 3, maxLength: 3 }),
      ({ width, height }, to, rgb) => {
        const flat = Uint8Array.from({ length: 3 * width * height }, (_, k) => rgb[k % 3]);
        const out = bicubicResizer({ width, height }, to, 3)(flat);
        expect(out).toEqual(Uint8Array.from({ length: 3 * to.width * to.height }, (_, k) => rgb[k % 3]));
      },
    ),
  );
});

test("the same size gives the same bytes", () => {
  const image = lcgImage(7, 5, 3, 1);
  expect(bicubicResizer(image, image, 3)(image.data)).toEqual(image.data);
});

test("channels do not mix", () => {
  fc.assert(
    fc.property(extent, extent, fc.integer(), (from, to, seed) => {
      const image = lcgImage(from.width, from.height, 3, seed & 0x7fffffff);
      const whole = bicubicResizer(image, to, 3)(image.data);
      for (let c = 0; c < 3; c++) {
        const plane = image.data.filter((_, k) => k % 3 === c);
        expect(bicubicResizer(image, to, 1)(plane)).toEqual(whole.filter((_, k) => k % 3 === c));
      }
    }),
  );
});

test("a mirrored picture is resized to the mirror image", () => {
  const mirror = (bytes: Uint8Array, width: number): Uint8Array =>
    bytes.map((_, k) => bytes[k - (k % width) + width - 1 - (k % width)]);
  fc.assert(
    fc.property(extent, fc.integer({ min: 0, max: 3 }), fc.integer(), ({ width, height }, power, seed) => {
      // Scales that are powers of two have exact weights: the mirror images of others may differ by rounding.
      const to = { width: width * 2 ** power, height };
      const image = lcgImage(width, height, 1, seed & 0x7fffffff);
      const resize = bicubicResizer(image, to, 1);
      expect(resize(mirror(image.data, width))).toEqual(mirror(resize(image.data), to.width));
    }),
  );
});

// Pillow 9.4 (Debian's python3-pil), on the pictures of lcgImage: np.asarray(Image.fromarray(a).resize((w, h), Image.BICUBIC)).
test("small pictures are those of Pillow, byte for byte", () => {
  expect([...resized([5, 4, 1, 1], [3, 6])]).toEqual([
    164, 117, 82, 207, 166, 131, 247, 199, 174, 222, 131, 142, 138, 109, 143, 69, 109, 153,
  ]);
  expect([...resized([3, 3, 3, 2], [5, 2])]).toEqual([
    84, 65, 165, 112, 103, 173, 151, 164, 169, 127, 186, 93, 106, 193, 44, 156, 194, 93, 188, 113, 133, 230,
    5, 176, 193, 99, 69, 163, 175, 0,
  ]);
});

test.each([
  [32, 32, 3, 224, 224, 3, "c51a9b4c381ac559ccf84169593d7633765524a0f1861451986528c4bc136825"],
  [28, 28, 1, 224, 224, 4, "a122405dbd49e3f73495f301c913e47c45a5d108c69cf16cda0b561bc3d22bb6"],
  [301, 200, 3, 337, 224, 5, "b1df5bc587ed093bc1fc4109936d14ac53013f1ec7e9a104e283ec4eb3574f5b"],
  [640, 480, 3, 298, 224, 6, "b61b4c53052e95c90dcebbe2370768b587817ce625cd2c5cae442656b8c705aa"],
  [17, 400, 1, 224, 5270, 7, "f979aaaaf80bb7e6e451f6993cdc80b646b0ecf16b9bcdb71dc21ce5138c6831"],
  [224, 224, 3, 224, 100, 8, "886bd9d3627308efb33ca90ecb9552559b83382c29f783e847aa149248b1242f"],
] as const)("%i x %i x %i resized to %i x %i is that of Pillow", (w, h, channels, toW, toH, seed, sha256) => {
  expect(digest(resized([w, h, channels, seed], [toW, toH]))).toBe(sha256);
});
