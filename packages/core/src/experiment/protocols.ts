import type { Scalar } from "./field.ts";
import type { Protocol } from "./protocol.ts";
import { retrieve } from "./retrieve.ts";

/** All protocols. Their settings are known to each of them; by name they are plain values. */
export const protocols: readonly Protocol<Record<string, Scalar>>[] = [
  retrieve as unknown as Protocol<Record<string, Scalar>>,
];
