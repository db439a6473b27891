import { HopfieldError } from "modern-hopfield";
import { transpose } from "../autodiff/shape.ts";
import { Tensor } from "../autodiff/tensor.ts";

/** The patterns of each role. */
export interface HopfieldInputs {
  /** Compared with (keys): batch x S x features. One sample stands for all of the batch. */
  readonly stored: Tensor;
  /** Completed (queries): batch x L x features. */
  readonly state: Tensor;
  /** Blended (values): batch x S x features. */
  readonly projection: Tensor;
}

/** One tensor in all roles, or one for each. */
export type HopfieldInput = Tensor | HopfieldInputs;

/** The roles of an input, batch first. @throws HopfieldError ERR_SIZE unless each has three axes */
export function rolesOf(input: HopfieldInput, batchFirst: boolean): HopfieldInputs {
  const roles = input instanceof Tensor ? { stored: input, state: input, projection: input } : input;
  const turned = new Map<Tensor, Tensor>();
  const turn = (name: string, given: Tensor): Tensor => {
    if (given.rank !== 3) {
      throw new HopfieldError(
        "ERR_SIZE",
        `${name} has shape [${given.shape.join(", ")}] (expected three axes: ${batchFirst ? "batch, set" : "set, batch"}, features)`,
        { name, shape: given.shape },
      );
    }
    if (batchFirst) return given;
    // One tensor in several roles stays one.
    const found = turned.get(given) ?? transpose(given, [1, 0, 2]);
    turned.set(given, found);
    return found;
  };
  return {
    stored: turn("stored", roles.stored),
    state: turn("state", roles.state),
    projection: turn("projection", roles.projection),
  };
}

/** How many samples the roles have; one sample stands for as many as are needed. @throws HopfieldError ERR_SIZE */
export function batchOf({ stored, state, projection }: HopfieldInputs): number {
  const samples = [stored, state, projection].map(({ shape }) => shape[0]);
  const batch = samples.find((count) => count !== 1) ?? 1;
  if (samples.some((count) => count !== 1 && count !== batch)) {
    throw new HopfieldError(
      "ERR_SIZE",
      `stored, state and projection have ${samples.join(", ")} samples (expected the same number, or 1)`,
      { samples },
    );
  }
  return batch;
}
