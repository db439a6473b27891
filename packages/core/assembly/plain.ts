export { dotBytes, manhattanBytes } from "./bytes";
export { blend, dotFloats, manhattanFloats, squaredFloats, toFloats } from "./floats";
export { moments, pack } from "./panel";
export { bound, collect } from "./survivors";

/** The first byte that the module does not use itself. */
export function scratchStart(): usize {
  return __heap_base;
}
export { digits, range } from "./quantise";
export { dotWide, manhattanWide } from "./wide";
