import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The checkout. */
export const root: string = resolve(import.meta.dirname, "..", "..");

/** An empty folder. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "hopfield-e2e-"));
}

/** What a run of the command gave. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the compiled command in an empty folder. */
export function hopfield(
  args: readonly string[],
  env: Record<string, string> = {},
  cwd: string = emptyFolder(),
): Ran {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "packages/cli/bin/hopfield.js"), ...args],
    {
      cwd,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", ...env },
      maxBuffer: 2 ** 28,
    },
  );
  return { code: status, stdout, stderr };
}

/** Runs `retrieve --json` and returns its document. */
export function retrieved(...args: string[]): ReturnType<typeof JSON.parse> {
  const { code, stdout, stderr } = hopfield(["retrieve", "--json", "--quiet", "--no-report", ...args]);
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
  return JSON.parse(stdout);
}
