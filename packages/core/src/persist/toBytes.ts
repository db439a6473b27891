import { type SafetensorsInput, writeSafetensors } from "../formats/safetensors.ts";
import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import { encodeKeys } from "./keys.ts";
import { formatName, formatVersion } from "./metadata.ts";
import { specOfSeparation, specOfSimilarity } from "./spec.ts";
import { markHalves } from "./writeHalves.ts";
import { storedNames, valuesNames, writePatterns } from "./writePatterns.ts";

/** What may be saved with a memory. */
export interface ToBytesOptions {
  /** A name for each pattern, all different; `readMemory` gives them back. */
  readonly keys?: readonly string[] | undefined;
}

/**
 * The memory as one safetensors file, which `fromBytes` reads and so does Python's safetensors.
 *
 * Tensors: `patterns` (count x size, U8, F32, F64 or F16 as they are stored), `values` for hetero-association,
 * `log_weights` (F64) unless all weights are 1, `labels` (I32), `keys` (U8: a JSON list in UTF-8), and for patterns in
 * int8 their `gain` and `offset`; for compressed ones `storage_error`. Metadata, all texts: format, version, similarity, separation, beta, effective,
 * duplicates, size, count, scale, normalization, form. After `calibrate` its energies are `calibration` (F64) and its beta `calibration_beta`. Not saved: kernels.
 *
 * A similarity or separation of your own is saved by its name; pass it to `fromBytes` again.
 *
 * @throws HopfieldError ERR_SIZE, ERR_OPTION or ERR_DUPLICATE for keys that do not name the patterns
 */
export function toBytes(memory: AssociativeMemory, { keys }: ToBytesOptions = {}): Uint8Array<ArrayBuffer> {
  const { stored, values, count, size } = memory;
  const patterns = writePatterns(stored, storedNames);
  const written = values === undefined ? null : writePatterns(values, valuesNames);
  const { logWeights: logs, calibration } = memory;
  const tensors: Record<string, SafetensorsInput> = { ...patterns.tensors, ...written?.tensors };
  if (logs !== null) tensors.log_weights = { shape: [count], data: logs };
  if (calibration !== undefined) {
    tensors.calibration = { shape: [calibration.energies.length], data: calibration.energies };
  }
  if (keys !== undefined) {
    const data = encodeKeys(keys, count);
    tensors.keys = { shape: [data.length], data };
  }
  const bytes = writeSafetensors(tensors, {
    format: formatName,
    version: formatVersion,
    similarity: specOfSimilarity(memory.similarity),
    separation: specOfSeparation(memory.separation),
    beta: String(memory.beta),
    effective: String(memory.effective),
    duplicates: memory.duplicates,
    size: String(size),
    count: String(count),
    ...(calibration === undefined ? {} : { calibration_beta: String(calibration.beta) }),
    ...patterns.metadata,
    ...(values === undefined ? {} : { values_size: String(values.size) }),
    ...written?.metadata,
  });
  markHalves(bytes, [...patterns.halves, ...(written?.halves ?? [])]);
  // A new array of its own, never shared with another thread, so that a Blob or a file of the browser takes it.
  return bytes as Uint8Array<ArrayBuffer>;
}
