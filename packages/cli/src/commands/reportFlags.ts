import type { Command } from "commander";
import type { ReportFlags } from "../options/flags.ts";

/** Adds `hopfield report`. */
export function addReport(program: Command): void {
  program
    .command("report <runs...>")
    .description("draw the report of a run's folder again, or one that compares several; nothing is measured")
    .option("--out <folder>", "where it goes (default: the run's folder; for several: runs/compare)")
    .option("--open", "open it")
    .action(async (folders: string[], flags: ReportFlags) => {
      const { report } = await import("./report.ts");
      await report(folders, flags);
    });
}
