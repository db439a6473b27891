import { HopfieldError } from "modern-hopfield";
import { requireCount } from "modern-hopfield/engine";
import type { ImageSet } from "modern-hopfield/images";
import type { Embedder } from "modern-hopfield/metrics";
import type { OnnxRuntime } from "../runtime.ts";
import { preprocessing } from "./preprocess.ts";
import { clipProcessor, type Processor, readProcessor } from "./processor.ts";
import { type VisionModel, visionModel } from "./visionModel.ts";

/** A model in a folder of this machine, or its bytes. */
export type ClipSource =
  | {
      /** As exporters lay it out: `onnx/vision_model.onnx` and the like, and `preprocessor_config.json`. */
      readonly folder: string;
      /** The model in the folder; by default the first of the usual names. */
      readonly file?: string;
    }
  | {
      readonly model: Uint8Array;
      /** The `preprocessor_config.json`, parsed; CLIP's own by default. */
      readonly config?: unknown;
    };

/** Options of a CLIP model. */
export interface ClipOptions {
  /** What reports call it; by default the folder and the file, or `clip`. */
  readonly name?: string;
  /** How many pictures the model looks at together, 1 by default; see `ClipEmbedder`. */
  readonly batch?: number;
  /** How many threads compute; by default as many as the machine has cores. */
  readonly threads?: number;
  /** A folder to look for onnxruntime-node from; by default where this package is installed. */
  readonly from?: string;
  /** The runtime itself, `import * as ort from "onnxruntime-web"` for example; onnxruntime-node by default. */
  readonly runtime?: OnnxRuntime;
}

/** Options of an embedding. */
export interface ClipEmbedOptions {
  /** Gives up between two batches. */
  readonly signal?: AbortSignal;
  /** Called as pictures are finished. */
  readonly onProgress?: (finished: number, total: number) => void;
}

/**
 * Embeddings of pictures by a CLIP vision model: the cosine of two says how alike two pictures are to a person.
 *
 * With a batch of 1 a picture's numbers depend on nothing else. Larger ones are somewhat faster; then the order of float32
 * sums may change, and a quantized model rounds by the range of the whole batch.
 *
 * Memory: the model, and batch x 3 x height x width x 4 bytes (0.6 MB for a picture of 224x224).
 */
export class ClipEmbedder implements Embedder {
  readonly name: string;
  readonly size: number;
  /** The output of the model that is read: `image_embeds`, or what it has instead. */
  readonly output: string;
  readonly #model: VisionModel;
  readonly #processor: Processor;
  readonly #batch: number;
  #released = false;

  /** For `clipEmbedder`. */
  constructor(name: string, model: VisionModel, processor: Processor, batch: number) {
    this.name = name;
    this.size = model.size;
    this.output = model.output;
    this.#model = model;
    this.#processor = processor;
    this.#batch = batch;
  }

  /**
   * The embedding of every picture, count x size. Any size of pictures is resized as the model wants it.
   * @throws HopfieldError ERR_WORKER after `release`, ERR_DATA where the model fails; the signal's reason when it is given up
   */
  async embed(images: ImageSet, { signal, onProgress }: ClipEmbedOptions = {}): Promise<Float32Array> {
    const { seen, write } = preprocessing(images, this.#processor);
    const room = 3 * seen.width * seen.height;
    const out = new Float32Array(images.count * this.size);
    const pixels = new Float32Array(Math.min(this.#batch, images.count) * room);
    for (let from = 0; from < images.count; from += this.#batch) {
      signal?.throwIfAborted();
      if (this.#released) throw new HopfieldError("ERR_WORKER", "this model was released; load another");
      const count = Math.min(this.#batch, images.count - from);
      for (let k = 0; k < count; k++) {
        write(images.at(from + k), pixels.subarray(k * room, (k + 1) * room));
      }
      out.set(await this.#model.run(pixels.subarray(0, count * room), count), from * this.size);
      onProgress?.(from + count, images.count);
    }
    return out;
  }

  /** Gives back what ONNX Runtime holds; an embedding under way is rejected. */
  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    await this.#model.release();
  }
}

/** Where the model is, and what its pictures are prepared like. */
async function opened(
  source: ClipSource,
): Promise<{ readonly name: string; readonly model: string | Uint8Array; readonly processor: Processor }> {
  if ("model" in source) {
    const { model, config } = source;
    return { name: "clip", model, processor: config === undefined ? clipProcessor : readProcessor(config) };
  }
  // Browsers, which have no folders, never load it.
  const { findModel, modelName } = await import("./findModel.ts");
  const { path, processor } = findModel(source.folder, source.file);
  return { name: modelName(source.folder, path), model: path, processor };
}

async function nodeRuntime(from: string | undefined): Promise<OnnxRuntime> {
  const { loadRuntime } = await import("../runtime.ts");
  return loadRuntime(from, "give another runtime, onnxruntime-web for example");
}

/**
 * Opens a CLIP vision model with onnxruntime-node, which is loaded on demand, or with the runtime given.
 *
 * @throws HopfieldError ERR_DATA_MISSING that names what was looked for in the folder; ERR_DATA for a model that is none;
 *   ERR_OPTION when onnxruntime-node is not installed, or for a batch or threads that are no whole number of at least 1
 * @example
 * const clip = await clipEmbedder({ folder: "clip-vit-base-patch32" });
 * const features = await clip.embed(images); // images.count x clip.size
 * await clip.release();
 */
export async function clipEmbedder(source: ClipSource, options: ClipOptions = {}): Promise<ClipEmbedder> {
  const { batch = 1, threads } = options;
  requireCount(batch, "batch", 1);
  if (threads !== undefined) requireCount(threads, "threads", 1);
  const { name, model, processor } = await opened(source);
  const runtime = options.runtime ?? (await nodeRuntime(options.from));
  let session: Awaited<ReturnType<OnnxRuntime["InferenceSession"]["create"]>>;
  try {
    session = await runtime.InferenceSession.create(model, {
      graphOptimizationLevel: "all",
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new HopfieldError(
      "ERR_DATA",
      `${typeof model === "string" ? model : "the model"} is no model that ONNX Runtime can open: ${reason}; get the file again`,
      { reason },
    );
  }
  try {
    const shown = preprocessing({ width: 224, height: 224, channels: 1 }, processor).seen;
    const vision = await visionModel(runtime, session, shown);
    return new ClipEmbedder(options.name ?? name, vision, processor, batch);
  } catch (error) {
    await session.release();
    throw error;
  }
}
