import { HopfieldError } from "../errors.ts";
import { readSafetensors } from "../formats/safetensors.ts";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { parseSeparation, parseSimilarity } from "../memory/choices.ts";
import type { MemoryOptions } from "../memory/options.ts";
import { brokenFile } from "./brokenFile.ts";
import { decodeKeys } from "./keys.ts";
import { betaOf, choiceOf, countOf, numberOf, requireFormat, textOf } from "./metadata.ts";
import { readPatterns } from "./readPatterns.ts";
import type { FromBytesOptions, SavedMemory } from "./savedMemory.ts";
import { fromSpec } from "./spec.ts";
import { floatsOf, optionalFloats } from "./tensors.ts";
import { storedNames, valuesNames } from "./writePatterns.ts";

/**
 * The memory that `toBytes` wrote: it retrieves what the saved one did, to the last bit with the same kernels.
 *
 * Patterns share memory with `bytes` where their form allows it, until one is added or changed; leave the bytes alone.
 * Every claim of the file is checked against the bytes that are there before anything is allocated.
 *
 * @throws HopfieldError ERR_DATA for a damaged file or another one, ERR_OPTION for a similarity or separation of
 *   your own that was not passed again, ERR_MEMORY for patterns that would pass the limit
 */
export function fromBytes(bytes: Uint8Array, options: FromBytesOptions = {}): AssociativeMemory {
  return readMemory(bytes, options).memory;
}

/** As `fromBytes`, with the keys and the metadata of the file. */
export function readMemory(bytes: Uint8Array, options: FromBytesOptions = {}): SavedMemory {
  if (!(bytes instanceof Uint8Array)) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid bytes: ${Object.prototype.toString.call(bytes)} (expected a Uint8Array); wrap an ArrayBuffer as new Uint8Array(buffer)`,
    );
  }
  // A Buffer's slice() shares memory, so it is read through a plain view.
  const { tensors, metadata } = readSafetensors(
    new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  );
  requireFormat(metadata);
  const count = countOf(metadata, "count", 0);
  const size = countOf(metadata, "size", 1);
  const similarity = fromSpec(
    "similarity",
    textOf(metadata, "similarity"),
    options.similarity,
    parseSimilarity,
  );
  const separation = fromSpec(
    "separation",
    textOf(metadata, "separation"),
    options.separation,
    parseSeparation,
  );
  const beta = betaOf(metadata);
  const effective = numberOf(metadata, "effective", 1);
  const duplicates = choiceOf(metadata, "duplicates", ["reject", "allow", "merge"] as const);
  const keys = decodeKeys(tensors, count);
  const logs = optionalFloats(tensors, "log_weights", count);
  const { memoryLimit } = options;
  return checked(() => {
    const patterns = readPatterns(tensors, metadata, storedNames, count, size, memoryLimit);
    const made: { -readonly [K in keyof MemoryOptions]: MemoryOptions[K] } = {
      similarity,
      separation,
      beta,
      effective,
      duplicates: options.duplicates ?? duplicates,
    };
    if (options.kernels !== undefined) made.kernels = options.kernels;
    if (logs !== undefined) made.logWeights = logs;
    const energies = tensors.get("calibration")?.shape[0];
    if (energies !== undefined) {
      made.calibration = {
        beta: numberOf(metadata, "calibration_beta", 0),
        energies: floatsOf(tensors, "calibration", energies),
      };
    }
    if (tensors.has("values")) {
      const width = countOf(metadata, "values_size", 1);
      made.values = readPatterns(tensors, metadata, valuesNames, count, width, memoryLimit);
    }
    const memory = new AssociativeMemory(patterns, made);
    if (keys !== null && memory.count !== count) {
      throw new HopfieldError(
        "ERR_OPTION",
        `${count} keys for ${memory.count} patterns after equal ones were merged (expected one each); load with duplicates "allow"`,
        { count, merged: memory.count },
      );
    }
    return { memory, keys, metadata };
  });
}

/** What `make` returns; what it throws about the numbers in the file says that they are the file's. */
function checked<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    const ofFile = error instanceof HopfieldError && error.code !== "ERR_DATA" && error.code !== "ERR_MEMORY";
    if (!ofFile) throw error;
    throw brokenFile(error.message, { ...error.details, cause: error.code });
  }
}
