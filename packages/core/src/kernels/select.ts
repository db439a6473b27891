import { HopfieldError, unknownName } from "../errors.ts";
import type { Kernels } from "./kernels.ts";
import { portableKernels } from "./portable.ts";
import { referenceKernels } from "./reference.ts";
import { wasmModule } from "./wasm/module.ts";
import { wasmKernels } from "./wasm/wasmKernels.ts";

/** The names of the kernel sets; `auto` is the fastest that runs here. */
export type KernelsName = "auto" | "relaxed" | "simd" | "portable" | "reference";

const names: readonly KernelsName[] = ["auto", "relaxed", "simd", "portable", "reference"];

/** Multiply-adds below which a call is over before WebAssembly has been handed its data. */
const smallestCall = 2 ** 16;

const made = new Map<KernelsName, Kernels>([
  ["portable", portableKernels],
  ["reference", referenceKernels],
]);

/** WebAssembly kernels by name, or null where this machine cannot run them. */
function simd(name: "relaxed" | "simd"): Kernels | null {
  const module = wasmModule();
  if (module === null || (name === "relaxed" && module.dotBytes7 === null)) return null;
  return wasmKernels(module, { name, relaxed: name === "relaxed", smallest: smallestCall });
}

/** The kernel sets that run here, fastest first. */
export function availableKernels(): KernelsName[] {
  const module = wasmModule();
  const here: KernelsName[] = ["portable", "reference"];
  if (module === null) return here;
  return module.dotBytes7 === null ? ["simd", ...here] : ["relaxed", "simd", ...here];
}

/**
 * A kernel set by name, or the given one as it is; the fastest that runs here by default: `relaxed` (WebAssembly with
 * relaxed SIMD), `simd`, or `portable` (plain loops) where there is no WebAssembly.
 * @throws HopfieldError ERR_OPTION for an unknown name, or for one that does not run here
 */
export function selectKernels(choice: KernelsName | Kernels = "auto"): Kernels {
  if (typeof choice !== "string") return choice;
  if (!names.includes(choice)) throw unknownName("kernels", choice, names);
  const name = choice === "auto" ? availableKernels()[0] : choice;
  let kernels = made.get(name);
  if (kernels === undefined) {
    const found = simd(name as "relaxed" | "simd");
    if (found === null) {
      throw new HopfieldError(
        "ERR_OPTION",
        `the kernels ${name} do not run here (${availableKernels().join(", ")} do); use "auto"`,
        { kernels: name },
      );
    }
    kernels = found;
    made.set(name, kernels);
  }
  return kernels;
}
