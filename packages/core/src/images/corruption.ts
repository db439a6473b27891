import { HopfieldError, unknownName } from "../errors.ts";
import type { Random } from "../math/random.ts";
import type { ImageShape } from "./imageSet.ts";

/** A pattern on its way to becoming a query. */
export interface Corrupted {
  /** Pixel units 0..255 for pictures, own units for vectors. */
  readonly values: Float64Array;
  /** 1 = this component may be trusted. */
  readonly known: Uint8Array;
}

/** What a corruption may use. */
export interface CorruptionContext {
  /** The shape of the picture; null for a plain vector. */
  readonly shape: ImageShape | null;
  readonly random: Random;
  /** Another pattern, for occlusion. */
  readonly others?: (random: Random) => Float64Array;
}

/** Damages a pattern, never in place, and says what is still known. The same random stream damages it the same. */
export interface Corruption {
  /** How it is written on a command line. */
  readonly spec: string;
  apply(input: Corrupted, context: CorruptionContext): Corrupted;
}

/** What is written behind the name of a corruption: `name:value/option=value`. */
export interface CorruptionSpec {
  readonly spec: string;
  readonly value: string | undefined;
  readonly options: Readonly<Record<string, string>>;
}

/** Makes a corruption of one family from what was written. */
export interface CorruptionFamily {
  readonly name: string;
  /** How it is written, for messages. */
  readonly usage: string;
  readonly options: readonly string[];
  make(spec: CorruptionSpec): Corruption["apply"];
}

/** The error for a value that a family cannot use. */
export function invalid(family: Pick<CorruptionFamily, "name" | "usage">, given: string): HopfieldError {
  return new HopfieldError("ERR_OPTION", `invalid corruption: ${given} (expected ${family.usage})`, {
    corruption: family.name,
    given,
  });
}

/** Reads a number of a specification, within bounds. */
export function numberOf(
  family: Pick<CorruptionFamily, "name" | "usage">,
  spec: CorruptionSpec,
  text: string | undefined,
  low: number = Number.NEGATIVE_INFINITY,
  high: number = Number.POSITIVE_INFINITY,
): number {
  const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < low || value > high) throw invalid(family, spec.spec);
  return value;
}

/** The shape of the picture, or the error that this corruption is for pictures. */
export function pictureShape(name: string, { shape }: CorruptionContext): ImageShape {
  if (shape === null) {
    throw new HopfieldError(
      "ERR_OPTION",
      `the corruption ${name} is for pictures, and this is a vector; for vectors use noise, absolute-noise, mix, flip, pixels, rows, half:top or half:bottom`,
      { corruption: name },
    );
  }
  return shape;
}

/** Reads a whole number of a specification, of at least `least`. */
export function wholeOf(
  family: Pick<CorruptionFamily, "name" | "usage">,
  spec: CorruptionSpec,
  text: string | undefined,
  least: number,
): number {
  if (!/^\d+$/.test(text ?? "")) throw invalid(family, spec.spec);
  return numberOf(family, spec, text, least);
}

/** Sets the components for which `hidden` holds to 0 and marks them unknown. */
export function hide(input: Corrupted, hidden: (j: number) => boolean): Corrupted {
  const values = input.values.slice();
  const known = input.known.slice();
  for (let j = 0; j < values.length; j++) {
    if (!hidden(j)) continue;
    values[j] = 0;
    known[j] = 0;
  }
  return { values, known };
}

/**
 * Applies corruptions one after the other, the k-th of several with the stream `random.fork(k)`. What one of them made
 * unknown stays unknown.
 */
export function compose(corruptions: readonly Corruption[]): Corruption {
  if (corruptions.length === 1) return corruptions[0];
  return {
    spec: corruptions.map(({ spec }) => spec).join("+"),
    apply: (input, context) =>
      corruptions.reduce(
        (state, corruption, k) => corruption.apply(state, { ...context, random: context.random.fork(k) }),
        input,
      ),
  };
}

/**
 * Reads one family's specification `name:value/option=value`.
 * Commas and further colons are kept free for the lists and ranges of sweeps.
 */
export function readSpec(text: string, families: readonly CorruptionFamily[]): Corruption {
  const [head, ...settings] = text.trim().split("/");
  const [name, value, ...rest] = head.split(":");
  const family = families.find((candidate) => candidate.name === name);
  if (family === undefined) {
    throw unknownName(
      "corruption",
      name,
      families.map((candidate) => candidate.name),
    );
  }
  if (rest.length > 0 || text.includes(",")) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid corruption: ${text} (lists and ranges belong to sweeps; expected ${family.usage})`,
      { corruption: name, given: text },
    );
  }
  const options: Record<string, string> = {};
  for (const setting of settings) {
    const [key, given, ...more] = setting.split("=");
    if (!family.options.includes(key)) {
      if (family.options.length === 0) throw invalid(family, text);
      throw unknownName(`option of ${name}`, key, family.options);
    }
    if (given === undefined || more.length > 0 || key in options) throw invalid(family, text);
    options[key] = given;
  }
  const spec: CorruptionSpec = { spec: text.trim(), value, options };
  return { spec: spec.spec, apply: family.make(spec) };
}
