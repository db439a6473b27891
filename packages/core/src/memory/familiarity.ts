import { HopfieldError, requireBeta, requireFinite } from "../errors.ts";

/** The energies of known items, corrupted as the user said, and the beta that they were measured at. */
export interface Calibration {
  readonly beta: number;
  /** Rising. */
  readonly energies: Float64Array;
}

/**
 * How familiar a query of that energy is: the share of the calibration's known items whose energy was at least as
 * high, (1 + #{E_known >= E}) / (n + 1). Near 0 for what the memory does not know; for known items uniform in 0..1.
 *
 * The softmax weight is no such measure: it is 1 for any foreign query once beta is large.
 */
export function familiarityOf(energy: number, { energies }: Calibration): number {
  let low = 0;
  let high = energies.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (energies[middle] < energy) low = middle + 1;
    else high = middle;
  }
  return (1 + energies.length - low) / (energies.length + 1);
}

/**
 * Returns a calibration with its energies in order.
 * @throws HopfieldError ERR_BETA, ERR_NOT_FINITE, or ERR_SIZE when it has no energies
 */
export function checkCalibration({ beta, energies }: Calibration): Calibration {
  if (energies.length === 0) {
    throw new HopfieldError(
      "ERR_SIZE",
      "the calibration has no energies; leave it out, or calibrate the memory",
    );
  }
  requireFinite(energies, "the calibration");
  return { beta: requireBeta(beta), energies: energies.slice().sort() };
}
