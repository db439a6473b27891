import { beforeAll, describe, expect, test } from "vitest";
import type { Point } from "../../experiment/point.ts";
import type { Run } from "../../experiment/run.ts";
import type { Chart } from "../../experiment/specification.ts";
import { cameBack } from "../outcome.ts";
import { runFixture, withPoints } from "./fixture.ts";
import { renderRuns } from "./renderRuns.ts";

const megabytes = (page: string): number => Buffer.byteLength(page) / 1e6;
const count = (page: string, pattern: RegExp): number => [...page.matchAll(pattern)].length;
const titles = (page: string): string[] => [...page.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, title]) => title);
const heading = (page: string): string =>
  (/<h1>([^<]*)<\/h1>/.exec(page)?.[1] ?? "").replaceAll("\u00a0", " ");
/** The page without its style sheet, in which words of CSS stand. */
const body = (page: string): string => page.slice(page.indexOf("<body>"));

/** Milliseconds for a machine with much else to do. */
const patience = 60_000;

let run: Run;
let page: string;
beforeAll(async () => {
  run = await runFixture();
  page = renderRuns([run]).html;
}, patience);

describe("the report of a run", () => {
  test("has no script and loads nothing from the network", () => {
    expect(page).not.toMatch(/<script|<link|<iframe|<object|<embed|<use|@import|javascript:/i);
    expect(page).not.toMatch(/\son[a-z]+\s*=/i);
    for (const [, address] of page.matchAll(/\b(?:src|srcset|xlink:href|poster)\s*=\s*"([^"]*)"/g)) {
      expect(address).toMatch(/^data:/);
    }
    for (const [, address] of page.matchAll(/url\(([^)]*)\)/g)) {
      expect(address).toMatch(/^data:image\/png;base64,/);
    }
    expect(page).toContain("default-src &#39;none&#39;");
  });

  test("writes no number that is none", () => {
    expect(body(page)).not.toMatch(/\bNaN\b|undefined|Infinity|\[object/);
  });

  test("is the same bytes every time, from a run measured anew too", async () => {
    const again = renderRuns([await runFixture()]);
    expect(again).toEqual(renderRuns([run]));
    expect(again.html).toBe(page);
  });

  test("says in its first heading whether what was published came out, and what leads", () => {
    expect(heading(page)).toMatch(
      /^The published result came out again; by right pattern, manhattan leads with 100 % on average over 2 conditions, dot is last with \d+(\.\d)? %\.$/,
    );
  });

  test("shows title, purpose, source, state, seeds and the command", () => {
    for (const text of [
      "Two similarities against noise",
      "Stores scenes and asks for them with noise.",
      "made for tests",
      "finished: 8 points (4 conditions × 2 repeats)",
      "7 to 8, the same for every condition",
      "npx hopfield experiment run demo",
    ]) {
      expect(page).toContain(text);
    }
    expect(renderRuns([run], { command: () => "npx hopfield sweep --x" }).html).toContain(
      "npx hopfield sweep --x",
    );
  });

  test("lists its sections, and each link leads to one", () => {
    const links = [...page.matchAll(/<a href="#([^"]*)"/g)].map(([, id]) => id);
    const ids = [...page.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id);
    expect(links).toEqual(ids);
    expect(titles(page)).toEqual([
      "What was published, and what came out",
      "Figures",
      "Conditions",
      "Three uses of the metrics",
      "Pictures",
      "More updates can destroy a right answer",
      "The stored patterns",
      "How retrievals ended",
      "Data and environment",
      "Glossary",
    ]);
  });

  test("has a row per condition, and marks the best variant of each task", () => {
    const table = page.slice(page.indexOf('id="conditions"'), page.indexOf('id="uses"'));
    expect(count(table, /<tr>/g)).toBe(1 + 4);
    expect(count(table, /<tbody>/g)).toBe(2);
    for (const group of table.split("<tbody>").slice(1)) {
      const rows = group.split("<tr>").slice(1);
      expect(rows[0]).toContain('<td class="">dot</td>');
      expect(rows[1]).toContain('<td class="">manhattan</td>');
      // Right pattern: the first number of each row.
      expect(/<td class="n[^>]*>(<strong>)?/.exec(rows[1])?.[1]).toBe("<strong>");
      expect(/<td class="n[^>]*>(<strong>)?/.exec(rows[0])?.[1]).toBeUndefined();
    }
  });

  test("shows successes and failures of conditions with four views each, every failure with its reason", () => {
    const pictures = page.slice(page.indexOf('id="pictures"'), page.indexOf('id="steps"'));
    expect(count(pictures, /<figure>/g) * 4).toBe(count(pictures, /class="cell /g));
    expect(count(page, /--sheet: url\(/g)).toBe(4);
    expect(pictures).toContain('class="chip good"');
    expect(pictures).toContain('class="chip bad"');
    for (const point of run.points) {
      const failed = point.perQuery?.filter((query) => !cameBack(query)) ?? [];
      for (const { detail } of failed.slice(0, 4)) {
        expect(pictures).toContain(
          detail.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll(">", "&gt;"),
        );
      }
    }
  });

  test("holds the points as CSV, the summary and the specification as JSON", () => {
    const links = [...page.matchAll(/<a download="([^"]*)" href="data:[^,"]*;base64,([^"]*)"/g)];
    const files = new Map(links.map(([, name, data]) => [name, Buffer.from(data, "base64").toString()]));
    expect(files.get("results.csv")).toBe(renderRuns([run]).csv);
    expect(JSON.parse(files.get("summary.json") ?? "")).toEqual(JSON.parse(JSON.stringify(run.summary)));
    expect(JSON.parse(files.get("sweep.json") ?? "")).toEqual(run.specification);
  });

  test("explains every measure that occurs", () => {
    const glossary = page.slice(page.indexOf('id="glossary"'));
    expect(glossary).toContain(
      "Share of queries whose largest weight is on the true pattern. Higher is better.",
    );
    expect(glossary).not.toContain("Cosine of the embeddings");
  });

  test("says how to get what was not measured", () => {
    expect(page).toContain("<code>--vector resnet20</code>");
    expect(page).toContain("<code>--classical hebb</code>");
  });
});

describe("what was published", () => {
  const expecting = (atLeast: number, where: Record<string, string> = { variant: "dot" }): Promise<Run> =>
    runFixture({
      specification: {
        expected: [{ name: "“dot” works", where, measure: "accuracy", published: "all of them", atLeast }],
      },
    });

  test("does not hold: the page says so in words and with both numbers", async () => {
    const other = renderRuns([await expecting(0.995)]).html;
    expect(heading(other)).toMatch(/^The published result did not come out again; /);
    const table = other
      .slice(other.indexOf('id="published"'), other.indexOf('id="figures"'))
      .replaceAll("\u00a0", " ");
    expect(table).toContain("all of them");
    expect(table).toContain("at least 99.5 %");
    expect(table).toMatch(/chip bad">does not/);
    expect(table).toContain('50 ± 0 % <span class="quiet">in all 2 conditions</span>');
  });

  test("was not run: it is neither held nor failed", async () => {
    const other = renderRuns([await expecting(1, { variant: "unheard of" })]).html;
    expect(other).toMatch(/chip quiet">not run/);
    expect(other).toContain("None of the 1 published result has been run.");
    expect(heading(other)).not.toContain("published");
  });
});

test("a run that is not finished says how far it is, and how to go on", () => {
  const other = renderRuns([withPoints(run, run.points.slice(0, 3))]).html;
  expect(heading(other)).toMatch(/^Not finished, 3 of 8 points so far: /);
  expect(other).toContain("not finished: 3 of 8 points");
});

test("a run without points is a page", () => {
  const other = renderRuns([withPoints(run, [])]);
  expect(heading(other.html)).toBe("None of the 8 points is finished yet.");
  expect(titles(other.html)).toEqual(["What was published, and what came out", "Data and environment"]);
  expect(other.figures).toEqual([]);
  expect(body(other.html)).not.toMatch(/\bNaN\b|undefined|Infinity/);
});

describe("what is missing vanishes", () => {
  const bare = (change: (point: Point) => Partial<Point>): string =>
    renderRuns([
      withPoints(
        run,
        run.points.map((point) => ({ ...point, ...change(point) })),
      ),
    ]).html;

  test("pictures", () => {
    const other = bare(() => ({ atlas: null }));
    expect(titles(other)).not.toContain("Pictures");
    expect(other).not.toContain("--classical");
  });

  test("pictures whose file is gone", () => {
    expect(titles(renderRuns([{ ...run, read: () => null }]).html)).not.toContain("Pictures");
  });

  test("queries, lists and all measures but one", () => {
    const other = bare(({ measures }) => {
      return { atlas: null, perQuery: [], lists: {}, measures: { accuracy: measures.accuracy } };
    });
    expect(titles(other)).toEqual([
      "What was published, and what came out",
      "Figures",
      "Conditions",
      "Data and environment",
      "Glossary",
    ]);
    expect(body(other)).not.toMatch(/\bNaN\b|undefined|Infinity/);
  });

  test("charts", async () => {
    const { charts: _charts, ...specification } = run.specification;
    const other = renderRuns([{ ...run, specification }]);
    expect(titles(other.html)).not.toContain("Figures");
  });

  test("steps, where every query makes one update", async () => {
    const one = await runFixture({
      specification: { settings: { ...run.specification.settings, steps: 1 } },
    });
    expect(titles(renderRuns([one]).html)).not.toContain("More updates can destroy a right answer");
  });
});

test("vectors have a page without pictures", async () => {
  const vectors = await runFixture({
    source: "vectors",
    specification: {
      settings: { patterns: 6, queries: 6, missing: "black", kernels: "reference" },
      grid: { corrupt: ["noise:0.1", "noise:0.5"] },
      charts: [],
      expected: [],
    },
  });
  const other = renderRuns([vectors]).html;
  expect(titles(other)).not.toContain("Pictures");
  expect(body(other)).not.toMatch(/\bNaN\b|undefined|Infinity/);
});

test("texts of specifications, data and queries cannot become markup", async () => {
  const evil = `<img src=x onerror="alert(1)">&'`;
  const wicked = await runFixture({
    folder: `runs/${evil}`,
    specification: {
      name: evil,
      title: evil,
      about: evil,
      source: evil,
      variants: [
        { name: evil, settings: { similarity: "dot", beta: 1 } },
        { name: `${evil}2`, settings: { similarity: "manhattan" } },
      ],
      charts: [
        {
          kind: "lines",
          title: evil,
          about: evil,
          x: "corrupt",
          y: [{ measure: "mse", name: evil }],
          by: ["variant"],
        },
        { kind: "heatmap", title: evil, x: "corrupt", y: "variant", value: "mse" },
        { kind: "per-image", title: evil, list: "mse" },
        { kind: "steps", title: evil },
        { kind: "scatter", title: evil, x: "otherMse", y: "mse" },
      ],
      expected: [{ name: evil, measure: "mse", published: evil, atMost: 1 }],
    },
  });
  const labelled = withPoints(
    wicked,
    wicked.points.map((point) => ({
      ...point,
      ...(point.perQuery === undefined
        ? {}
        : { perQuery: point.perQuery.map((query) => ({ ...query, label: evil, detail: evil })) }),
    })),
  );
  const { html, figures } = renderRuns([labelled, { ...labelled, folder: "runs/b" }], {
    command: () => evil,
  });
  for (const text of [html, ...figures.map(({ svg }) => svg)]) expect(text).not.toContain("<img");
  expect(html).toContain("&lt;img src=x onerror=");
  for (const { name } of figures) expect(name).toMatch(/^[a-z0-9-]+$/);
});

describe("several runs", () => {
  let slow: Run;
  let both: string;
  beforeAll(async () => {
    slow = await runFixture({
      folder: "runs/later",
      specification: {
        settings: { ...run.specification.settings, steps: 1 },
        grid: { corrupt: ["noise:80", "noise:120"] },
      },
    });
    both = renderRuns([run, slow]).html;
  }, patience);

  test("are named by their folders where their specifications share a name", () => {
    expect(heading(both)).toMatch(
      /^On the 2 conditions that both runs have, right pattern is (on average \S+ % in demo, \S+ % in later|\S+ % on average in both)\.$/,
    );
  });

  test("stand side by side where they share conditions, with what they differ in", () => {
    const table = both.slice(both.indexOf('id="compare"'), both.indexOf('id="conditions"'));
    expect(table).toContain("<li>steps: 3 in demo, 1 in later</li>");
    expect(count(table.slice(table.indexOf("<tbody>")), /<tr>/g)).toBe(2);
    expect(table).toContain("2 of demo, 2 of later");
  });

  test("draw one line per run in the same chart", () => {
    const [accuracy] = renderRuns([run, slow]).figures;
    for (const name of ["demo: dot", "demo: manhattan", "later: dot", "later: manhattan"]) {
      expect(accuracy.svg).toContain(name);
    }
  });

  test("that share no condition are said not to", async () => {
    const apart = await runFixture({
      folder: "runs/c",
      specification: { name: "c", grid: { corrupt: ["noise:5"] } },
    });
    const other = renderRuns([run, apart]).html;
    expect(heading(other)).toBe("The runs share no condition, so only their figures can be compared.");
    expect(other).toContain("nothing to put side by side");
  });
});

describe("the figures", () => {
  const charts: Chart[] = [
    {
      kind: "lines",
      title: "By noise",
      x: "corrupt",
      y: [{ measure: "accuracy" }],
      by: ["variant"],
      regimes: true,
    },
    {
      kind: "lines",
      title: "By noise",
      x: "corrupt",
      y: [{ measure: "mse" }],
      by: ["variant"],
      panels: "missing",
    },
    { kind: "heatmap", title: "Map", x: "corrupt", y: "missing", value: "accuracy", regimes: true },
    { kind: "per-image", title: "Per image", list: "mse", sorted: true },
    { kind: "steps", title: "Steps", where: { variant: "manhattan" } },
    { kind: "scatter", title: "Scatter", x: "otherMse", y: "correct" },
    { kind: "lines", title: "Nobody asked", x: "corrupt", y: [{ measure: "vector" }] },
  ];

  test("one for each chart that there are numbers for, none twice, each alone on light paper", async () => {
    const many = await runFixture({
      specification: { charts, grid: { corrupt: ["noise:20", "noise:80"], missing: ["black", "known"] } },
    });
    const { figures, html } = renderRuns([many]);
    expect(figures.map(({ name }) => name)).toEqual([
      "by-noise",
      "by-noise-2",
      "map-dot",
      "map-manhattan",
      "per-image-noise-20-missing-black",
      "per-image-noise-20-missing-known",
      "per-image-noise-80-missing-black",
      "per-image-noise-80-missing-known",
      "steps-manhattan-noise-20-missing-black",
      "steps-manhattan-noise-20-missing-known",
      "steps-manhattan-noise-80-missing-black",
      "steps-manhattan-noise-80-missing-known",
      "scatter",
    ]);
    for (const { svg } of figures) {
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      expect(svg).not.toMatch(/var\(--mh|currentColor|NaN|Infinity/);
    }
    expect(count(html, /<figure class="chart/g)).toBeGreaterThanOrEqual(figures.length);
  });
});

test("a run of noise pictures, which cannot be packed, is below 3 MB", async () => {
  const noisy = await runFixture({
    source: "noise",
    count: 60,
    specification: {
      settings: { patterns: 60, queries: 60, missing: "black", steps: 2, kernels: "reference" },
      grid: { corrupt: ["noise:20", "noise:40", "noise:60", "noise:80"] },
      repeats: 1,
    },
  });
  expect(noisy.points.every(({ atlas }) => atlas !== null && atlas.queries.length === 24)).toBe(true);
  const large = renderRuns([noisy]).html;
  expect(megabytes(large)).toBeGreaterThan(1);
  expect(megabytes(large)).toBeLessThan(3);
  expect(large).toContain("more conditions are in the run");
});
