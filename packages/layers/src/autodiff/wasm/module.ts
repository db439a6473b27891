import { plainBinary, relaxedBinary } from "./binaries.ts";

/** The compiled matrix product with the memory it works in; addresses are bytes. */
export interface GemmModule {
  readonly name: "simd" | "relaxed";
  readonly memory: WebAssembly.Memory;
  /** The first byte that the module does not use itself, on a multiple of 16. */
  readonly start: number;
  /** c = a b of packed panels (see `packages/layers/assembly/tiles.ts`). */
  readonly multiply: (a: number, b: number, c: number, rows: number, columns: number, depth: number) => void;
  readonly packLines: Pack;
  readonly packColumns: Pack;
}

/** Brings a factor into panels of `width` lines (see `packages/layers/assembly/pack.ts`). */
type Pack = (raw: number, count: number, depth: number, width: number, least: number, out: number) => void;

const loaded = new Map<"simd" | "relaxed", GemmModule | null>();

function load(name: "simd" | "relaxed"): GemmModule | null {
  try {
    const text = atob(name === "simd" ? plainBinary : relaxedBinary);
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    if (!WebAssembly.validate(bytes)) return null;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    const { scratchStart, ...rest } = exports as unknown as GemmModule & { scratchStart(): number };
    return { ...rest, name, start: (scratchStart() + 15) & ~15 };
  } catch {
    // No WebAssembly at all, or a policy that forbids it: plain loops do the work.
    return null;
  }
}

/** The matrix product in WebAssembly by name, or the fastest that runs here; null where none does. */
export function gemmModule(name?: "simd" | "relaxed"): GemmModule | null {
  if (name === undefined) return gemmModule("relaxed") ?? gemmModule("simd");
  let found = loaded.get(name);
  if (found === undefined) {
    found = load(name);
    loaded.set(name, found);
  }
  return found;
}
