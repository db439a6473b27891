import { unknownName } from "../errors.ts";
import type { Kernels } from "./kernels.ts";
import { portableKernels } from "./portable.ts";
import { referenceKernels } from "./reference.ts";

/** The names of the kernel sets. */
export type KernelsName = "portable" | "reference";

const sets: Record<KernelsName, Kernels> = { portable: portableKernels, reference: referenceKernels };

/**
 * A kernel set by name, or the given one as it is; the fastest that runs here by default.
 * @throws HopfieldError ERR_OPTION for an unknown name
 */
export function selectKernels(choice: KernelsName | Kernels = "portable"): Kernels {
  if (typeof choice !== "string") return choice;
  const kernels = sets[choice];
  if (kernels === undefined) throw unknownName("kernels", choice, Object.keys(sets));
  return kernels;
}
