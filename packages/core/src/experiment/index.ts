export { type BinaryCapacitySettings, binaryCapacity } from "./binaryCapacity.ts";
export { type BinaryImagesSettings, binaryImages } from "./binaryImages.ts";
export type { Field, Fields, Scalar } from "./field.ts";
export type { MeasureInfo, PointOptions, PointResult, Protocol } from "./protocol.ts";
export { protocols } from "./protocols.ts";
export { type RetrieveSettings, retrieve } from "./retrieve.ts";
