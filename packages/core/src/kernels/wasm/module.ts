import { plainBinary, relaxedBinary } from "./binaries.ts";

/** What the compiled kernels export; every argument is a number, addresses are bytes (see `packages/core/assembly`). */
export interface WasmExports {
  readonly memory: WebAssembly.Memory;
  /** The first byte that the module does not use itself. */
  scratchStart(): number;
  pack(
    raw: number,
    rows: number,
    size: number,
    columns: number,
    width: number,
    stride: number,
    out: number,
  ): void;
  moments(panel: number, rows: number, stride: number, sums: number, squares: number): void;
  dotBytes: PanelKernel;
  manhattanBytes: PanelKernel;
  dotFloats: PanelKernel;
  squaredFloats: PanelKernel;
  manhattanFloats: PanelKernel;
  toFloats(bytes: number, count: number, out: number): void;
  blend(
    panel: number,
    rows: number,
    stride: number,
    weights: number,
    room: number,
    count: number,
    out: number,
  ): void;
  range(values: number, count: number, out: number): void;
  digits(values: number, count: number, stride: number, zero: number, step: number, out: number): number;
  dotWide(panel: number, rows: number, stride: number, query: number, out: number): void;
  manhattanWide(panel: number, rows: number, stride: number, query: number, out: number): void;
  bound(
    dots: number,
    rows: number,
    tables: number,
    tableRoom: number,
    scale: number,
    shift: number,
    level: number,
    blur: number,
    fog: number,
    slack: number,
    few: number,
    best: number,
    upper: number,
  ): void;
  collect(
    upper: number,
    count: number,
    top: number,
    threshold: number,
    tail: number,
    list: number,
    room: number,
  ): number;
}

/** Scores of a panel against a block of queries. */
export type PanelKernel = (
  panel: number,
  rows: number,
  stride: number,
  queries: number,
  count: number,
  out: number,
  room: number,
) => void;

/** The compiled kernels with the memory they work in. */
export interface WasmModule {
  readonly exports: WasmExports;
  /** The dot product with 7-bit queries; null without relaxed SIMD. */
  readonly dotBytes7: PanelKernel | null;
}

const pageBytes = 65_536;

let loaded: WasmModule | null | undefined;

/** The bytes of an embedded binary. */
export function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** The kernels, compiled at the first call; null where WebAssembly or its SIMD is missing or forbidden. */
export function wasmModule(): WasmModule | null {
  if (loaded !== undefined) return loaded;
  loaded = null;
  try {
    const plain = decode(plainBinary);
    if (!WebAssembly.validate(plain)) return null;
    const exports = new WebAssembly.Instance(new WebAssembly.Module(plain)).exports as unknown as WasmExports;
    const relaxed = decode(relaxedBinary);
    const more = WebAssembly.validate(relaxed)
      ? new WebAssembly.Instance(new WebAssembly.Module(relaxed), { env: { memory: exports.memory } }).exports
      : null;
    loaded = { exports, dotBytes7: more === null ? null : (more.dotBytes7 as unknown as PanelKernel) };
  } catch {
    // No WebAssembly at all, or a policy that forbids it: the portable kernels do the work.
  }
  return loaded;
}

/** Hands out addresses in a module's memory for one call; everything is free again at the next `new Scratch`. */
export class Scratch {
  readonly #memory: WebAssembly.Memory;
  #next: number;

  constructor({ memory, scratchStart }: Pick<WasmExports, "memory" | "scratchStart">) {
    this.#memory = memory;
    this.#next = scratchStart();
  }

  /** The address of `bytes` bytes, on a multiple of 16; the memory grows when it must. */
  take(bytes: number): number {
    const at = this.#next;
    this.#next = (at + bytes + 15) & ~15;
    const missing = this.#next - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageBytes));
    return at;
  }
}
