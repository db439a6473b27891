import { join } from "node:path";
import type { TaskResult } from "@modern-hopfield/layers";
import { unknownName } from "modern-hopfield";
import { writeSafetensors } from "modern-hopfield/formats";
import { atomicWrite } from "../files/atomicWrite.ts";
import { wholeNumber } from "../options/config.ts";
import type { TrainFlags } from "../options/layersFlags.ts";
import { Progress } from "../terminal/progress.ts";
import { table } from "../terminal/table.ts";
import { runPredict } from "./trainPredict.ts";
import { runnerOf } from "./trainRunner.ts";

/** The mean accuracy over the last epochs: single epochs jump. */
function finalAccuracy({ curve }: TaskResult): number {
  const last = curve.slice(-10);
  return last.reduce((a, b) => a + b, 0) / last.length;
}

/** The mean of some numbers, and how far they lie apart. */
function spreadOf(values: readonly number[]): string {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const [least, largest] = [Math.min(...values), Math.max(...values)];
  return `${mean.toFixed(3)}${values.length > 1 ? ` (${least.toFixed(3)}-${largest.toFixed(3)})` : ""}`;
}

/** The first epoch from which on everything is right, or a dash. */
function solvedAt({ curve }: TaskResult): number | null {
  const epoch = curve.indexOf(1);
  return epoch < 0 ? null : epoch + 1;
}

/** `hopfield train` */
export async function runTrain(task: string, flags: TrainFlags): Promise<void> {
  const runner = runnerOf(task, flags.dataDir);
  if (flags.predict !== undefined) {
    runPredict(task, runner, flags.predict, flags.json ?? false);
    return;
  }
  const networks = flags.networks?.split(",") ?? runner.byDefault;
  for (const name of networks) {
    if (!runner.networks.includes(name)) throw unknownName("network", name, runner.networks);
  }
  const seeds = wholeNumber("seeds", flags.seeds, 1);
  const first = wholeNumber("seed", flags.seed, 0);
  const epochs = flags.epochs === undefined ? undefined : wholeNumber("epochs", flags.epochs, 1);
  const results: (TaskResult & { seed: number })[] = [];
  for (const network of networks) {
    for (let seed = first; seed < first + seeds; seed++) {
      const progress = new Progress(`${network}, seed ${seed}`, flags.quiet);
      const result = await runner.run(network, {
        seed,
        ...(epochs === undefined ? {} : { epochs }),
        onEpoch: ({ epoch, epochs: all }) => progress.show(epoch, all),
      });
      progress.end();
      results.push({ ...result, seed });
      if (flags.out !== undefined) {
        const metadata = { task, network, seed: String(seed) };
        atomicWrite(
          join(flags.out, `${task}-${network}-${seed}.safetensors`),
          writeSafetensors(result.model.stateDict(), metadata),
        );
      }
    }
  }
  const plain = results.map(({ network, seed, parameters, curve, losses, seconds }) => ({
    task,
    network,
    seed,
    parameters,
    seconds,
    curve,
    losses,
  }));
  const text = tableOf(networks, results, seeds);
  if (flags.out !== undefined) {
    const jsonLines = plain.map((line) => JSON.stringify(line)).join("\n");
    atomicWrite(join(flags.out, `${task}.jsonl`), `${jsonLines}\n`);
    const { trainReport } = await import("./trainReport.ts");
    const command = `npx hopfield train ${task} --networks ${networks.join(",")} --seeds ${seeds} --seed ${first}${epochs === undefined ? "" : ` --epochs ${epochs}`}`;
    atomicWrite(join(flags.out, `${task}.html`), trainReport(task, command, text, results));
  }
  process.stdout.write(flags.json ? `${JSON.stringify(plain)}\n` : text);
}

/** One line per network, over its runs. */
function tableOf(networks: readonly string[], results: readonly TaskResult[], seeds: number): string {
  const rows = networks.map((network) => {
    const own = results.filter((result) => result.network === network);
    const solved = own.map(solvedAt);
    return [
      network,
      String(own[0].parameters),
      spreadOf(own.map(finalAccuracy)),
      spreadOf(own.map(({ curve }) => Math.max(...curve))),
      solved.includes(null) ? "-" : String(Math.max(...(solved as number[]))),
      (own.reduce((sum, { seconds }) => sum + seconds, 0) / own.length).toFixed(1),
    ];
  });
  const head = ["network", "parameters", "accuracy", "best epoch", "solved in", "s"];
  const said = `accuracy on ${results[0].evaluation.count} bags kept apart: mean of the last 10 epochs, ${seeds} seed${seeds > 1 ? "s (least-largest)" : ""}; chance is 0.5`;
  return `${table(head, rows)}\n\n ${said}\n`;
}
