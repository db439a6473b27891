import type { Run } from "../../experiment/run.ts";
import { counted, number } from "../numbers.ts";
import { groupsOf, rivals } from "./best.ts";
import { commonConditions } from "./commonConditions.ts";
import { valueText } from "./conditionText.ts";
import { conditionKey, type Entry } from "./entries.ts";
import { type Judged, judged } from "./expectedSection.ts";
import { compare, headline, meanOf, measureOf, measureText, tableMeasures } from "./measures.ts";

/** "all 4 published results came out again", "3 of 4 published results came out again, “MSE” did not". */
function published(all: readonly Judged[]): string | null {
  const run = all.filter(({ outcome }) => outcome.holds !== null);
  if (run.length === 0) return null;
  const failed = run.filter(({ outcome }) => outcome.holds === false);
  if (failed.length === 0) {
    return run.length === 1
      ? "the published result came out again"
      : `${run.length === 2 ? "both" : `all ${run.length}`} published results came out again`;
  }
  if (run.length === 1) return "the published result did not come out again";
  const named = failed.length === 1 ? `, “${failed[0].outcome.name}” did not` : "";
  return `${failed.length === run.length ? "none" : run.length - failed.length} of ${counted(run.length, "published result")} came out again${named}`;
}

/** A name with its mean. */
interface Rated {
  readonly name: string;
  readonly mean: number;
}

/** How the values of a setting compare over the tasks that all of them face; null where they face none. */
function rated(
  entries: readonly Entry[],
  rival: string,
  measure: string,
): { all: Rated[]; tasks: number } | null {
  const values = [...new Set(entries.map(({ summary }) => summary.condition[rival]))];
  const tasks = groupsOf(entries, rival).filter(
    (group) => group.length === values.length && group.every((entry) => meanOf(entry, measure) !== null),
  );
  if (tasks.length === 0) return null;
  const all = values.map((value): Rated => {
    const means = tasks.map((group) => {
      const own = group.find(
        ({ summary }) => conditionKey({ v: summary.condition[rival] }) === conditionKey({ v: value }),
      );
      return own === undefined ? 0 : (meanOf(own, measure) ?? 0);
    });
    return { name: valueText(value ?? null), mean: means.reduce((a, b) => a + b, 0) / means.length };
  });
  return { all, tasks: tasks.length };
}

/** A name that holds a comma or a colon would be two. */
const quoted = (name: string): string => (/[,:]/.test(name) ? `“${name}”` : name);

/** Names as a list of a sentence: "a", "a and b", "a, b and 3 more". */
function list(names: readonly string[]): string {
  const all = names.map(quoted);
  if (all.length <= 2) return all.join(" and ");
  return `${all[0]}, ${all[1]} and ${all.length - 2} more`;
}

/** Which of some rivals lead by the first measure, and which is last. */
function leaders(runs: readonly Run[], entries: readonly Entry[]): string | null {
  const measure = headline(runs, entries);
  const rival = rivals(entries);
  if (measure === undefined || rival === null) return null;
  const info = measureOf(entries[0].run, measure);
  const found = info.better === null ? null : rated(entries, rival, measure);
  if (found === null) return null;
  const sorted = [...found.all].sort((a, b) => compare(info, a.mean, b.mean));
  const value = ({ mean }: Rated): string => measureText(info, mean);
  const average = found.tasks > 1 ? ` on average over ${counted(found.tasks, "condition")}` : "";
  const first = sorted.filter((one) => value(one) === value(sorted[0]));
  const last = sorted[sorted.length - 1];
  if (first.length === sorted.length) {
    return `${quoted(info.label)} is ${value(last)}${average} for every ${rival}`;
  }
  return `by ${quoted(info.label)}, ${list(first.map(({ name }) => name))} ${first.length === 1 ? "leads" : "lead"} with ${value(first[0])}${average}, ${quoted(last.name)} is last with ${value(last)}`;
}

/** The extremes of the first measure: "right pattern from 3 % (noise 200) to 100 % (noise 0 and 2 more)". */
function extremes(runs: readonly Run[], entries: readonly Entry[]): string | null {
  const measure = headline(runs, entries);
  if (measure === undefined) return null;
  const info = measureOf(entries[0].run, measure);
  const sorted = entries
    .flatMap((entry): Rated[] => {
      const mean = meanOf(entry, measure);
      return mean === null ? [] : [{ name: entry.name, mean }];
    })
    .sort((a, b) => (info.better === null ? a.mean - b.mean : compare(info, b.mean, a.mean)));
  const [worst, best] = [sorted[0], sorted[sorted.length - 1]];
  const value = ({ mean }: Rated): string => measureText(info, mean);
  if (sorted.length === 1) return `${info.label}: ${value(worst)}`;
  if (value(worst) === value(best))
    return `${info.label} is ${value(best)} in all ${sorted.length} conditions`;
  const end = (one: Rated): string => {
    const equal = sorted.filter((other) => value(other) === value(one));
    return `${value(one)} (${equal[0].name}${equal.length > 1 ? ` and ${equal.length - 1} more` : ""})`;
  };
  return `${info.label} from ${end(worst)} to ${end(best)}`;
}

/** How some runs compare where they share conditions: "right pattern is on average 88 % in a, 100 % in b". */
function comparison(runs: readonly Run[], entries: readonly Entry[]): string {
  const common = commonConditions(runs, entries);
  if (common.length === 0) return "the runs share no condition, so only their figures can be compared";
  const conditions = `the ${counted(common.length, "condition")} that ${runs.length === 2 ? "both runs" : "all runs"} have`;
  const shared = common.flat();
  const all = tableMeasures(runs, shared).filter((name) =>
    shared.every((entry) => meanOf(entry, name) !== null),
  );
  const measure = all.find((name) => measureOf(runs[0], name).better !== null) ?? all[0];
  if (measure === undefined) return `on ${conditions} there is no measure that they share`;
  const info = measureOf(runs[0], measure);
  const means = runs.map(
    (_, r) => common.reduce((sum, row) => sum + (meanOf(row[r], measure) ?? 0), 0) / common.length,
  );
  const names = common[0].map(({ runName }) => runName);
  const [first] = means;
  if (means.every((mean) => measureText(info, mean) === measureText(info, first))) {
    const average = common.length > 1 ? " on average" : "";
    return `on ${conditions}, ${info.label} is ${measureText(info, first)}${average} in ${runs.length === 2 ? "both" : "all"}`;
  }
  const said = means.map((mean, r) => `${measureText(info, mean)} in ${names[r]}`).join(", ");
  return `on ${conditions}, ${info.label} is ${common.length > 1 ? "on average " : ""}${said}`;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** The result in one sentence, from the numbers alone. */
export function verdict(runs: readonly Run[], entries: readonly Entry[]): string {
  const done = runs.reduce((sum, run) => sum + run.points.length, 0);
  const wanted = runs.reduce((sum, run) => sum + run.wanted, 0);
  if (done === 0) return `None of the ${counted(wanted, "point")} is finished yet.`;
  const parts =
    runs.length > 1
      ? [comparison(runs, entries)]
      : [published(judged(runs)), leaders(runs, entries) ?? extremes(runs, entries)];
  const text = parts.filter((part) => part !== null).join("; ") || "no measure of these points is a number";
  return done < wanted
    ? `Not finished, ${number(done)} of ${counted(wanted, "point")} so far: ${text}.`
    : `${capital(text)}.`;
}
