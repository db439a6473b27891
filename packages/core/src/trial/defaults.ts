import type { TrialConfig } from "./config.ts";

/** The main job: 100 pictures, the lower half missing and known to be missing. */
export const defaultTrialConfig: TrialConfig = {
  patterns: 100,
  queries: 100,
  select: "random",
  stored: "images",
  intruder: "none",
  color: "rgb",
  scale: "unit",
  normalize: "none",
  space: "pixels",
  similarity: "squaredEuclidean",
  separation: "softmax",
  update: "auto",
  beta: "auto",
  effective: 1.05,
  corrupt: ["half:bottom"],
  missing: "known",
  steps: 5,
  eps: 1e-4,
  kernels: "auto",
  classical: "none",
  vector: "none",
  seed: 7,
  repeats: 1,
};
