import { perImage } from "@modern-hopfield/figures";
import type { PerImageChart } from "../../../experiment/specification.ts";
import { groupsOf, rivals } from "../best.ts";
import { settingText } from "../conditionText.ts";
import type { Entry } from "../entries.ts";
import { namesAmong } from "../namesAmong.ts";
import { telling } from "../telling.ts";
import { type ChartSource, type Drawing, sentences, wideWidth } from "./drawing.ts";
import { listBaselines, listLabel, listOf, queryNames, withLists } from "./lists.ts";

/** So many colours can be told apart picture by picture; more conditions are drawn task by task. */
const mostMethods = 6;
const mostTasks = 4;

/** Draws a number per picture of the first repeat, a colour per condition, and the untouched queries where all share them. */
export function drawPerImage(chart: PerImageChart, { entries }: ChartSource): Drawing[] {
  const all = withLists(entries, chart.where, [chart.list]);
  if (all.length === 0) return [];
  if (all.length <= mostMethods) return [drawTask(chart, all, chart.title)];
  const rival = rivals(all);
  const tasks = groupsOf(all, rival);
  if (rival === null || tasks.length > mostTasks) return [drawTask(chart, all, chart.title)];
  return tasks.map((task, t) => {
    const own = Object.entries(task[0].summary.condition).filter(([name]) => name !== rival);
    const words = own.map(([name, value]) => settingText(name, value)).join(", ");
    const title = words === "" ? chart.title : `${chart.title}: ${words}`;
    return drawTask(t === 0 ? chart : { ...chart, about: "" }, task, title);
  });
}

function drawTask(chart: PerImageChart, all: readonly Entry[], title: string): Drawing {
  const shown = telling(all, mostMethods);
  const baselines = shown.map((entry) => listOf(entry, listBaselines[chart.list]?.[0] ?? ""));
  const shared =
    baselines[0].length > 0 &&
    baselines.every((list) => JSON.stringify(list) === JSON.stringify(baselines[0]));
  const names = namesAmong(shown);
  return {
    title,
    wide: true,
    caption: sentences(
      chart.about,
      shared && "Gray: the query as given, before retrieval",
      chart.sorted === true && "Each condition is sorted by its own values",
      "The pictures of the first repeat",
      all.length > mostMethods &&
        `Drawn are ${mostMethods} of ${all.length} conditions, chosen from the best to the worst`,
    ),
    svg: (theme) =>
      perImage(
        {
          methods: [
            ...shown.map((entry, i) => ({ name: names[i], values: listOf(entry, chart.list) })),
            ...(shared ? [{ name: "query as given", values: baselines[0], baseline: true }] : []),
          ],
          label: listLabel(chart.list, shown[0]),
          order: chart.sorted === true ? "each" : "given",
          names: queryNames(shown[0]),
        },
        { title, theme, width: wideWidth },
      ),
  };
}
