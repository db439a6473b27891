export type { ClassicalChoice, KernelsChoice, TrialConfig } from "./config.ts";
export { defaultTrialConfig } from "./defaults.ts";
export type { OwnSimilarities, TrialFeatures } from "./memoryOf.ts";
export type {
  ClassicalScores,
  FailureReason,
  PictureScores,
  QueryResult,
  TrialPictures,
  TrialResults,
  VectorScores,
} from "./result.ts";
export { diagnoseSource, runTrial, type TrialOptions, type TrialOutcome } from "./runTrial.ts";
export { runTrialWith, type TrialWithOptions } from "./runTrialWith.ts";
export type { TrialSource, VectorSet } from "./source.ts";
export type { StoredFacts } from "./storedFacts.ts";
export type { RepeatSummary } from "./summary.ts";
