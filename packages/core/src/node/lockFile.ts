/// <reference types="node" />
import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { HopfieldError } from "../errors.ts";
import { systemCode } from "./fileError.ts";

/** A lock that this process holds. */
export interface FileLock {
  /** The dead process whose lock was taken over; null where there was none. */
  readonly takenFrom: number | null;
  release(): void;
}

/**
 * Takes the lock file `path`, which holds the process and the machine of its owner as JSON. The lock of a process that is dead
 * on this machine is taken over.
 * @throws HopfieldError ERR_DATA naming the lock file, its owner and the remedy, when somebody else holds it
 */
export function takeLock(path: string): FileLock {
  const mine = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  const content = JSON.stringify({ pid: process.pid, host: hostname() });
  writeFileSync(mine, content, { flag: "wx" });
  try {
    let takenFrom: number | null = null;
    for (let attempt = 0; attempt < 10; attempt++) {
      try {
        // A link, so that the lock is never seen without its content.
        linkSync(mine, path);
        return { takenFrom, release: () => rmSync(path, { force: true }) };
      } catch (error) {
        if (systemCode(error) !== "EEXIST") throw error;
      }
      const dead = removeStale(path);
      takenFrom = dead ?? takenFrom;
    }
    throw held(path, "others, one after the other");
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Removes the lock of a dead process and returns its number; null where the lock is gone already. */
function removeStale(path: string): number | null {
  let text: string;
  let taken: number;
  try {
    text = readFileSync(path, "utf8");
    taken = statSync(path).mtimeMs;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return null;
    throw error;
  }
  const owner = ownerOf(text);
  if (owner === null) throw held(path, "an unknown process, for its content cannot be read");
  if (owner.host !== hostname()) throw held(path, `process ${owner.pid} on ${owner.host}`);
  if (isAlive(owner.pid, taken)) {
    throw held(
      path,
      owner.pid === process.pid ? "this very process, which has it open" : `process ${owner.pid}`,
    );
  }
  // Renamed before it is removed: of two that find it stale only one can.
  const aside = `${path}.${process.pid}.${randomBytes(4).toString("hex")}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return null;
    throw error;
  }
  const moved = readFileSync(aside, "utf8");
  if (moved !== text) {
    // Somebody else was faster, and this is his: it goes back.
    try {
      linkSync(aside, path);
    } finally {
      rmSync(aside, { force: true });
    }
    throw held(path, "a process that was faster");
  }
  rmSync(aside, { force: true });
  return owner.pid;
}

function ownerOf(text: string): { pid: number; host: string } | null {
  try {
    const owner: unknown = JSON.parse(text);
    if (typeof owner !== "object" || owner === null || !("pid" in owner) || !("host" in owner)) return null;
    const { pid, host } = owner;
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid <= 0) return null;
    return typeof host === "string" ? { pid, host } : null;
  } catch {
    return null;
  }
}

/** Whether the process that took the lock at `taken` (milliseconds) may still be there. */
function isAlive(pid: number, taken: number): boolean {
  // Containers give the same number again: a lock older than this process is not its own.
  if (pid === process.pid) return taken > Date.now() - process.uptime() * 1000 - 1000;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (systemCode(error) === "ESRCH") return false;
  }
  // A machine that has run long gives numbers again: who began after the lock was taken did not take it.
  const began = beganAt(pid);
  return began === null || began <= taken + 2000;
}

/** Clock ticks in a second, as Linux tells them to programs. */
const ticksPerSecond = 100;

/** When a process began (milliseconds), where the system tells: /proc of Linux; null elsewhere. */
function beganAt(pid: number): number | null {
  try {
    const booted = /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1];
    // The name of the program stands in brackets and may hold spaces; the 22nd field is the time since the boot.
    const ticks = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19];
    if (booted === undefined || ticks === undefined) return null;
    const began = 1000 * (Number(booted) + Number(ticks) / ticksPerSecond);
    return Number.isFinite(began) ? began : null;
  } catch {
    return null;
  }
}

function held(path: string, by: string): HopfieldError {
  return new HopfieldError(
    "ERR_DATA",
    `${path} is held by ${by} (expected one writer at a time); close it there, or remove the lock file if nobody writes any more`,
    { path },
  );
}
