import type { Command } from "commander";
import type { SweepFlags } from "../options/flags.ts";

const gather = (value: string, before: string[] = []): string[] => [...before, value];

/** Adds the flags that say how points are measured, not which. */
export function addRunFlags(command: Command): Command {
  return command
    .option("--jobs <count>", "worker threads (default: one per processor)")
    .option("--data-dir <folder>", "look for data here alone")
    .option("--force", "measure again what was measured before")
    .option("--no-report", "measure only")
    .option("--json", "print one JSON document instead of the table")
    .option("--quiet", "no progress")
    .option("--open", "open the report");
}

/** Adds `hopfield sweep`. */
export function addSweep(program: Command, setExit: (code: number) => void): void {
  const command = program
    .command("sweep")
    .description(
      "measure a grid: every setting takes a list (1,2,4), a range (0:1:0.1) or log:from:to:count; stops and continues without loss",
    )
    .option("--config <file>", "a specification: .json, or a module that exports defineSweep({ ... })")
    .option("--data <list>", "data sets by name, or paths")
    .option("-n, --patterns <list>", "how many patterns to store")
    .option("--queries <list>", "how many of them to ask for, at most (default: 100)")
    .option("-c, --color <list>", "rgb, gray")
    .option("--select <list>", "random, balanced, first, hard, easy")
    .option("--stored <list>", "images, class-means")
    .option("--intruder <list>", "none, white, black")
    .option("-s, --similarity <list>", "squaredEuclidean, manhattan, dot, cosine ..., or ./mine.mjs")
    .option("--separation <list>", "softmax, sparsemax, entmax/alpha=1.5, max ...")
    .option("--update <list>", "auto, mean")
    .option("-b, --beta <list>", "numbers, auto, certified")
    .option("--effective <list>", "target numbers of effective patterns of --beta auto")
    .option("--scale <list>", "unit, bipolar, centred, pixel")
    .option("--normalize <list>", "none, mean, layer")
    .option("--space <list>", "what is compared: pixels, resnet20, clip")
    .option(
      "--corrupt <what>",
      "noise:0:200:25, half:bottom ...; joined by +; repeated: one condition each",
      gather,
    )
    .option("--missing <list>", "known, black")
    .option("--steps <list>", "the most updates")
    .option("--eps <list>", "stop when an update moves the state by at most this")
    .option("--kernels <list>", "auto, reference, portable")
    .option("--classical <list>", "the binary network asked the same: none, hebb, storkey, pseudoInverse")
    .option("--vector <list>", "the embedder of vector similarity: none, resnet20, clip")
    .option("--size <list>", "sides that photographs are resized to")
    .option("--protocol <name>", "what is measured (hopfield experiment protocols lists them)", "retrieve")
    .option("--set <name=list>", "another setting of the protocol; repeatable", gather)
    .option("--repeats <count>", "repeat each condition with the seeds seed, seed+1 ...")
    .option("--seed <number>", "the same seed gives the same numbers")
    .option(
      "--out <folder>",
      "the run's folder; alone: continue what it holds (default: runs/sweep-<digest>)",
    )
    .option("--print-config", "print the resolved specification and stop");
  addRunFlags(command).action(async (flags: SweepFlags) => {
    const { sweep } = await import("./sweep.ts");
    setExit(await sweep(flags, command.getOptionValueSource("protocol") === "cli"));
  });
}
