import type { Run } from "../../experiment/run.ts";
import { html, type Part, trusted } from "../html.ts";
import { policy } from "../policy.ts";
import { styleSheet } from "../style.ts";
import { chartFigure } from "./chartFigure.ts";
import { drawCharts } from "./charts/drawCharts.ts";
import { classicalMissing, classicalRunSection } from "./classicalRunSection.ts";
import { compareSection } from "./compareSection.ts";
import { conditionsTable } from "./conditionsTable.ts";
import { dataSection } from "./dataSection.ts";
import { endingsSection } from "./endingsSection.ts";
import { entriesOf, runNames } from "./entries.ts";
import { expectedSection } from "./expectedSection.ts";
import { drawingFiles, type FigureFile } from "./figureFiles.ts";
import { aboutRun, aboutRuns } from "./header.ts";
import { resultsCsv } from "./resultsCsv.ts";
import { runGalleries } from "./runGalleries.ts";
import { runGlossary } from "./runGlossary.ts";
import { runStyle } from "./runStyle.ts";
import { stepsSection } from "./stepsSection.ts";
import { storedSection } from "./storedSection.ts";
import { threeUsesSection } from "./threeUses.ts";
import { verdict } from "./verdict.ts";

/** What a report may be told. */
export interface RunsOptions {
  /** The command that repeats a run; by default that of the experiment of its name. */
  readonly command?: (run: Run) => string;
}

/** The report of runs: a page, a table, and each chart as a file. */
export interface RunReport {
  readonly html: string;
  readonly csv: string;
  readonly figures: readonly FigureFile[];
}

/** A part of the page; without content it vanishes, from the contents too. */
interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Part;
}

const experimentCommand = ({ specification }: Run): string =>
  `npx hopfield experiment run ${specification.name}`;

/**
 * The report of one or several runs: a pure function of them, the same runs give the same bytes. One HTML file without
 * script that loads nothing, the points as CSV, and each chart as SVG.
 */
export function renderRuns(runs: readonly Run[], options: RunsOptions = {}): RunReport {
  const { command = experimentCommand } = options;
  const entries = entriesOf(runs);
  const csv = resultsCsv(...runs);
  const drawings = drawCharts({ runs, entries });
  const any = entries.length > 0;
  const galleries = runGalleries(entries);
  const traced = runs.some(({ specification }) => specification.charts?.some(({ kind }) => kind === "steps"));
  const sections: Section[] = [
    { id: "published", title: "What was published, and what came out", content: expectedSection(runs) },
    {
      id: "figures",
      title: "Figures",
      content: drawings.length > 0 && html`<div class="charts">${drawings.map(chartFigure)}</div>`,
    },
    { id: "compare", title: "The runs side by side", content: any && compareSection(runs, entries) },
    {
      id: "conditions",
      title: "Conditions",
      content: any && [conditionsTable(runs, entries), classicalMissing(entries)],
    },
    { id: "uses", title: "Three uses of the metrics", content: threeUsesSection(entries) },
    { id: "pictures", title: "Pictures", content: galleries?.section },
    {
      id: "steps",
      title: "More updates can destroy a right answer",
      content: stepsSection(entries, traced),
    },
    { id: "classical", title: "The binary network beside it", content: classicalRunSection(entries) },
    { id: "stored", title: "The stored patterns", content: storedSection(entries) },
    { id: "endings", title: "How retrievals ended", content: endingsSection(entries) },
    { id: "data", title: "Data and environment", content: dataSection(runs, csv) },
    { id: "glossary", title: "Glossary", content: any && runGlossary(runs, entries) },
  ].filter(({ content }) => content !== null && content !== undefined && content !== false);
  const sentence = verdict(runs, entries);
  const names = runNames(runs);
  const [{ specification, environment }] = runs;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${runs.length > 1 ? names.join(", ") : specification.title}: ${sentence}</title>
<style>${trusted(styleSheet())}${runStyle()}${galleries?.css}</style>
</head>
<body>
<main>
<header>
<p class="eyebrow">hopfield · ${names.join(" · ")} · ${environment.date.slice(0, 10)}</p>
<h1>${sentence}</h1>
${runs.length > 1 ? aboutRuns(runs, runs.map(command)) : aboutRun(runs[0], command(runs[0]))}
<nav aria-label="Contents">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a> `)}</nav>
</header>
${sections.map(({ id, title, content }) => html`<section id="${id}"><h2>${title}</h2>${content}</section>\n`)}
</main>
<footer>Made by hopfield ${environment.version}. This file stands alone: no script, nothing from the network.</footer>
</body>
</html>
`;
  // No line ends between a number and its per cent.
  return { html: page.text.replace(/(\d) %/g, "$1\u00a0%"), csv, figures: drawingFiles(drawings) };
}
