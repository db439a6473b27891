import type { Command } from "commander";
import type { DiagnoseFlags } from "../options/flags.ts";
import { addMemoryFlags } from "./memoryFlags.ts";

/** Adds `hopfield diagnose`. */
export function addDiagnose(program: Command): void {
  addMemoryFlags(program.command("diagnose"))
    .description("say what is wrong with a memory: separations, hubs, unreachable patterns, the useful beta")
    .option("--sample <count>", "ask for so many of the patterns alone, drawn by the seed (default: all)")
    .option("--quiet", "no progress")
    .option("--json", "print one JSON document instead of text")
    .action(async (flags: DiagnoseFlags) => {
      const { runDiagnose } = await import("./diagnose.ts");
      await runDiagnose(flags);
    });
}
