export { dotBytes, manhattanBytes } from "./bytes";
export { blend, dotFloats, manhattanFloats, squaredFloats, toFloats } from "./floats";
export { moments, pack } from "./panel";
export { sweep } from "./survivors";

/** The first byte that the module does not use itself. */
export function scratchStart(): usize {
  return __heap_base;
}
