export type { Point, PointAtlas, RunEnvironment } from "./experiment/point.ts";
export type { Run } from "./experiment/run.ts";
export type {
  Axis,
  Chart,
  Expected,
  Reference,
  Settings,
  Specification,
  Variant,
  Where,
} from "./experiment/specification.ts";
export type { RunSummary } from "./experiment/summary.ts";
export { defineSweep, type SweepDefinition } from "./experiment/sweepModule.ts";
export type { RetrieveDocument } from "./report/document.ts";
export { renderReport } from "./report/renderReport.ts";
