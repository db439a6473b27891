import type { Command } from "commander";

/** Adds those flags to a verb. */
export function addMemoryFlags(command: Command): Command {
  return command
    .option(
      "--data <name|path>",
      "scenes, digits, cifar10, mnist, fashion-mnist; a folder of photographs; .npy or .csv",
      "scenes",
    )
    .option("-n, --patterns <count>", "how many patterns to store", "100")
    .option("-c, --color <rgb|gray>", "colour or gray (default: as the data has it)")
    .option(
      "--select <how>",
      "random, balanced by class, first, hard (most easily confused), or easy",
      "random",
    )
    .option("--stored <what>", "images, or class-means", "images")
    .option("--intruder <none|white|black>", "a plain picture stored beside the others", "none")
    .option(
      "-s, --similarity <name>",
      "squaredEuclidean, manhattan, dot, cosine, centredCosine, euclidean ...",
      "squaredEuclidean",
    )
    .option("--separation <name>", "softmax, sparsemax, entmax/alpha=1.5, topK/k=3, max ...", "softmax")
    .option("--update <rule>", "auto (the similarity's own) or mean", "auto")
    .option("-b, --beta <number>", "inverse temperature in units of the scale, or auto, or certified", "auto")
    .option("--effective <number>", "target number of effective patterns of --beta auto", "1.05")
    .option("--scale <scale>", "unit 0..1, bipolar -1..1, centred -0.5..0.5, pixel 0..255", "unit")
    .option("--normalize <how>", "none, mean (removed per pattern) or layer (layer norm)", "none")
    .option("--kernels <name>", "auto, or reference: the same bits everywhere, slowly", "auto")
    .option("--seed <number>", "the same seed gives the same numbers", "7")
    .option("--data-dir <folder>", "look for data here alone")
    .option("--size <pixels>", "side that photographs are resized to", "32");
}
