import { gemmPortable } from "./portableGemm.ts";
import type { Floats } from "./tensor.ts";
import { gemmWasm } from "./wasm/gemmWasm.ts";
import { gemmModule } from "./wasm/module.ts";

/** Multiply-adds from which on packing the factors for WebAssembly pays. */
const smallest = 2 ** 13;

/** Whether one of two steps is 1. */
function unit(a: number, b: number): boolean {
  return a === 1 || b === 1;
}

/**
 * c[i, j] += Σₚ a[i, p] b[p, j] for i < m, j < n, p < k, where a[i, p] lies at `ao + i ar + p ac`, b[p, j] at
 * `bo + p br + j bc` and c[i, j] at `co + i cr + j`: with strides every transposition and every head's slice of a wide
 * row is a product in place.
 *
 * Large float32 products run in WebAssembly SIMD, whose sums are float32; all others sum in float64.
 */
export function gemm(
  m: number,
  n: number,
  k: number,
  a: Floats,
  ao: number,
  ar: number,
  ac: number,
  b: Floats,
  bo: number,
  br: number,
  bc: number,
  c: Floats,
  co: number,
  cr: number,
): void {
  if (
    m * n * k >= smallest &&
    m > 1 &&
    n > 3 &&
    k > 3 &&
    c instanceof Float32Array &&
    unit(ar, ac) &&
    unit(br, bc)
  ) {
    const module = gemmModule();
    if (module !== null) {
      gemmWasm(module, m, n, k, a as Float32Array, ao, ar, ac, b as Float32Array, bo, br, bc, c, co, cr);
      return;
    }
  }
  gemmPortable(m, n, k, a, ao, ar, ac, b, bo, br, bc, c, co, cr);
}
