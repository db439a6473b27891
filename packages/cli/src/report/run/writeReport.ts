import { join } from "node:path";
import { loadRun } from "../../experiment/loadRun.ts";
import { atomicWrite } from "../../files/atomicWrite.ts";
import { commandOf } from "./commandOf.ts";
import { renderRuns } from "./renderRuns.ts";

/** PNGs have twice the pixels that their charts are wide. */
const density = 2;

/**
 * Draws the report of runs from their folders alone and writes it: `report.html`, `results.csv`, and each chart as SVG
 * and PNG in `figures`. The same folders give the same files.
 * @returns the path of the page
 */
export async function writeReport(folders: readonly string[], out: string): Promise<string> {
  const runs = folders.map(loadRun);
  const commands = new Map(await Promise.all(runs.map(async (run) => [run, await commandOf(run)] as const)));
  const { html, csv, figures } = renderRuns(runs, { command: (run) => commands.get(run) ?? "" });
  const { svgToPng } = await import("@modern-hopfield/figures");
  for (const { name, svg, width } of figures) {
    atomicWrite(join(out, "figures", `${name}.svg`), svg);
    atomicWrite(join(out, "figures", `${name}.png`), await svgToPng(svg, density * width, "light"));
  }
  atomicWrite(join(out, "results.csv"), csv);
  const page = join(out, "report.html");
  atomicWrite(page, html);
  return page;
}
