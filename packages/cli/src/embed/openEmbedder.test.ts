import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HopfieldError, Random } from "modern-hopfield";
import { resnet20 } from "modern-hopfield/embed";
import { type SafetensorsInput, writeSafetensors } from "modern-hopfield/formats";
import { proceduralDigits, proceduralScenes } from "modern-hopfield/images";
import { expect, test } from "vitest";
import { temporaryFolder, writeFiles } from "../data/fixture.ts";
import { embedderNames, openEmbedder } from "./openEmbedder.ts";

/** The weights of an untrained ResNet-8. */
function weights(seed: number): Uint8Array {
  const random = new Random(seed);
  const tensors: Record<string, SafetensorsInput> = {};
  const put = (name: string, shape: number[], around: number, spread: number): void => {
    const length = shape.reduce((a, b) => a * b, 1);
    const data = Float32Array.from({ length }, () => around + spread * random.uniform(-1, 1));
    tensors[name] = { shape, data };
  };
  const layer = (weight: string, norm: string, inputs: number, outputs: number): void => {
    put(weight, [outputs, inputs, 3, 3], 0, 0.2);
    for (const part of ["weight", "running_var"]) put(`${norm}.${part}`, [outputs], 1, 0.2);
    for (const part of ["bias", "running_mean"]) put(`${norm}.${part}`, [outputs], 0, 0.2);
  };
  layer("conv1.weight", "bn1", 3, 16);
  [16, 32, 64].forEach((outputs, stage) => {
    const at = `layer${stage + 1}.0`;
    layer(`${at}.conv1.weight`, `${at}.bn1`, stage === 0 ? 16 : outputs / 2, outputs);
    layer(`${at}.conv2.weight`, `${at}.bn2`, outputs, outputs);
  });
  put("linear.weight", [10, 64], 0, 0.2);
  put("linear.bias", [10], 0, 0.2);
  return writeSafetensors(tensors);
}

async function failure(spec: string, dataDir: string, peersFrom?: string): Promise<HopfieldError> {
  const error = await openEmbedder(spec, { dataDir, peersFrom }).then(
    () => new Error("it was opened"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HopfieldError);
  return error as HopfieldError;
}

test.each(["models", "resnet20", "."])("resnet20 is found in %s of the data folder", async (place) => {
  const dataDir = temporaryFolder();
  const file = weights(1);
  writeFiles(dataDir, { [`${place}/resnet20-cifar10.safetensors`]: file });
  const embedder = await openEmbedder("resnet20", { dataDir });
  expect([embedder.name, embedder.size]).toEqual(["resnet8", 64]);
  const images = proceduralScenes(3, 1);
  expect(await embedder.embed(images)).toEqual(resnet20(file).embedSync(images));
  await embedder.release();
});

test("resnet20:<file> is that file, with colons and all", async () => {
  const dataDir = temporaryFolder();
  writeFiles(dataDir, {
    "my:own.safetensors": weights(2),
    "models/resnet20-cifar10.safetensors": weights(1),
  });
  const images = proceduralScenes(1, 1);
  const own = await openEmbedder(`resnet20:${join(dataDir, "my:own.safetensors")}`, { dataDir });
  expect(await own.embed(images)).toEqual(resnet20(weights(2)).embedSync(images));
  await expect(own.embed(proceduralDigits(1, 1))).rejects.toThrow(/pictures of 32x32.* is 28x28/);
});

test.each([
  ["resnet20", ["hopfield data fetch resnet20", "1 MB, BSD-2-Clause", "resnet20:<file>"]],
  [
    "clip",
    ["hopfield data fetch clip ", "352 MB, MIT", "hopfield data fetch clip-quantized", "clip:<folder>"],
  ],
])("without the files of %s the error has the command and the place", async (spec, parts) => {
  const dataDir = temporaryFolder();
  const { code, message } = await failure(spec, dataDir);
  expect(code).toBe("ERR_DATA_MISSING");
  for (const part of [...parts, dataDir]) expect(message).toContain(part);
});

test("a file that is no network is refused with its name", async () => {
  const dataDir = temporaryFolder();
  writeFiles(dataDir, {
    "some.safetensors": writeSafetensors({ x: { shape: [1], data: Float32Array.of(1) } }),
    "new.pth": "PK\u0003\u0004 and so on",
    "old.th": Uint8Array.of(0x80, 2, 0x8a, 1, 1, 46),
  });
  const open = (name: string): Promise<HopfieldError> => failure(`resnet20:${join(dataDir, name)}`, dataDir);
  const some = await open("some.safetensors");
  expect([some.code, some.message]).toEqual([
    "ERR_DATA",
    expect.stringMatching(/some[.]safetensors: .*missing conv1.weight.*unexpected x/s),
  ]);
  expect((await open("new.pth")).message).toMatch(/PyTorch 1[.]6 or later.*save_file/);
  expect((await open("old.th")).message).toMatch(/old[.]th: .*begins otherwise/);
  expect((await open("gone.th")).code).toBe("ERR_DATA_MISSING");
});

test("CLIP says what to install where there is no onnxruntime-node", async () => {
  const dataDir = temporaryFolder();
  writeFiles(dataDir, { "clip/onnx/vision_model.onnx": "no model" });
  for (const spec of [
    "clip",
    `clip:${join(dataDir, "clip")}`,
    `clip:${join(dataDir, "clip/onnx/vision_model.onnx")}`,
  ]) {
    const { code, message } = await failure(spec, dataDir, tmpdir());
    expect(code).toBe("ERR_OPTION");
    expect(message).toMatch(/npm install --ignore-scripts onnxruntime-node .*resnet20 needs nothing/);
  }
});

test("a folder without a model is told what was looked for", async () => {
  const dataDir = temporaryFolder();
  const { code, message } = await failure(`clip:${dataDir}`, dataDir, tmpdir());
  expect([code, message]).toEqual(["ERR_DATA_MISSING", expect.stringContaining("onnx/vision_model.onnx")]);
});

const peers = process.env.HOPFIELD_PEERS;

test.skipIf(peers === undefined)(
  "with onnxruntime-node (HOPFIELD_PEERS) a file that is no model is named",
  async () => {
    const dataDir = temporaryFolder();
    writeFiles(dataDir, { "clip-quantized/onnx/vision_model_quantized.onnx": "no model" });
    const { code, message } = await failure("clip", dataDir, peers);
    expect([code, message]).toEqual([
      "ERR_DATA",
      expect.stringMatching(
        /clip-quantized.onnx.vision_model_quantized[.]onnx is no model that ONNX Runtime/,
      ),
    ]);
  },
);

test("other names and an empty file name are refused", async () => {
  expect(embedderNames).toEqual(["resnet20", "clip"]);
  expect((await failure("resnet", tmpdir())).message).toMatch(/did you mean resnet20/);
  expect((await failure("clip:", tmpdir())).message).toMatch(
    /names nothing behind the colon; write clip:<folder>/,
  );
});

const data = process.env.HOPFIELD_DATA;
const real = join(data ?? "", "models", "resnet20-cifar10.safetensors");

test.skipIf(!existsSync(real))("real: resnet20 of HOPFIELD_DATA", async () => {
  const embedder = await openEmbedder("resnet20", { dataDir: data });
  expect(embedder.name).toBe("resnet20");
  const images = proceduralScenes(2, 1);
  expect(await embedder.embed(images)).toEqual(resnet20(readFileSync(real)).embedSync(images));
});
