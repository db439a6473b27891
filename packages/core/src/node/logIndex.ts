import { HopfieldError } from "../errors.ts";
import type { LogRecord, RecordExtras } from "./logRecord.ts";

/** Where the record of a pattern lies, and what came with it. */
export interface IndexEntry extends RecordExtras {
  /** The offset and the length of its body. */
  readonly offset: number;
  readonly length: number;
}

/** Which patterns of a log are there: by their numbers, in the order of their records, and by their keys. */
export class LogIndex {
  readonly entries: Map<number, IndexEntry> = new Map();
  readonly #byKey = new Map<string, number>();
  /** The number that the next pattern gets. */
  next = 0;

  /**
   * Follows a record that stands in the file.
   * @throws HopfieldError ERR_DATA for a record that contradicts those before it
   */
  follow(record: LogRecord, offset: number, length: number): void {
    const refuse = (message: string): HopfieldError =>
      new HopfieldError(
        "ERR_DATA",
        `invalid record at offset ${offset}: ${message}; the log was made by another program`,
        {
          offset,
        },
      );
    if (record.kind === "removal") {
      if (!this.entries.has(record.index))
        throw refuse(`it removes pattern ${record.index}, which is not there`);
      this.remove(record.index);
      return;
    }
    const { key, weight, label } = record;
    if (key !== null && this.#byKey.has(key))
      throw refuse(`a second pattern has the key ${JSON.stringify(key)}`);
    this.add({ key, weight, label, offset, length });
  }

  /** Adds a pattern behind the others; returns its number. */
  add(entry: IndexEntry): number {
    const index = this.next++;
    this.entries.set(index, entry);
    if (entry.key !== null) this.#byKey.set(entry.key, index);
    return index;
  }

  /** Forgets pattern `index`. */
  remove(index: number): void {
    const key = this.entries.get(index)?.key ?? null;
    if (key !== null) this.#byKey.delete(key);
    this.entries.delete(index);
  }

  /** The number of the pattern with that key or number; undefined where there is none. */
  find(keyOrIndex: string | number): number | undefined {
    if (typeof keyOrIndex === "string") return this.#byKey.get(keyOrIndex);
    return this.entries.has(keyOrIndex) ? keyOrIndex : undefined;
  }
}
