// @modern-hopfield/onnx: retrievals by ONNX Runtime, where it is installed.
export { OnnxMemory, type OnnxMemoryOptions, type OnnxRetrieveOptions } from "./onnxMemory.ts";
