import { join, resolve } from "node:path";
import type { ReportFlags } from "../options/flags.ts";
import { writeReport } from "../report/run/writeReport.ts";
import { openWithSystem } from "./openWithSystem.ts";

/** `hopfield report`. */
export async function report(folders: readonly string[], flags: ReportFlags): Promise<void> {
  const out = flags.out ?? (folders.length === 1 ? folders[0] : join("runs", "compare"));
  const page = await writeReport(folders, out);
  process.stdout.write(` report: ${page}\n`);
  if (flags.open) openWithSystem(resolve(page));
}
