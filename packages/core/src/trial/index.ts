export type { TrialConfig } from "./config.ts";
export { defaultTrialConfig } from "./defaults.ts";
export type { FailureReason, PictureScores, QueryResult, TrialPictures, TrialResults } from "./result.ts";
export { diagnoseSource, runTrial, type TrialOptions, type TrialOutcome } from "./runTrial.ts";
export type { TrialSource, VectorSet } from "./source.ts";
export type { RepeatSummary } from "./summary.ts";
