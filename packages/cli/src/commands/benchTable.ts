import type { AbsentPeer, BenchDocument, Standing, WorkloadResult } from "../bench/result.ts";
import { oursName } from "../bench/runWorkload.ts";
import type { Colours } from "../terminal/colours.ts";
import { table } from "../terminal/table.ts";

/** A number with three digits that say something, never in powers of ten. */
function digits(value: number): string {
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.max(value, 1e-9))));
  return value.toFixed(Math.min(6, places));
}

/** A share; the nearer to all of them, the more places, so that 100 % is said of all alone. */
function percent(share: number | null): string {
  if (share === null) return "-";
  return `${(100 * share).toFixed(share === 0 || share === 1 ? 0 : share > 0.99 ? 2 : 1)} %`;
}

const megabytes = (bytes: number | undefined): string =>
  bytes === undefined ? "-" : (bytes / 1e6).toFixed(0);

/** One contestant's line. */
function row({ name, seconds, gigaPerSecond, ratio, recall, agreement, memory }: Standing): string[] {
  if (seconds === null) return [name, "failed"];
  const compared = name !== oursName && ratio !== null;
  return [
    name,
    digits(seconds.median),
    `${digits(seconds.min)} - ${digits(seconds.max)}`,
    digits(gigaPerSecond ?? 0),
    compared ? digits(ratio.median) : "-",
    compared ? `${digits(ratio.min)} - ${digits(ratio.max)}` : "-",
    compared && ratio.unsure ? "unsure" : "",
    percent(recall),
    percent(agreement),
    megabytes(memory?.peak),
    megabytes(memory?.above),
  ];
}

/** A count with its word. */
const many = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

/** What a workload is, in a line. */
function title({ name, stored, size, queries, steps, top, patterns, cold }: WorkloadResult): string {
  const wanted = top > 0 ? `the ${top} nearest` : many(steps, "step");
  const what = `${stored} x ${size} ${patterns}, ${queries} queries, ${wanted}`;
  return cold ? `${name}: from the start of a process to its first answer, ${what}` : `${name}: ${what}`;
}

/** The failures of a workload with their last words. */
function failures({ contestants }: WorkloadResult): string[] {
  return contestants
    .filter(({ error }) => error !== null)
    .map(({ name, error }) => ` ${name} failed: ${error?.replaceAll("\n", "\n   ")}`);
}

/** A workload as a table. */
export function workloadTable(
  result: WorkloadResult,
  similarity: string,
  cores: number,
  { strong, faint }: Colours,
): string {
  const header = [
    "",
    "seconds",
    "range",
    similarity === "manhattan" ? "G|a-b|/s" : "GF/s",
    "x ours",
    "range",
    "",
    "right",
    "as ours",
    "peak MB",
    "above bare",
  ];
  const lines = table(header, result.contestants.map(row)).split("\n");
  const share = (result.others ?? 0) / cores;
  const others = result.others === null ? "" : `, others took ${percent(share)} of the machine`;
  return [
    strong(` ${title(result)}`),
    faint(` beta ${result.beta.toPrecision(4)}, signature ${result.signature ?? "none"}${others}`),
    faint(lines[0]),
    strong(lines[1]),
    ...lines.slice(2),
    ...failures(result),
    "",
  ].join("\n");
}

/** The lines above the tables: where this was measured and how. */
export function heading({ environment, settings }: BenchDocument): string {
  const { processor, cores, simd, node, platform, hopfield } = environment;
  const { similarity, exact, rounds, threads } = settings;
  const within =
    exact === "dense"
      ? "every pattern associated"
      : `updates proved to lie within ${exact === "level" ? "one grey level (root mean square)" : exact} of the dense ones`;
  const peersDo =
    similarity === "manhattan"
      ? "peers blend by the mean, ours by the weighted median"
      : similarity === "dot"
        ? "peers compute the same"
        : "peers compute dot with the same beta";
  return [
    ` ${processor}, ${cores} cores, ${simd} · node ${node}, ${platform} · modern-hopfield ${hopfield}`,
    ` ${similarity}; ${peersDo} · ${many(rounds, "round")} in turn, medians · ${many(threads, "thread")}`,
    ` ours: ${within}`,
    "",
  ].join("\n");
}

/** What was measured with, and who was not there. */
export function closing({ workloads, absent, warnings }: BenchDocument): string {
  const versions = new Map<string, string>();
  for (const { contestants } of workloads) {
    for (const { name, version, notes } of contestants) {
      if (version !== null) versions.set(name, [version, ...notes].join(", "));
    }
  }
  const missing = ({ name, reason, install }: AbsentPeer): string =>
    ` not here: ${name} (${reason})\n   get it: ${install}`;
  return [
    ...[...versions].map(([name, text]) => ` ${name}: ${text}`),
    ...warnings.map((text) => ` warning: ${text}`),
    ...absent.map(missing),
    "",
  ].join("\n");
}
