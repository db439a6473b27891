import { readFileSync } from "node:fs";

/**
 * The most memory this process has held, in bytes: VmHWM where Linux tells it, else what the system counts as the
 * largest resident set (which on Linux may be inherited from the process that started this one).
 */
export function peakBytes(): number | null {
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"));
    if (found !== null) return 1024 * Number(found[1]);
  } catch {
    // No Linux.
  }
  const { maxRSS } = process.resourceUsage();
  return maxRSS > 0 ? 1024 * maxRSS : null;
}
