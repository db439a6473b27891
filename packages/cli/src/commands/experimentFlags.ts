import type { Command } from "commander";
import type { ExperimentFlags } from "../options/flags.ts";
import { addRunFlags } from "./sweepFlags.ts";

/** Adds `hopfield experiment list | run | protocols`. */
export function addExperiment(program: Command, setExit: (code: number) => void): void {
  const experiment = program
    .command("experiment")
    .description("the figures and tables of the sources by name: list, run, protocols");
  experiment
    .command("list", { isDefault: true })
    .description("what can be run by name, and about how long it takes")
    .option("--json", "print one JSON document")
    .action(async (flags: { json?: boolean }) => {
      const { listExperiments } = await import("./experiment.ts");
      listExperiments(flags);
    });
  experiment
    .command("protocols")
    .description("what can be measured, with every setting and measure")
    .option("--json", "print one JSON document")
    .action(async (flags: { json?: boolean }) => {
      const { listProtocols } = await import("./experiment.ts");
      listProtocols(flags);
    });
  addRunFlags(
    experiment
      .command("run <names...>")
      .description(
        "repeat a figure: measure, compare with what was published, write a report; all runs them all",
      )
      .option("--small", "the smaller version that the tests run")
      .option("--repeats <count>", "another number of repeats")
      .option("--check", "exit 4 unless everything published is met")
      .option("--out <folder>", "the run's folder (default: runs/<name>)"),
  ).action(async (names: string[], flags: ExperimentFlags) => {
    const { runExperiments } = await import("./experiment.ts");
    setExit(await runExperiments(names, flags));
  });
}
