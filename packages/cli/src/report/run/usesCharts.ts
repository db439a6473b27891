import { perImage } from "@modern-hopfield/figures";
import { chartWidth, type Drawing, sentences } from "./charts/drawing.ts";
import { listBaselines, listLabel, listOf, queryNames } from "./charts/lists.ts";
import type { Entry } from "./entries.ts";
import { spreadOut } from "./spreadOut.ts";
import { contrast } from "./telling.ts";

/** The best and the worst condition are drawn. */
const mostConditions = 2;
/** What lists are called in a title. */
const short: Readonly<Record<string, string>> = { mse: "MSE", cosine: "Cosine", vector: "Vector similarity" };

/** A metric in its three uses for every picture of a condition, sorted by what came back. */
function usesChart(entry: Entry, list: string): Drawing | null {
  const retrieved = listOf(entry, list);
  const [baseline, other] = listBaselines[list].map((name) => listOf(entry, name));
  if (baseline.length === 0 || !retrieved.some((value) => value !== null)) return null;
  const title = `${short[list]} per picture: ${entry.name}`;
  return {
    title,
    wide: false,
    caption: sentences(
      "Sorted by what came back (first repeat)",
      other.length > 0 &&
        `${list === "mse" ? "Above" : "Below"} its nearest other original, another picture would have been as good an answer`,
    ),
    svg: (theme) =>
      perImage(
        {
          methods: [
            { name: "retrieved – original", values: retrieved },
            ...(other.length > 0 ? [{ name: "original – nearest other", values: other }] : []),
            { name: "corrupted – original", values: baseline, baseline: true },
          ],
          label: listLabel(list, entry),
          order: "first",
          names: queryNames(entry),
        },
        { title, theme, width: chartWidth },
      ),
  };
}

/** The three uses picture by picture, for the best and the worst condition of the widest contrast. */
export function usesCharts(entries: readonly Entry[]): Drawing[] {
  const lists = Object.keys(listBaselines);
  const drawn = entries.filter((entry) => lists.some((list) => usesChart(entry, list) !== null));
  const rivals = contrast(drawn);
  const shown = spreadOut(rivals.length > 1 ? rivals : drawn, mostConditions);
  return shown.flatMap((entry) => lists.map((list) => usesChart(entry, list))).filter((one) => one !== null);
}
