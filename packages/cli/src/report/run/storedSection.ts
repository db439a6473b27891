import { histogram, similarityMatrix } from "@modern-hopfield/figures";
import { type Html, html } from "../html.ts";
import { counted, fixed, number, percent } from "../numbers.ts";
import { chartFigure } from "./chartFigure.ts";
import { chartWidth, type Drawing, sentences } from "./charts/drawing.ts";
import { listOf } from "./charts/lists.ts";
import { settingText } from "./conditionText.ts";
import type { Entry } from "./entries.ts";
import { meanOf, occurs } from "./measures.ts";

/** Settings that decide which patterns are stored. */
const choosing = ["data", "side", "patterns", "select", "stored", "color", "intruder"];
const mostMatrices = 2;
const mostSets = 40;

/** Conditions that store the same patterns. */
interface StoredSet {
  /** What tells it from the other sets. */
  readonly name: string;
  readonly entries: readonly Entry[];
}

function setsOf(entries: readonly Entry[]): StoredSet[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.runName, choosing.map((name) => entry.summary.settings[name])]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  const all = [...groups.values()];
  const settings = all.map(([{ summary }]) => summary.settings);
  const different = choosing.filter((name) => new Set(settings.map((one) => one[name])).size > 1);
  return all.map((group, i) => ({
    entries: group,
    name: [group[0].runName, ...different.map((name) => settingText(name, settings[i][name] ?? null))]
      .filter((part) => part !== "")
      .join(", "),
  }));
}

const average = (set: StoredSet, measure: string): number | null => {
  const means = set.entries.flatMap((entry) => meanOf(entry, measure) ?? []);
  return means.length === 0 ? null : means.reduce((a, b) => a + b, 0) / means.length;
};

/** The pairwise cosines of a set as a square. */
function matrix({ name, entries }: StoredSet): Drawing | null {
  const pairs = entries.map((entry) => listOf(entry, "pairs")).find((list) => list.length > 0);
  const count = Math.round(Math.sqrt(pairs?.length ?? 0));
  if (pairs === undefined || count < 2 || count * count !== pairs.length) return null;
  const title = `Similarity of the stored patterns${name === "" ? "" : `: ${name}`}`;
  return {
    title,
    wide: false,
    caption: sentences(
      `Cosine of each pair without their means, ${count} patterns in the order of their classes: 1 is the same pattern up to brightness and contrast, 0 unrelated. Blocks along the diagonal are classes whose members are alike`,
    ),
    svg: (theme) =>
      similarityMatrix(
        { count, similarity: pairs.map((value) => value ?? Number.NaN), label: "cosine" },
        { title, theme, width: chartWidth },
      ),
  };
}

/** How far each stored pattern stands out, in one condition. */
function separation(entry: Entry): Drawing | null {
  const values = listOf(entry, "separation").filter((value) => value !== null);
  if (values.length === 0) return null;
  const below = values.filter((value) => value <= 0).length;
  const title = `Separation of the stored patterns: ${entry.name}`;
  return {
    title,
    wide: false,
    caption:
      below === 0
        ? `All ${counted(values.length, "pattern")} are the best match of themselves.`
        : `${below.toLocaleString("en")} of ${counted(values.length, "pattern")} cannot be recalled even when undamaged: another one matches them better (Δᵢ ≤ 0).`,
    svg: (theme) =>
      histogram(
        {
          values,
          label: "Δᵢ: own score − best other score",
          threshold: 0,
          names: { above: "stands apart", below: "does not" },
        },
        { title, theme, width: chartWidth },
      ),
  };
}

/** The conditions in which the most and the fewest patterns cannot be stored; one where that is the same. */
function extremes(entries: readonly Entry[]): Entry[] {
  const sorted = entries
    .filter((entry) => listOf(entry, "separation").length > 0)
    .sort((a, b) => (meanOf(b, "unreachable") ?? 0) - (meanOf(a, "unreachable") ?? 0));
  if (sorted.length === 0) return [];
  const [most, fewest] = [sorted[0], sorted[sorted.length - 1]];
  return meanOf(most, "unreachable") === meanOf(fewest, "unreachable") ? [most] : [most, fewest];
}

/** How alike the stored patterns are, and what that means for recall; null where nothing is known of it. */
export function storedSection(entries: readonly Entry[]): Html | null {
  const sets = setsOf(entries).filter((set) => average(set, "pairCosine") !== null || matrix(set) !== null);
  if (sets.length === 0) return null;
  const drawings = [...sets.slice(0, mostMatrices).map(matrix), ...extremes(entries).map(separation)].filter(
    (one) => one !== null,
  );
  return html`<p>${sentence(sets)}</p>
${sets.length > 1 && table(sets.slice(0, mostSets))}
<div class="charts">${drawings.map(chartFigure)}</div>`;
}

function sentence(sets: readonly StoredSet[]): string {
  const cosines = sets.flatMap((set) => average(set, "pairCosine") ?? []);
  const [least, most] = [Math.min(...cosines), Math.max(...cosines)];
  const range =
    cosines.length === 0
      ? ""
      : fixed(least, 3) === fixed(most, 3)
        ? `On average two stored patterns have the cosine ${fixed(least, 3)} (means removed). `
        : `On average two stored patterns have a cosine of ${fixed(least, 3)} to ${fixed(most, 3)} (means removed), depending on the set. `;
  return `${range}What decides is not the average but the nearest other pattern: the more alike two originals are, the less damage is enough to take one for the other.`;
}

function table(sets: readonly StoredSet[]): Html {
  const shown = (
    [
      ["pairCosine", "mean cosine of pairs", (value) => fixed(value, 3)],
      ["otherCosine", "cosine of the nearest other original", (value) => fixed(value, 4)],
      ["otherMse", "MSE of the nearest other original", (value) => number(value)],
      ["unreachable", "cannot be stored", percent],
      ["accuracy", "right pattern", percent],
    ] as readonly [string, string, (value: number | null) => string][]
  ).filter(([measure]) => sets.some(({ entries }) => occurs(entries, measure)));
  return html`<div class="scroll tall" tabindex="0" role="region" aria-label="Stored sets"><table class="dense sticky"><thead><tr><th>stored set</th>${shown.map(([, label]) => html`<th class="n">${label}</th>`)}</tr></thead>
<tbody>${sets.map(
    (set) =>
      html`<tr><td>${set.name}</td>${shown.map(([measure, , text]) => html`<td class="n">${text(average(set, measure))}</td>`)}</tr>`,
  )}</tbody></table></div>
<p class="note">Means over the conditions that store the set.</p>`;
}
