import type { Run } from "../../experiment/run.ts";

export function renderRuns(runs: readonly Run[]): {
  html: string;
  csv: string;
  figures: { name: string; svg: string }[];
} {
  return { html: `<pre>${JSON.stringify(runs[0].summary.table)}</pre>`, csv: "", figures: [] };
}
