import { existsSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";

/** What the seconds were measured on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  /** The widest vector instructions of the processor. */
  readonly simd: string;
  readonly node: string;
  readonly platform: string;
}

/** The instruction sets that the processor lists, where Linux tells. */
function processorFlags(): ReadonlySet<string> {
  try {
    const found = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"));
    return new Set(found?.[1].split(" "));
  } catch {
    return new Set();
  }
}

/** The widest vector instructions: avx512, avx2, sse, neon, or unknown. */
function simdKind(flags: ReadonlySet<string>): string {
  if (flags.has("avx512f")) return "avx512";
  if (flags.has("avx2")) return "avx2";
  if (process.arch === "arm64") return "neon";
  return flags.has("sse2") ? "sse2" : "unknown";
}

/** This machine. */
export function machine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    simd: simdKind(processorFlags()),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

/** The folder of the OpenBLAS that shares its threads with PyTorch (Debian's package libopenblas0-openmp). */
function openmpBlas(): string | null {
  const roots = ["/usr/lib", "/usr/lib64"].filter((root) => existsSync(root));
  const folders = roots.flatMap((root) =>
    readdirSync(root).map((name) => join(root, name, "openblas-openmp")),
  );
  return folders.find((folder) => existsSync(folder)) ?? null;
}

/**
 * What lets a Python peer be as fast as it can: the kernels for this processor (an OpenBLAS that does not know it
 * takes some that are six times slower), one pool of threads instead of two that fight, and their number.
 */
export function pythonTuning(threads: number): Record<string, string> {
  const tuning: Record<string, string> = {
    BENCH_THREADS: String(threads),
    OMP_NUM_THREADS: String(threads),
    OPENBLAS_NUM_THREADS: String(threads),
  };
  const flags = processorFlags();
  if (flags.has("avx2")) tuning.OPENBLAS_CORETYPE = flags.has("avx512f") ? "SkylakeX" : "Haswell";
  const blas = openmpBlas();
  if (blas !== null) {
    tuning.LD_LIBRARY_PATH = [blas, process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
  }
  return tuning;
}
