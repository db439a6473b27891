import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A path in an empty folder that is removed when the test is over. */
export function freshPath(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "hopfield-node-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, name);
}
