import { createHash } from "node:crypto";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { HopfieldError } from "modern-hopfield";
import type { TrialConfig, TrialOutcome, TrialSource } from "modern-hopfield/trial";
import { openData } from "../data/source.ts";
import { exitCodes } from "../exitCodes.ts";
import { atomicWrite } from "../files/atomicWrite.ts";
import { finiteOnly } from "../files/finiteOnly.ts";
import { fitToData, retrieveConfig, wholeNumber } from "../options/config.ts";
import { parseExpectation, unmet } from "../options/expect.ts";
import type { RetrieveFlags } from "../options/flags.ts";
import type { RetrieveDocument } from "../report/document.ts";
import { type Colours, coloursFor } from "../terminal/colours.ts";
import { Progress } from "../terminal/progress.ts";
import { wrap } from "../terminal/wrap.ts";
import { version } from "../version.ts";
import { inWorker } from "../worker/inWorker.ts";
import { commandLine } from "./commandLine.ts";
import { openWithSystem } from "./openWithSystem.ts";
import { parseMetrics, resultTable } from "./resultTable.ts";

/** Examining the memory takes N passes over it: done up to this many patterns. */
const diagnoseUpTo = 2000;

/** The data's name and size in words. */
function nameOf(source: TrialSource): string {
  if (source.kind === "vectors") return `${source.name} ${source.size} numbers`;
  const { name, width, height } = source.images;
  return `${name} ${width}x${height}`;
}

function documentOf(
  flags: RetrieveFlags,
  config: TrialConfig,
  source: TrialSource,
  outcome: TrialOutcome,
): RetrieveDocument {
  const { results, perQuery, repeats, diagnosis, resolved } = outcome;
  return {
    version: 1,
    command: commandLine(flags),
    config: { ...config, data: flags.data, resolved },
    environment: {
      version: version(),
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      date: new Date().toISOString(),
      dataset: nameOf(source),
    },
    results,
    perQuery,
    repeats,
    diagnosis:
      diagnosis === null
        ? null
        : {
            hubs: [...diagnosis.hubs],
            separation: Array.from(diagnosis.separation),
            unreachable: [...diagnosis.unreachable],
            advice: [...diagnosis.advice],
          },
  };
}

/** The lines above the table: what was stored and how it was asked. */
function heading({ config, results, environment }: RetrieveDocument): string {
  const { resolved } = config;
  const beta = `beta ${results.beta.toPrecision(4)}${config.beta === "auto" ? ` (auto, effective ${config.effective})` : config.beta === "certified" ? " (certified)" : ""}`;
  const told = resolved.told
    ? "told which parts are missing"
    : config.missing === "black"
      ? "not told which parts are missing"
      : "nothing declared missing";
  return [
    ` ${environment.dataset}${resolved.shape === null ? "" : ` ${config.color}`} · ${resolved.patterns} patterns, ${resolved.queries} queries`,
    ` ${config.corrupt.join(" + ")} · ${told}`,
    ` ${resolved.similarity}, ${resolved.separation}, ${beta}`,
  ].join("\n");
}

/** What the numbers may depend on beside the configuration: versions, the machine, the data. */
function environmentOf(document: RetrieveDocument): Record<string, unknown> {
  const processors = cpus();
  return {
    ...document.environment,
    processor: processors[0]?.model ?? "unknown",
    processors: processors.length,
  };
}

/** The reasons of the failures, the most frequent first; null where the verdict has said it: for none or one. */
function failuresLine({ failures }: TrialOutcome["results"]): string | null {
  const reasons = Object.entries(failures).sort(([, a], [, b]) => b - a);
  if (reasons.length < 2) return null;
  return ` not clean: ${reasons.map(([reason, count]) => `${reason} ${count}`).join(", ")}`;
}

/** The table with its answer strong and its frame faint. */
function paintTable(text: string, { strong, faint }: Colours): string {
  return text
    .split("\n")
    .map((line, k) => (k === 1 ? strong(line) : faint(line)))
    .join("\n");
}

/** Writes the folder of a run and returns the report's path. */
async function writeRun(folder: string, document: RetrieveDocument, outcome: TrialOutcome): Promise<string> {
  const { renderReport } = await import("../report/renderReport.ts");
  const report = join(folder, "report.html");
  const page = renderReport(document, outcome.pictures);
  const files: [string, string | Uint8Array][] = [
    ["result.json", `${JSON.stringify(document, finiteOnly)}\n`],
    ["env.json", `${JSON.stringify(environmentOf(document), null, 2)}\n`],
  ];
  if (outcome.pictures !== null) {
    const { examples } = await import("../report/examples.ts");
    files.push(["examples.png", examples(document.perQuery, outcome.pictures)]);
  }
  files.push(["report.html", page]);
  try {
    for (const [name, data] of files) atomicWrite(join(folder, name), data);
  } catch (error) {
    throw new HopfieldError(
      "ERR_OPTION",
      `cannot write to ${folder}: ${(error as Error).message}; choose another folder with --out, or --no-report`,
      { folder },
    );
  }
  return report;
}

/** `hopfield retrieve`: returns the exit code. */
export async function retrieve(flags: RetrieveFlags): Promise<number> {
  const asked = retrieveConfig(flags);
  const metrics = parseMetrics(flags.metrics);
  const expectations = (flags.expect ?? []).map(parseExpectation);
  if (flags.printConfig) {
    process.stdout.write(`${JSON.stringify({ data: flags.data, ...asked }, null, 2)}\n`);
    return exitCodes.ok;
  }
  const side = wholeNumber("size", flags.size, 1);
  const source = await openData(flags.data, {
    dataDir: flags.dataDir,
    atLeast: asked.patterns,
    side,
    seed: asked.seed,
  });
  const config = fitToData(asked, source);
  const progress = new Progress("retrieving", flags.quiet);
  const diagnose = (flags.report || flags.json === true) && config.patterns <= diagnoseUpTo;
  const outcome = await inWorker(
    { verb: "retrieve", source, config, diagnose, dataDir: flags.dataDir },
    (done, total) => progress.show(done, total),
  ).finally(() => progress.end());
  const document = documentOf(flags, config, source, outcome);
  const failures = unmet(expectations, document.results);
  let report: string | null = null;
  if (flags.report) {
    const digest = createHash("sha256").update(JSON.stringify(document.config)).digest("hex").slice(0, 8);
    report = await writeRun(flags.out ?? join("runs", `retrieve-${digest}`), document, outcome);
  }
  if (flags.json) process.stdout.write(`${JSON.stringify(document, finiteOnly)}\n`);
  else {
    const colours = coloursFor(process.stdout, flags.noColor);
    const { verdict } = await import("../report/words.ts");
    process.stdout.write(
      `${heading(document)}\n\n${paintTable(resultTable(document.results, metrics), colours)}\n\n`,
    );
    process.stdout.write(
      `${colours.strong(wrap(verdict(document, source.kind === "images" ? "picture" : "vector"), process.stdout.columns))}\n`,
    );
    const failed = failuresLine(document.results);
    if (failed !== null) process.stdout.write(`${failed}\n`);
    if (metrics.includes("vector") && document.results.vector === null) {
      process.stdout.write(
        " vector: not computed; --vector resnet20 or --vector clip (hopfield data fetch resnet20, hopfield data fetch clip)\n",
      );
    }
    if (report !== null) process.stdout.write(` report: ${report}\n`);
    if (flags.data === "scenes" && flags.corrupt === undefined && flags.missing === "known") {
      process.stdout.write(
        " try: npx hopfield retrieve --missing black --similarity dot\n      (a memory that is not told, with raw dot products: see it fail)\n",
      );
    }
  }
  if (flags.open && report !== null) openWithSystem(resolve(report));
  for (const failure of failures) process.stderr.write(`hopfield: ${failure}\n`);
  return failures.length > 0 ? exitCodes.expectation : exitCodes.ok;
}
