import { type Html, trusted } from "../html.ts";
import { sheetStyle } from "./sheets.ts";

/** What the report of runs adds to the style of a report. */
export function runStyle(): Html {
  return trusted(`
nav { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 28px; font-size: 15px; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
.title { margin: 16px 0 0; max-width: 46em; font-weight: 620; }
.title + .lead { margin-top: 4px; }
.facts, header pre { max-width: 992px; margin: 20px 0; }
.chart.wide { grid-column: 1 / -1; max-width: none; }
.chart.wide svg { min-width: 720px; max-width: 1100px; }
.charts { grid-auto-flow: dense; }
.scroll + .charts { margin-top: 36px; }
.charts + .note { margin-top: 24px; }
th.c { text-align: center; }
.sticky th:first-child, .sticky td:first-child { position: sticky; left: 0; z-index: 1; background: var(--mh-paper); }
.sticky thead th:first-child { z-index: 2; }
.grouped tbody + tbody tr:first-child > * { border-top: 1px solid var(--mh-faint); }
.expected td { min-width: 8em; }
.chip.quiet { color: var(--mh-muted); }
.condition + .condition { margin-top: 28px; }
.condition .gallery { grid-template-columns: repeat(auto-fill, minmax(262px, 1fr)); gap: 20px 18px; }
.condition .views { gap: 2px; }
.condition figcaption p { margin-top: 4px; font-size: 13px; line-height: 1.4; }
@media (max-width: 520px) { .condition h3 small { display: block; margin: 2px 0 0; } }
@media print {
  nav { display: none; }
  section { break-inside: auto; }
  .chart, figure, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
  .dense { font-size: 9px; }
  .dense th, .dense td { padding: 2px 6px 2px 0; white-space: normal; font-size: 9px; }
  .sticky th, .sticky td { position: static; }
  .chart.wide svg { min-width: 0; }
}
${sheetStyle().text}`);
}
