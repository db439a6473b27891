import { type Command, Option } from "commander";
import type { RetrieveFlags } from "../options/flags.ts";
import { addMemoryFlags } from "./memoryFlags.ts";

/** `--no-color` as a flag of its own: commander would take it for the negation of `--color rgb|gray`. */
function noColor(): Option {
  const option = new Option("--no-color", "no bold or dim text (NO_COLOR does the same)");
  option.negate = false;
  option.attributeName = () => "noColor";
  return option;
}

const gather = (value: string, before: string[] = []): string[] => [...before, value];

/** Adds `hopfield retrieve`. */
export function addRetrieve(program: Command, setExit: (code: number) => void): void {
  addMemoryFlags(program.command("retrieve"))
    .description("store patterns, damage queries, get them back, measure, and write a report")
    .option("--queries <count>", "how many of the stored patterns to ask for (default: at most 100)")
    .option(
      "--corrupt <what>",
      "half:bottom, rows:0.3, block:12, frame:4, pixels:0.5, occlude:12, noise:100/mean=0/clip=on, absolute-noise:50, mix:0.4, salt-pepper:0.1, flip:0.1, blur:1.5; joined by + or repeated: one after the other (default: half:bottom)",
      gather,
    )
    .option("--missing <known|black>", "whether the memory is told which parts are missing", "known")
    .option("--steps <count>", "the most updates", "5")
    .option("--space <name>", "what is compared: pixels, or the features of resnet20 or clip", "pixels")
    .option(
      "--vector <name>",
      "the embedder of vector similarity: none, resnet20, clip, clip:<folder>",
      "none",
    )
    .option(
      "--classical <rule>",
      "the binary network asked the same: hebb, storkey, pseudoInverse, none (default: hebb where a report is written)",
    )
    .option("--eps <number>", "stop when an update moves the state by at most this", "1e-4")
    .option(
      "--metrics <list>",
      "columns: accuracy,exact,mse,psnr,ssim,cosine,vector,rank,margin",
      "accuracy,exact,mse,ssim",
    )
    .option("--repeats <count>", "repeat with the seeds seed, seed+1 ...", "1")
    .option("--out <folder>", "where the report goes (default: runs/retrieve-<digest>)")
    .option("--no-report", "measure only, write nothing")
    .option("--json", "print one JSON document instead of the table")
    .option("--quiet", "no progress")
    .option("--open", "open the report")
    .option("--expect <condition>", "exit 4 unless it holds, e.g. 'accuracy>=0.95'; repeatable", gather)
    .option("--print-config", "print the resolved configuration and stop")
    .addOption(noColor())
    .action(async (flags: RetrieveFlags) => {
      const { retrieve } = await import("./retrieve.ts");
      setExit(await retrieve(flags));
    });
}
