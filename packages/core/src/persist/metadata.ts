import type { Beta } from "../memory/options.ts";
import { type Normalization, normalizations } from "../patterns/normalize.ts";
import { type PixelScaleName, pixelScaleNames } from "../patterns/scale.ts";
import { brokenFile, quoted } from "./brokenFile.ts";

/** The texts of a safetensors file. */
export type Metadata = Readonly<Record<string, string>>;

/** The format that `toBytes` writes. */
export const formatName = "modern-hopfield";
export const formatVersion = "1";

/** The text of that name. */
export function textOf(metadata: Metadata, name: string): string {
  const text = Object.hasOwn(metadata, name) ? metadata[name] : undefined;
  if (text === undefined) throw brokenFile(`its metadata has no ${name}`, { name });
  return text;
}

/** The text of that name, which is one of `choices`. */
export function choiceOf<T extends string>(metadata: Metadata, name: string, choices: readonly T[]): T {
  const text = textOf(metadata, name);
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw brokenFile(`its ${name} is ${quoted(text)} (expected ${choices.join(" or ")})`, { name, text });
}

/** The whole number of that name, at least `least`. */
export function countOf(metadata: Metadata, name: string, least: number): number {
  const text = textOf(metadata, name);
  const count = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(count) && count >= least) return count;
  throw brokenFile(`its ${name} is ${quoted(text)} (expected a whole number >= ${least})`, { name, text });
}

/** The number of that name, as JavaScript writes it, finite and at least `least`. */
export function numberOf(metadata: Metadata, name: string, least: number): number {
  const text = textOf(metadata, name);
  const value = /^[-+.\deE]{1,40}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value) && value >= least) return value;
  throw brokenFile(`its ${name} is ${quoted(text)} (expected a finite number >= ${least})`, { name, text });
}

/** Beta: `auto`, `certified`, or a positive number. */
export function betaOf(metadata: Metadata): Beta {
  const text = textOf(metadata, "beta");
  if (text === "auto" || text === "certified") return text;
  const beta = numberOf(metadata, "beta", 0);
  if (beta > 0) return beta;
  throw brokenFile(`its beta is ${quoted(text)} (expected auto, certified or a positive number)`, { text });
}

/** The pixel scale of that name. */
export function scaleOf(metadata: Metadata, name: string): PixelScaleName {
  return choiceOf(metadata, name, pixelScaleNames);
}

/** The normalisation of that name. */
export function normalizationOf(metadata: Metadata, name: string): Normalization {
  return choiceOf(metadata, name, normalizations);
}

/** Throws unless the metadata is that of a memory in a version that is read here. */
export function requireFormat(metadata: Metadata): void {
  const format = Object.hasOwn(metadata, "format") ? metadata.format : undefined;
  if (format !== formatName) {
    throw brokenFile(`its format is ${quoted(format)} (expected ${formatName})`, { format });
  }
  const version = textOf(metadata, "version");
  if (version !== formatVersion) {
    throw brokenFile(
      `its version is ${quoted(version)} (this release reads version ${formatVersion}); update modern-hopfield if a newer one wrote it`,
      { version },
    );
  }
}
