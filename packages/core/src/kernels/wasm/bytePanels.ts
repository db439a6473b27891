import type { Rows } from "../../patterns/rows.ts";
import { Scratch, type WasmModule } from "./module.ts";

/** Bytes of a panel: with a block of queries it stays in a second-level cache. */
const panelBytes = 2 ** 18;

/** The most rows of a panel, which the sweep's own tables hold. */
export const mostPanelRows = 1024;

/** Stored bytes on their way through the kernels, panel by panel. */
export class BytePanels {
  readonly stride: number;
  readonly width: number;
  /** Rows per panel, a multiple of 4. */
  readonly rows: number;
  readonly scratch: Scratch;
  /** Where the panel lies that was packed last. */
  readonly panel: number;
  readonly #module: WasmModule;
  readonly #stored: Rows & { readonly data: Uint8Array };
  readonly #columns: number;
  readonly #raw: number;

  constructor(module: WasmModule, stored: Rows & { readonly data: Uint8Array }, columns: Int32Array | null) {
    const { count, size } = stored;
    this.#module = module;
    this.#stored = stored;
    this.width = columns === null ? size : columns.length;
    this.stride = (this.width + 15) & ~15;
    const fitting = Math.max(4, Math.floor(panelBytes / this.stride) & ~3);
    this.rows = Math.min(fitting, mostPanelRows, (count + 3) & ~3);
    this.scratch = new Scratch(module.exports);
    this.#raw = this.scratch.take(this.rows * size);
    this.panel = this.scratch.take(this.rows * this.stride);
    this.#columns = columns === null ? 0 : this.scratch.take(columns.length * 4);
    if (columns !== null)
      new Int32Array(module.exports.memory.buffer, this.#columns, columns.length).set(columns);
  }

  /** Packs the panel that starts at row `first`; returns how many rows it has. */
  pack(first: number): number {
    const { data, count, size } = this.#stored;
    const { exports } = this.#module;
    const rows = Math.min(this.rows, count - first);
    const raw = new Uint8Array(exports.memory.buffer, this.#raw, rows * size);
    raw.set(data.subarray(first * size, (first + rows) * size));
    exports.pack(this.#raw, rows, size, this.#columns, this.width, this.stride, this.panel);
    return rows;
  }

  /** Packs the rows `which`, from place `first` on; returns how many there are. */
  packSome(which: Int32Array, first: number): number {
    const { data, size } = this.#stored;
    const { exports } = this.#module;
    const rows = Math.min(this.rows, which.length - first);
    const raw = new Uint8Array(exports.memory.buffer, this.#raw, rows * size);
    for (let r = 0; r < rows; r++) {
      const from = which[first + r] * size;
      raw.set(data.subarray(from, from + size), r * size);
    }
    exports.pack(this.#raw, rows, size, this.#columns, this.width, this.stride, this.panel);
    return rows;
  }
}
