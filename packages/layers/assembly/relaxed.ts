export { packColumns, packLines } from "./pack";
import { tiles } from "./tiles";

/** See `tiles`; products and sums are rounded once where the processor can. */
export function multiply(a: usize, b: usize, c: usize, rows: i32, columns: i32, depth: i32): void {
  tiles<u16>(a, b, c, rows, columns, depth);
}

/** The first byte that the module does not use itself. */
export function scratchStart(): usize {
  return __heap_base;
}
