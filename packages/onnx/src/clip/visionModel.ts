import { HopfieldError } from "modern-hopfield";
import type { OnnxRuntime, OrtSession, OrtTensor } from "../runtime.ts";
import type { Extent } from "./bicubic.ts";

/** The outputs that hold one vector per picture, the best first: in the space shared with texts, or before it. */
const embeddings = ["image_embeds", "pooler_output"];

/** A model that turns prepared pictures into vectors. */
export interface VisionModel {
  /** Numbers per picture. */
  readonly size: number;
  /** The output that is read. */
  readonly output: string;
  /** @param pixels  count x 3 x height x width */
  run(pixels: Float32Array, count: number): Promise<Float32Array>;
  release(): Promise<void>;
}

/** The one input of a vision model. */
function inputOf({ inputNames }: OrtSession): string {
  if (inputNames.length === 1) return inputNames[0];
  throw new HopfieldError(
    "ERR_DATA",
    `the model wants ${inputNames.join(", ")} (expected pixel_values alone): it reads texts as well; give the vision model apart, vision_model.onnx`,
    { inputs: inputNames },
  );
}

const describe = (name: string, { dims }: OrtTensor): string => `${name} [${dims.join(", ")}]`;

/** The output to read: a known one, or the only one with one row per picture. */
function outputOf(found: Readonly<Record<string, OrtTensor>>): string {
  const flat = Object.keys(found).filter((name) => found[name].dims.length === 2);
  const output = embeddings.find((name) => flat.includes(name)) ?? (flat.length === 1 ? flat[0] : undefined);
  if (output !== undefined) return output;
  const all = Object.entries(found).map(([name, tensor]) => describe(name, tensor));
  throw new HopfieldError(
    "ERR_DATA",
    `no output of the model is an embedding of the picture: it gives ${all.join(", ")} (expected ${embeddings.join(" or ")}, or one output with two dimensions); give a CLIP vision model`,
    { outputs: all },
  );
}

/**
 * A vision model that ONNX Runtime has opened. It is shown one black picture, which tells its output and its size.
 * @throws HopfieldError ERR_DATA for a model that is no vision model, or cannot look at pictures of this size
 */
export async function visionModel(
  { Tensor }: OnnxRuntime,
  session: OrtSession,
  { width, height }: Extent,
): Promise<VisionModel> {
  const input = inputOf(session);
  const ask = async (
    pixels: Float32Array,
    count: number,
    names: readonly string[],
  ): Promise<Readonly<Record<string, OrtTensor>>> => {
    const fetches = Object.fromEntries(names.map((name) => [name, null]));
    try {
      return await session.run(
        { [input]: new Tensor("float32", pixels, [count, 3, height, width]) },
        fetches,
      );
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
      throw new HopfieldError(
        "ERR_DATA",
        `the model cannot look at ${count} picture(s) of ${width}x${height} in float32: ${reason}; give a CLIP vision model that takes float32${count > 1 ? ", or batch: 1" : ""}`,
        { reason, count, width, height },
      );
    }
  };
  const found = await ask(new Float32Array(3 * width * height), 1, session.outputNames);
  const output = outputOf(found);
  const size = found[output].dims[1];
  return {
    size,
    output,
    async run(pixels, count) {
      const { data, dims } = (await ask(pixels, count, [output]))[output];
      if (!(data instanceof Float32Array) || dims[0] !== count || dims[1] !== size) {
        throw new HopfieldError(
          "ERR_DATA",
          `the model gives ${output} as ${Object.prototype.toString.call(data)} [${dims.join(", ")}] (expected float32 [${count}, ${size}]); give one that was exported with float32 outputs`,
          { output, dims },
        );
      }
      return data;
    },
    release: () => session.release(),
  };
}
