export { type BinarizeOptions, binarize, type Level, signsToPixels } from "./binarize.ts";
export { BinaryHopfield, type BinaryHopfieldOptions } from "./binaryHopfield.ts";
export { BinaryRetrieval, type PatternOverlap, type RetrievedState } from "./binaryRetrieval.ts";
export {
  exponentialCapacity,
  gardnerCapacity,
  gardnerMargin,
  hebbCapacity,
  hebbErrorFreeCapacity,
  powerBitError,
  powerCapacity,
  powerErrorFreeCapacity,
  pseudoInverseCapacity,
  storkeyCapacity,
} from "./capacity.ts";
export type { Form } from "./couplings/couplings.ts";
export { type InteractionName, interactionNames } from "./dense/interaction.ts";
export { DenseBinary, type DenseBinaryOptions } from "./denseBinary.ts";
export {
  type BinaryModel,
  type BinaryModelName,
  binaryModelNames,
  binaryNetwork,
  modelCapacity,
} from "./models.ts";
export type { BinaryNetwork } from "./network.ts";
export type { BinaryOutcome, BinaryRetrieveOptions, Update } from "./options.ts";
export {
  type BinaryRecall,
  type RecalledPictures,
  type RecallOptions,
  type RecallTask,
  recallPictures,
} from "./recallPictures.ts";
export { type Diagonal, type RuleName, ruleNames, type Training } from "./rules/rule.ts";
export type { SignInput, SignRow } from "./signs.ts";
