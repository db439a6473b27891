import type { Command } from "commander";
import type { ConvertFlags, InspectFlags, TrainFlags } from "../options/layersFlags.ts";

const moduleHelp = "hflayers' class: Hopfield, HopfieldPooling, HopfieldLayer (default: what the file says)";
const configHelp = "its constructor arguments by their Python names, as JSON";

/** Adds `hopfield inspect`, `hopfield convert` and `hopfield train`. */
export function addLayers(program: Command, setExit: (code: number) => void): void {
  program
    .command("inspect <file>")
    .description("show the weights of a file (safetensors, npz), and whether they fit a layer")
    .option("--module <name>", moduleHelp)
    .option("--config <json>", configHelp)
    .option("--json", "print one JSON document instead of text")
    .action(async (file: string, flags: InspectFlags) => {
      const { runInspect } = await import("./inspect.ts");
      setExit(runInspect(file, flags));
    });
  program
    .command("convert <from> <to>")
    .description("bring weights exported from PyTorch (npz, safetensors) into one verified safetensors file")
    .option("--module <name>", moduleHelp)
    .option("--config <json>", configHelp)
    .option("--quiet", "say nothing")
    .action(async (from: string, to: string, flags: ConvertFlags) => {
      const { runConvert } = await import("./convert.ts");
      runConvert(from, to, flags);
    });
  program
    .command("train <task>")
    .description(
      "train Hopfield layers and baselines: bits, latch (generated), mnist-bags (does a bag hold a nine?)",
    )
    .option(
      "--networks <names>",
      "some of hopfield, pooling, lookup (each also -adapted), linear, lstm; for mnist-bags of pooling, attention, gated-attention",
    )
    .option("--seeds <count>", "runs of each network", "3")
    .option("--seed <number>", "the first of the seeds", "0")
    .option("--epochs <count>", "epochs of a run (default: 250 for bits, else 20)")
    .option("--data-dir <folder>", "where MNIST is (default: HOPFIELD_DATA, or the cache)")
    .option("--predict <file>", "do not train: say what a saved model makes of the bags kept apart")
    .option("--out <folder>", "save weights, learning curves and a report page here")
    .option("--quiet", "no progress")
    .option("--json", "print one JSON document instead of text")
    .action(async (task: string, flags: TrainFlags) => {
      const { runTrain } = await import("./train.ts");
      await runTrain(task, flags);
    });
}
