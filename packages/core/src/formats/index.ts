export type { NumericArray } from "./element.ts";
export { type NpyArray, type NpyInput, readNpy, writeNpy } from "./npy.ts";
export {
  readSafetensors,
  type SafetensorsData,
  type SafetensorsFile,
  type SafetensorsInput,
  type SafetensorsTensor,
  writeSafetensors,
} from "./safetensors.ts";
export type { SafetensorsDtype } from "./safetensorsHeader.ts";
