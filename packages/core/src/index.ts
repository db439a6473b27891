export { type DiagnoseOptions, type Diagnosis, type DiagnosisAdvice, diagnose } from "./analysis/diagnose.ts";
export { HopfieldError, type HopfieldErrorCode, nearestName, unknownName } from "./errors.ts";
export type { Kernels } from "./kernels/kernels.ts";
export { portableKernels } from "./kernels/portable.ts";
export { referenceKernels } from "./kernels/reference.ts";
export { availableKernels, type KernelsName, selectKernels } from "./kernels/select.ts";
export { logSumExp } from "./math/logSumExp.ts";
export { Random } from "./math/random.ts";
export { AssociativeMemory } from "./memory/associativeMemory.ts";
export type { Certificate } from "./memory/certificate.ts";
export {
  parseSeparation,
  parseSimilarity,
  type SeparationName,
  type SimilarityName,
  separationNames,
  similarityNames,
} from "./memory/choices.ts";
export type { Calibration } from "./memory/familiarity.ts";
export type { Nearest } from "./memory/nearest.ts";
export type { Beta, MemoryOptions, PatternCorruption, RetrieveOptions } from "./memory/options.ts";
export type { AssociationObserver } from "./memory/problem.ts";
export type { QueryInput } from "./memory/queries.ts";
export type { RetrievedPattern } from "./memory/retrieval.ts";
export { Retrieval } from "./memory/retrieval.ts";
export type { Outcome, TraceStep } from "./memory/run.ts";
export type { Separation } from "./memory/separation.ts";
export { entmax, sparsemax } from "./memory/separations/entmax.ts";
export { normmax } from "./memory/separations/normmax.ts";
export { identity, polynomial } from "./memory/separations/polynomial.ts";
export { max, topK } from "./memory/separations/selective.ts";
export { softmax } from "./memory/separations/softmax.ts";
export { withNull } from "./memory/separations/withNull.ts";
export { bipolar } from "./memory/similarities/bipolar.ts";
export { centredCosine, cosine } from "./memory/similarities/cosine.ts";
export { defineSimilarity, type SimilarityDefinition } from "./memory/similarities/custom.ts";
export type { DivergenceOptions } from "./memory/similarities/divergence.ts";
export { dot } from "./memory/similarities/dot.ts";
export { euclidean } from "./memory/similarities/euclidean.ts";
export { jensenShannon } from "./memory/similarities/jensenShannon.ts";
export { kullbackLeibler, reverseKullbackLeibler } from "./memory/similarities/kullbackLeibler.ts";
export { manhattan } from "./memory/similarities/manhattan.ts";
export { reciprocalManhattan } from "./memory/similarities/reciprocalManhattan.ts";
export { squaredEuclidean } from "./memory/similarities/squaredEuclidean.ts";
export { withMean } from "./memory/similarities/withMean.ts";
export type { BoundSimilarity, Similarity, SimilarityContext } from "./memory/similarity.ts";
export type { AddOptions } from "./memory/store.ts";
export type { AssociationSummary } from "./memory/summary.ts";
export type { TopPattern } from "./memory/top.ts";
export { compress } from "./patterns/compress.ts";
export { type CompressedForm, compressedForms } from "./patterns/encode.ts";
export type { PatternInput } from "./patterns/input.ts";
export type { KeptPatterns } from "./patterns/kept.ts";
export type { Normalization } from "./patterns/normalize.ts";
export { Patterns, type PatternsOptions } from "./patterns/patterns.ts";
export type { PatternData, Rows } from "./patterns/rows.ts";
export { type PixelScale, type PixelScaleName, pixelScale, pixelScaleNames } from "./patterns/scale.ts";
export { fromBytes, readMemory } from "./persist/fromBytes.ts";
export type { FromBytesOptions, SavedMemory } from "./persist/savedMemory.ts";
export { type ToBytesOptions, toBytes } from "./persist/toBytes.ts";
export {
  effectivePatterns,
  entropy,
  type FixedPointKind,
  fixedPointKind,
  metastableSize,
} from "./theory/association.ts";
export {
  certifiedBeta,
  gapBound,
  globalBeta,
  requiredSeparation,
  retrievalErrorBound,
  sphereRadius,
  updateFactorBound,
  weightBound,
} from "./theory/bounds.ts";
export {
  ownWeightLimit,
  placedCapacityAsStated,
  type SphereCapacity,
  type SphereSetting,
  sphereCapacity,
  sphereNorm,
} from "./theory/capacity.ts";
