import {
  HopfieldError,
  parseSeparation,
  parseSimilarity,
  pixelScaleNames,
  unknownName,
} from "modern-hopfield";
import { parseCorruption, selections } from "modern-hopfield/images";
import type { TrialConfig, TrialSource } from "modern-hopfield/trial";
import type { MemoryFlags, RetrieveFlags } from "./flags.ts";

/** A flag's value among its choices. */
function choice<T extends string>(flag: string, value: string, choices: readonly T[]): T {
  if (!(choices as readonly string[]).includes(value))
    throw unknownName(`value of --${flag}`, value, choices);
  return value as T;
}

/** A flag's value as a whole number of at least `least`. */
export function wholeNumber(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < least) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid --${flag}: ${text} (expected a whole number >= ${least})`,
      { flag },
    );
  }
  return value;
}

/** A flag's value as a number within bounds. */
function number(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < least) {
    throw new HopfieldError("ERR_OPTION", `invalid --${flag}: ${text} (expected a number >= ${least})`, {
      flag,
    });
  }
  return value;
}

/** Beta: a rule's name or a positive number. */
function beta(text: string): TrialConfig["beta"] {
  if (text === "auto" || text === "certified") return text;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0) {
    throw new HopfieldError(
      "ERR_BETA",
      `invalid --beta: ${text} (expected a positive number, auto or certified)`,
      { value: text },
    );
  }
  return value;
}

/** What the flags of a memory say; the colour is that of the data unless given. */
export function memoryConfig(
  flags: MemoryFlags,
): Omit<
  TrialConfig,
  "queries" | "corrupt" | "missing" | "steps" | "eps" | "repeats" | "classical" | "vector"
> {
  parseSimilarity(flags.similarity);
  parseSeparation(flags.separation);
  return {
    patterns: wholeNumber("patterns", flags.patterns, 1),
    select: choice("select", flags.select, selections),
    stored: choice("stored", flags.stored, ["images", "class-means"]),
    intruder: choice("intruder", flags.intruder ?? "none", ["none", "white", "black"]),
    color: choice("color", flags.color ?? "rgb", ["rgb", "gray"]),
    scale: choice("scale", flags.scale, pixelScaleNames),
    normalize: choice("normalize", flags.normalize, ["none", "mean", "layer"]),
    space: flags.space ?? "pixels",
    similarity: flags.similarity,
    separation: flags.separation,
    update: choice("update", flags.update, ["auto", "mean"]),
    beta: beta(flags.beta),
    effective: number("effective", flags.effective, 1),
    kernels: choice("kernels", flags.kernels ?? "auto", ["auto", "reference", "portable"]),
    seed: wholeNumber("seed", flags.seed, 0),
  };
}

/** What the flags of `retrieve` say, checked before any data is read. */
export function retrieveConfig(flags: RetrieveFlags): TrialConfig {
  const memory = memoryConfig(flags);
  const corrupt = flags.corrupt ?? ["half:bottom"];
  for (const spec of corrupt) parseCorruption(spec);
  return {
    ...memory,
    queries:
      flags.queries === undefined ? Math.min(memory.patterns, 100) : wholeNumber("queries", flags.queries, 1),
    corrupt,
    missing: choice("missing", flags.missing, ["known", "black"]),
    steps: wholeNumber("steps", flags.steps, 0),
    eps: number("eps", flags.eps, 0),
    classical: choice("classical", flags.classical ?? (flags.report ? "hebb" : "none"), [
      "none",
      "hebb",
      "storkey",
      "pseudoInverse",
    ]),
    vector: flags.vector ?? "none",
    repeats: wholeNumber("repeats", flags.repeats, 1),
  };
}

/** The configuration for the data that was found: gray pictures are gray, class means are as many as classes. */
export function fitToData<C extends Partial<TrialConfig> & Pick<TrialConfig, "color">>(
  config: C,
  source: TrialSource,
): C {
  return source.kind === "images" && source.images.channels === 1 ? { ...config, color: "gray" } : config;
}
