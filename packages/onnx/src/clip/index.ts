// @modern-hopfield/onnx/clip: embeddings of pictures by CLIP models, for Node and browsers.
export type { OnnxRuntime } from "../runtime.ts";
export {
  ClipEmbedder,
  type ClipEmbedOptions,
  type ClipOptions,
  type ClipSource,
  clipEmbedder,
} from "./clipEmbedder.ts";
export { clipProcessor, type Processor, readProcessor } from "./processor.ts";
