export type { DrawSettings } from "./drawn.ts";
export type { Field, Fields, Scalar } from "./field.ts";
export type { MeasureInfo, PointOptions, PointResult, Protocol } from "./protocol.ts";
export type { UniversalSeparation } from "./universal/separations.ts";
export type { UniversalSettings } from "./universal/settings.ts";
export type { UniversalSimilarity } from "./universal/similarities.ts";
export { universalProtocol } from "./universal.ts";
