import { type Command, Option } from "commander";
import type { BenchFlags } from "../bench/flags.ts";

/** Adds `hopfield bench`. */
export function addBench(program: Command, setExit: (code: number) => void): void {
  program
    .command("bench")
    .description("how fast: this library beside every peer that is installed, interleaved in one run")
    .option("--only <list>", "some of W1,W2,W3a,W3b,W4,W5,W6,cold (default: all)")
    .option("-s, --similarity <name>", "squaredEuclidean, dot or manhattan", "squaredEuclidean")
    .option(
      "--peers <list>",
      "all that are installed, none, or some of hflayers,torch,torch-chunked,torch-cdist,numpy,scipy-cdist,onnxruntime,ours-onnx,tfjs-wasm,jax-js",
      "all",
    )
    .option(
      "--exact <distance>",
      "how far our updates may lie from the dense ones: a number in 0..1 units, level (one grey level, root mean square), or dense",
      "level",
    )
    .option("--rounds <count>", "how often everyone is timed in turn", "5")
    .option("--threads <count>", "threads for everyone (default: 2, or 1 on a single core)")
    .option("--seed <number>", "the same seed gives the same data", "7")
    .option("--data <name>", "cifar10, mnist or fashion-mnist where its pictures fit; random bytes elsewhere")
    .option("--data-dir <folder>", "look for data here alone")
    .option(
      "--python <path>",
      "the Python of the peers (default: the one that has the most of NumPy, SciPy, PyTorch)",
    )
    .option("--hflayers <folder>", "the folder that holds the package hflayers (default: HFLAYERS_DIR)")
    .option("--peers-from <folder>", "the folder whose node_modules holds peers in JavaScript")
    .option("--timeout <seconds>", "how long a contestant may take for one step", "120")
    .option("--out <file>", "write the JSON document there too")
    .option("--json", "print one JSON document instead of tables")
    .option("--quiet", "no progress")
    .option("--no-color", "no bold or dim text (NO_COLOR does the same)")
    .addOption(new Option("--scale <share>", "shrink the workloads, to try them out").default("1").hideHelp())
    .addHelpText(
      "after",
      "\nWorkloads (stored x size, queries, steps): W1 100 x 3072, 100, 5; W2 1000 x 1024, 1000, 5;" +
        "\nW3a 10000 x 3072, 1000, 1; W3b the same, 5; W4 50000 x 3072, 100, 1; W5 60000 x 784, 1000, 1;" +
        "\nW6 100000 x 512 unit vectors, 1000, the 10 nearest; cold: W1 from the start of a process.",
    )
    .action(async (flags: BenchFlags) => {
      const { bench } = await import("./bench.ts");
      setExit(await bench(flags));
    });
}
