import { type Corruption, compose, readSpec } from "./corruption.ts";
import { blur } from "./corruptions/blur.ts";
import { hidingFamilies } from "./corruptions/hiding.ts";
import { noiseFamilies } from "./corruptions/noise.ts";

const families = [...hidingFamilies, ...noiseFamilies, blur];

/** The names of all corruptions. */
export const corruptionNames: readonly string[] = families.map(({ name }) => name);

/** Whether a corruption takes parts away and leaves the rest exactly as it was. */
export function keepsKnown(spec: string): boolean {
  return spec
    .split("+")
    .every((part) => hidingFamilies.some(({ name }) => part.trim().split(/[:/]/)[0] === name));
}

/**
 * Reads corruptions as written on the command line: "half:bottom", "noise:100/mean=10/clip=off", and several joined
 * by "+", applied from left to right.
 * Pixel units are 0..255; vectors are damaged in their own units.
 * @throws HopfieldError ERR_OPTION naming the nearest valid name, or what was expected
 */
export function parseCorruption(spec: string): Corruption {
  return compose(spec.split("+").map((part) => readSpec(part, families)));
}
