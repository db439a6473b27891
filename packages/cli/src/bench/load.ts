import { readFileSync } from "node:fs";

/** CPU time so far, in ticks of 1/100 s. */
interface Ticks {
  /** All processes on all cores, and what the hypervisor took. */
  readonly busy: number;
  /** The process that is watched. */
  readonly own: number;
}

/** CPU time of everything, where Linux tells. */
function busyTicks(): number {
  const [user, nice, system, , , irq, softirq, steal = 0] = readFileSync("/proc/stat", "utf8")
    .split("\n", 1)[0]
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return user + nice + system + irq + softirq + steal;
}

/** CPU time of one process with its threads. */
function processTicks(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is a name in brackets and may hold anything.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

/**
 * How much CPU time other processes take while something is measured, in cores. Nothing where the system does not
 * tell (no /proc/stat).
 */
export class Load {
  #others = 0;
  #seconds = 0;
  #before: (Ticks & { at: number }) | null = null;

  #ticks(pid: number | undefined): Ticks | null {
    try {
      return {
        busy: busyTicks(),
        own: processTicks(process.pid) + (pid === undefined ? 0 : processTicks(pid)),
      };
    } catch {
      return null;
    }
  }

  /** What follows is measured; `pid` does it. */
  start(pid: number | undefined): void {
    const ticks = this.#ticks(pid);
    this.#before = ticks === null ? null : { ...ticks, at: performance.now() };
  }

  /** It is done. */
  stop(pid: number | undefined): void {
    const before = this.#before;
    const ticks = this.#ticks(pid);
    if (before === null || ticks === null) return;
    this.#others += ticks.busy - before.busy - (ticks.own - before.own);
    this.#seconds += (performance.now() - before.at) / 1000;
  }

  /** The mean over everything measured, in cores; null where it is not known. */
  get others(): number | null {
    return this.#seconds === 0 ? null : Math.max(0, this.#others / 100 / this.#seconds);
  }
}
