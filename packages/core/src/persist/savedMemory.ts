import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import type { MemoryOptions } from "../memory/options.ts";

/** What a file cannot hold, or what is wanted otherwise than it was saved. */
export interface FromBytesOptions
  extends Pick<MemoryOptions, "similarity" | "separation" | "kernels" | "duplicates"> {
  /** The most bytes that patterns may be copied or grown into; see `PatternsOptions`. */
  readonly memoryLimit?: number;
}

/** A memory from a file, with what was saved beside it. */
export interface SavedMemory {
  readonly memory: AssociativeMemory;
  /** The key of each pattern; null where none were saved. */
  readonly keys: readonly string[] | null;
  /** All texts of the file: format, version, similarity ... */
  readonly metadata: Readonly<Record<string, string>>;
}
