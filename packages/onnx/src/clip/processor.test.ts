import { expect, test } from "vitest";
import { clipProcessor, readProcessor } from "./processor.ts";

/** The preprocessor_config.json of Xenova/clip-vit-base-patch32. */
const published = {
  crop_size: { height: 224, width: 224 },
  do_center_crop: true,
  do_convert_rgb: true,
  do_normalize: true,
  do_rescale: true,
  do_resize: true,
  feature_extractor_type: "CLIPFeatureExtractor",
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_processor_type: "CLIPFeatureExtractor",
  image_std: [0.26862954, 0.26130258, 0.27577711],
  resample: 3,
  rescale_factor: 0.00392156862745098,
  size: { shortest_edge: 224 },
};

test("the published config is CLIP's processor, and so is one that says nothing", () => {
  expect(readProcessor(published)).toEqual(clipProcessor);
  expect(readProcessor({})).toEqual(clipProcessor);
});

test("older forms are read: sides as numbers", () => {
  expect(readProcessor({ size: 336, crop_size: 336 })).toEqual({
    ...clipProcessor,
    resize: 336,
    crop: { width: 336, height: 336 },
  });
  expect(readProcessor({ size: { height: 20, width: 30 } }).resize).toEqual({ height: 20, width: 30 });
});

test("steps can be left out", () => {
  const config = { do_resize: false, do_center_crop: false, do_rescale: false, do_normalize: false };
  expect(readProcessor({ ...config, resample: 2 })).toEqual({
    resize: null,
    crop: null,
    factor: 1,
    means: [0, 0, 0],
    deviations: [1, 1, 1],
  });
});

test.each([
  [[], "file", /an object/],
  [{ resample: 2 }, "resample", /3, bicubic/],
  [{ size: { longest_edge: 3 } }, "size", /shortest_edge/],
  [{ size: 0 }, "size", /1 to 4096/],
  [{ size: 1e9 }, "size", /1 to 4096/],
  [{ crop_size: { height: 3 } }, "crop_size", /height, width/],
  [{ image_std: [1, 0, 1] }, "image_std", /three positive numbers/],
  [{ image_mean: [1, 2] }, "image_mean", /three numbers/],
  [{ do_resize: "yes" }, "do_resize", /true or false/],
  [{ rescale_factor: "1/255" }, "rescale_factor", /a number/],
])("%j is refused with the field and what was expected", (config, field, message) => {
  expect(() => readProcessor(config)).toThrow(
    expect.objectContaining({
      code: "ERR_DATA",
      details: expect.objectContaining({ field }),
      message: expect.stringMatching(message),
    }),
  );
});
