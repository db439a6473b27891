import type { Diagnosis } from "modern-hopfield";
import { defaultTrialConfig } from "modern-hopfield/trial";
import { openData } from "../data/source.ts";
import { fitToData, memoryConfig, wholeNumber } from "../options/config.ts";
import type { DiagnoseFlags } from "../options/flags.ts";
import { Progress } from "../terminal/progress.ts";
import { inWorker } from "../worker/inWorker.ts";

/** A share as a person says it. */
function share(part: number, whole: number): string {
  return `${part} of ${whole} (${((100 * part) / whole).toFixed(part > 0 && part < 0.1 * whole ? 1 : 0)} %)`;
}

/** A list of indices that may be long. */
function some(items: readonly (number | string)[], most = 10): string {
  const rest = items.length - most;
  return items.length === 0
    ? "none"
    : `${items.slice(0, most).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** A diagnosis in words. */
function inWords(d: Diagnosis): string {
  const window =
    d.betaWindow === null
      ? "none"
      : `${d.betaWindow.low.toPrecision(3)} (averages half of the patterns) to ${d.betaWindow.high.toPrecision(3)} (one pattern)`;
  const asked = d.separation.length;
  return [
    ` ${d.count} patterns of ${d.size} components, ${d.similarity}${d.sample === null ? "" : `; ${asked} of them asked for`}`,
    "",
    ` separation      ${share(d.positive, asked)} patterns have Δ > 0`,
    ` hubs            ${some(
      d.hubs.map(({ index, wins }) => `pattern ${index} wins ${wins} clean cues of others`),
      3,
    )}`,
    ` unreachable     ${d.unreachable.length === 0 ? "none" : `${share(d.unreachable.length, asked)}: ${some(d.unreachable)}`}`,
    ` duplicates      ${d.duplicates.length === 0 ? "none" : d.duplicates.map((group) => group.join(" = ")).join("; ")}`,
    ` useful beta     ${window}`,
    ` certified beta  ${d.certifiedBeta === null ? "none" : d.certifiedBeta.toPrecision(4)}`,
    "",
    ...d.advice.flatMap(({ message, fix }) => [` - ${message}`, `   fix: ${fix}`]),
    "",
  ].join("\n");
}

/** `hopfield diagnose` */
export async function runDiagnose(flags: DiagnoseFlags): Promise<void> {
  const asked = { ...defaultTrialConfig, ...memoryConfig(flags) };
  const source = await openData(flags.data, {
    dataDir: flags.dataDir,
    atLeast: asked.patterns,
    side: wholeNumber("size", flags.size, 1),
    seed: asked.seed,
  });
  const sample = flags.sample === undefined ? undefined : wholeNumber("sample", flags.sample, 1);
  const config = fitToData(asked, source);
  const progress = new Progress("comparing", flags.quiet);
  const started = performance.now();
  // What is done in a moment needs no bar.
  const show = (done: number, total: number): void => {
    if (performance.now() - started > 1000) progress.show(done, total);
  };
  const diagnosis = await inWorker({ verb: "diagnose", source, config, sample }, show).finally(() =>
    progress.end(),
  );
  if (flags.json) {
    const plain = {
      ...diagnosis,
      separation: Array.from(diagnosis.separation, (delta) => (Number.isFinite(delta) ? delta : null)),
      nearestRival: Array.from(diagnosis.nearestRival),
    };
    process.stdout.write(`${JSON.stringify(plain)}\n`);
  } else process.stdout.write(inWords(diagnosis));
}
