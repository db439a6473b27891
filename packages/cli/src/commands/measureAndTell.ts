import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { embedderHere } from "../embed/embedderHere.ts";
import { exitCodes } from "../exitCodes.ts";
import { withVector } from "../experiment/autoVector.ts";
import { runSweep, type SweepPlan } from "../experiment/runSweep.ts";
import { conditionName } from "../experiment/series.ts";
import type { Specification } from "../experiment/specification.ts";
import { finiteOnly } from "../files/finiteOnly.ts";
import { wholeNumber } from "../options/config.ts";
import { sayOnInterrupt } from "../terminal/interruption.ts";
import { Progress } from "../terminal/progress.ts";
import { openWithSystem } from "./openWithSystem.ts";
import { summaryLines } from "./summaryLines.ts";

/** How a specification is measured and told. */
export interface TellOptions {
  readonly folder: string;
  readonly module?: string | null;
  readonly jobs?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly force?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly open?: boolean | undefined;
  readonly report: boolean;
  /** Exit 4 unless what was published is met. */
  readonly check?: boolean | undefined;
  /** The command that continues where this one stopped. */
  readonly again: string;
}

function planLine({ points, done, conditions, jobs }: SweepPlan): string {
  const earlier = done > 0 ? ` · ${done} done earlier` : "";
  return ` ${points} points (${conditions} conditions)${earlier} · ${jobs} worker${jobs === 1 ? "" : "s"}\n`;
}

/** Measures a specification, writes its report, tells what came out, and returns the exit code. */
export async function measureAndTell(asked: Specification, options: TellOptions): Promise<number> {
  const { folder, quiet = false } = options;
  const specification = await withVector(asked, (data) => embedderHere(data, options.dataDir));
  const jobs = options.jobs === undefined ? availableParallelism() : wholeNumber("jobs", options.jobs, 1);
  const progress = new Progress(specification.name, quiet);
  let before = 0;
  sayOnInterrupt(`. Everything finished is saved. Continue: ${options.again}`);
  const outcome = await runSweep(specification, {
    folder,
    jobs,
    dataDir: options.dataDir,
    module: options.module,
    force: options.force,
    onPlan(plan) {
      before = plan.done;
      if (!quiet) process.stderr.write(planLine(plan));
    },
    onProgress: (done, total) => progress.show(done - before, total - before),
  }).finally(() => progress.end());
  sayOnInterrupt("");
  const { summary, failed } = outcome;
  let page: string | null = null;
  if (options.report) {
    const { writeReport } = await import("../report/run/writeReport.ts");
    page = await writeReport([folder], folder);
  }
  if (options.json) {
    const { points: _points, ...document } = summary;
    process.stdout.write(
      `${JSON.stringify({ name: specification.name, folder, ...document }, finiteOnly)}\n`,
    );
  } else {
    process.stdout.write(summaryLines(summary));
    process.stdout.write(page === null ? ` run: ${folder}\n` : ` report: ${page}\n`);
  }
  for (const { condition, repeat, error } of failed) {
    process.stderr.write(
      `hopfield: not measured: ${conditionName(condition) || "the condition"}, repeat ${repeat}: ${error.message}\n`,
    );
  }
  if (options.open && page !== null) openWithSystem(resolve(page));
  if (failed.length > 0) return exitCodes.usage;
  const missed = summary.expected.filter(({ holds }) => holds === false);
  if (options.check && missed.length > 0) {
    for (const { name, wanted, got } of missed) {
      process.stderr.write(
        `hopfield: expected ${name} ${wanted}, got ${got.map(({ mean }) => mean?.toPrecision(4) ?? "nothing").join(", ")}\n`,
      );
    }
    return exitCodes.expectation;
  }
  return exitCodes.ok;
}
