import { unknownName } from "../errors.ts";
import { BinaryHopfield } from "./binaryHopfield.ts";
import {
  exponentialCapacity,
  gardnerCapacity,
  hebbCapacity,
  powerCapacity,
  pseudoInverseCapacity,
  storkeyCapacity,
} from "./capacity.ts";
import { DenseBinary } from "./denseBinary.ts";
import type { BinaryNetwork } from "./network.ts";
import type { Diagonal } from "./rules/rule.ts";
import type { SignInput } from "./signs.ts";

/** The names of all binary networks: the rules of `BinaryHopfield`, the interactions of `DenseBinary`. */
export type BinaryModelName =
  | "hebb"
  | "storkey"
  | "pseudoInverse"
  | "perceptron"
  | "power"
  | "rectifiedPower"
  | "exponential";

/** The names of all binary networks. */
export const binaryModelNames: readonly BinaryModelName[] = [
  "hebb",
  "storkey",
  "pseudoInverse",
  "perceptron",
  "power",
  "rectifiedPower",
  "exponential",
];

/** A binary network by name, with what its kind may need. */
export interface BinaryModel {
  readonly model: BinaryModelName;
  /** n of the powers; 3 by default. */
  readonly degree?: number;
  /** The classical rules' weights from each unit to itself; as in `BinaryHopfield` by default. */
  readonly diagonal?: Diagonal;
  /** The perceptron's margin, and when it gives up; as in `BinaryHopfield` by default. */
  readonly kappa?: number | "auto";
  readonly maxEpochs?: number;
  readonly symmetric?: boolean;
  readonly onTraining?: (done: number, total: number) => void;
}

/**
 * The network of that name with these patterns.
 * @throws HopfieldError ERR_OPTION for an unknown name, and as the networks' constructors
 */
export function binaryNetwork(patterns: SignInput, model: BinaryModel, size?: number): BinaryNetwork {
  const { model: name, degree, ...options } = model;
  const sized = size === undefined ? {} : { size };
  switch (name) {
    case "hebb":
    case "storkey":
    case "pseudoInverse":
    case "perceptron":
      return new BinaryHopfield(patterns, { ...options, ...sized, rule: name });
    case "power":
    case "rectifiedPower":
    case "exponential":
      return new DenseBinary(patterns, {
        ...(degree === undefined ? {} : { degree }),
        ...sized,
        interaction: name,
      });
    default:
      throw unknownName("model", name, binaryModelNames);
  }
}

/**
 * How many random patterns of `size` units theory gives a model: hebb 0.138 d, storkey d / sqrt(2 ln d), pseudoInverse d,
 * perceptron Gardner's limit at its margin (2 d for `auto`), powers αₙ dⁿ⁻¹ (rectified: half of the noise, so twice that), exponential
 * exp(α d) for queries with a share `wrongBits` of wrong bits. See `capacity.ts` for the sources.
 */
export function modelCapacity(
  { model, degree = 3, kappa = "auto" }: BinaryModel,
  size: number,
  wrongBits = 0,
): number {
  switch (model) {
    case "hebb":
      return hebbCapacity(size);
    case "storkey":
      return storkeyCapacity(size);
    case "pseudoInverse":
      return pseudoInverseCapacity(size);
    case "perceptron":
      return gardnerCapacity(size, kappa === "auto" ? 0 : kappa);
    case "power":
      return powerCapacity(size, degree);
    case "rectifiedPower":
      return 2 * powerCapacity(size, degree);
    case "exponential":
      return exponentialCapacity(size, wrongBits);
    default:
      throw unknownName("model", model, binaryModelNames);
  }
}
