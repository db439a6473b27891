import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImageSet } from "modern-hopfield/images";
import { expect, onTestFinished, test } from "vitest";
import { findOnnxRuntime } from "../testing/peers.ts";
import { lcgImage } from "../testing/pictures.ts";
import { randomVisionModel, repeated, type VisionNames } from "../testing/visionModel.ts";
import { type ClipEmbedder, type ClipOptions, type ClipSource, clipEmbedder } from "./clipEmbedder.ts";
import { preprocessing } from "./preprocess.ts";
import { clipProcessor } from "./processor.ts";

const from = findOnnxRuntime();
const missing = from === null;
if (missing) {
  console.log("no onnxruntime-node found (HOPFIELD_PEERS may name its folder): CLIP by it is not tested");
}
const peer = from === null || from === undefined ? { threads: 1 } : { threads: 1, from };

async function open(source: ClipSource, options: ClipOptions = {}): Promise<ClipEmbedder> {
  const clip = await clipEmbedder(source, { ...peer, ...options });
  onTestFinished(() => clip.release());
  return clip;
}

/** Several pictures of 40x30. */
const images = new ImageSet({
  width: 40,
  height: 30,
  channels: 3,
  data: Uint8Array.from([1, 2, 3, 4, 5].flatMap((seed) => [...lcgImage(40, 30, 3, seed).data])),
});
const model = randomVisionModel();

test.skipIf(missing)("an embedding is what plain loops make of the prepared picture", async () => {
  const clip = await open({ model: model.bytes });
  expect([clip.name, clip.size, clip.output]).toEqual(["clip", 5, "image_embeds"]);
  const found = await clip.embed(images);
  expect(found).toHaveLength(5 * images.count);
  const { seen, write } = preprocessing(images, clipProcessor);
  const pixels = new Float32Array(3 * seen.width * seen.height);
  for (let i = 0; i < images.count; i++) {
    write(images.at(i), pixels);
    model.embed(pixels, seen.width, seen.height).forEach((value, j) => {
      expect(Math.abs(found[5 * i + j] - value)).toBeLessThan(1e-5);
    });
  }
});

test.skipIf(missing)("an embedding does not depend on the batch", async () => {
  const [one, three] = [await open({ model: model.bytes }), await open({ model: model.bytes }, { batch: 3 })];
  const all = await one.embed(images);
  expect(await one.embed(images.select([3, 1]))).toEqual(
    Float32Array.from([...all.subarray(15, 20), ...all.subarray(5, 10)]),
  );
  (await three.embed(images)).forEach((value, k) => {
    expect(Math.abs(value - all[k])).toBeLessThan(1e-6);
  });
});

test.skipIf(missing)("gray is the colour picture with its channel three times", async () => {
  const clip = await open({ model: model.bytes });
  const gray = lcgImage(28, 28, 1, 4);
  const colour = new ImageSet({ width: 28, height: 28, channels: 3, data: repeated(gray) });
  expect(await clip.embed(gray)).toEqual(await clip.embed(colour));
});

test.skipIf(missing)("a folder gives its model, its config and its name", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hopfield-clip-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "onnx"));
  writeFileSync(join(folder, "onnx", "vision_model.onnx"), model.bytes);
  const config = { size: { shortest_edge: 64 }, crop_size: { height: 64, width: 64 } };
  writeFileSync(join(folder, "preprocessor_config.json"), JSON.stringify(config));
  const clip = await open({ folder });
  expect(clip.name).toMatch(/^hopfield-clip-\w+[/]vision_model$/);
  const given = await open({ model: model.bytes, config }, { name: "mine" });
  expect(given.name).toBe("mine");
  const found = await clip.embed(images);
  expect(found).toEqual(await given.embed(images));
  expect(found).not.toEqual(await (await open({ model: model.bytes })).embed(images));
});

const outputs: [string, VisionNames][] = [
  ["image_embeds", { pooled: "pooler_output", hidden: true }],
  ["pooler_output", { pooled: "pooler_output", hidden: true, bare: true }],
  ["sentence", { output: "sentence", hidden: true }],
];

test.skipIf(missing).each(outputs)("the output %s is chosen", async (output, names) => {
  const clip = await open({ model: randomVisionModel(5, 1, names).bytes });
  expect([clip.output, clip.size]).toEqual([output, output === "pooler_output" ? 6 : 5]);
  expect(await clip.embed(images)).toHaveLength(images.count * clip.size);
});

test.skipIf(missing)(
  "a model without an embedding, one that is none, and a wrong size are refused",
  async () => {
    const two = randomVisionModel(5, 1, { output: "left", pooled: "right" }).bytes;
    await expect(open({ model: two })).rejects.toMatchObject({
      code: "ERR_DATA",
      message: expect.stringMatching(
        /right \[1, 6\], left \[1, 5\] [(]expected image_embeds or pooler_output/,
      ),
    });
    await expect(open({ model: new Uint8Array([1, 2, 3]) })).rejects.toThrow(
      /no model that ONNX Runtime can open/,
    );
    // Patches of 32x32 do not fit into 16x16.
    const config = { size: 16, crop_size: 16 };
    await expect(open({ model: model.bytes, config })).rejects.toThrow(/cannot look at 1 picture.* of 16x16/);
  },
);

test.skipIf(missing)("pictures come one by one, and can be given up between them", async () => {
  const clip = await open({ model: model.bytes }, { batch: 2 });
  const told: number[] = [];
  await clip.embed(images, { onProgress: (done) => told.push(done) });
  expect(told).toEqual([2, 4, 5]);
  const stop = new AbortController();
  const onProgress = (): void => stop.abort(new Error("enough"));
  await expect(clip.embed(images, { signal: stop.signal, onProgress })).rejects.toThrow("enough");
  expect(await clip.embed(images.select([]))).toHaveLength(0);
  await clip.release();
  await expect(clip.embed(images)).rejects.toThrow(expect.objectContaining({ code: "ERR_WORKER" }));
});

test("a model that reads texts as well is refused with the one to take", async () => {
  const session = {
    inputNames: ["input_ids", "pixel_values", "attention_mask"],
    outputNames: ["image_embeds"],
    run: () => Promise.reject(new Error("not asked")),
    release: () => Promise.resolve(),
  };
  class Tensor {
    readonly data: Float32Array;
    readonly dims: readonly number[];
    constructor(_type: "float32", data: Float32Array, dims: readonly number[]) {
      this.data = data;
      this.dims = dims;
    }
  }
  const runtime = { Tensor, InferenceSession: { create: () => Promise.resolve(session) } };
  await expect(clipEmbedder({ model: model.bytes }, { runtime })).rejects.toThrow(
    /input_ids, pixel_values, attention_mask .*vision_model[.]onnx/,
  );
});

test("options that cannot be are refused before anything is loaded", async () => {
  await expect(clipEmbedder({ model: model.bytes }, { batch: 0 })).rejects.toThrow(/invalid batch: 0/);
  await expect(clipEmbedder({ model: model.bytes }, { threads: 1.5 })).rejects.toThrow(
    /invalid threads: 1.5/,
  );
  await expect(clipEmbedder({ folder: "/no/such/folder" })).rejects.toThrow(/no ONNX vision model/);
  await expect(clipEmbedder({ model: model.bytes }, { from: tmpdir() })).rejects.toThrow(
    /onnxruntime-node is not installed .*npm install .*onnxruntime-web/,
  );
});
