import { describe, expect, test } from "vitest";
import { fixture, reasons } from "./fixture.ts";
import { renderReport } from "./renderReport.ts";
import { damage } from "./words.ts";

const render = (options: Parameters<typeof fixture>[0] = {}): string => {
  const { document, pictures } = fixture(options);
  return renderReport(document, pictures);
};
const megabytes = (page: string): number => Buffer.byteLength(page) / 1e6;
const count = (page: string, pattern: RegExp): number => [...page.matchAll(pattern)].length;
const tiles = /class="tile"/g;

describe("a report", () => {
  const page = render();

  test("of 100 queries is under 3 MB, and under 1 MB for natural pictures", () => {
    expect(megabytes(page)).toBeLessThan(1);
    expect(megabytes(render({ pictures: "noise" }))).toBeLessThan(3);
  });

  test("has no script and loads nothing from the network", () => {
    expect(page).not.toMatch(/<script|<link|<iframe|<object|<embed|<use|@import|javascript:/i);
    expect(page).not.toMatch(/\son[a-z]+\s*=/i);
    for (const [, address] of page.matchAll(/\b(?:src|srcset|xlink:href|poster)\s*=\s*"([^"]*)"/g)) {
      expect(address).toMatch(/^data:/);
    }
    for (const [, address] of page.matchAll(/url\(([^)]*)\)/g))
      expect(address).toMatch(/^data:image\/png;base64,/);
    expect(page).toContain("default-src &#39;none&#39;");
  });

  test("says the result in its first heading", () => {
    const heading = /<h1>([^<]*)<\/h1>/.exec(page)?.[1];
    expect(heading).toMatch(
      /^91 of 100 half-masked pictures came back, 7\d of them exactly and 1\d nearly; 9 did not: 2 returned/,
    );
    const [, exact, nearly] = /back, (\d+) of them exactly and (\d+) nearly/.exec(heading ?? "") ?? [];
    expect(Number(exact) + Number(nearly)).toBe(91);
  });

  test("names the reason of every failure in words", () => {
    const { document } = fixture();
    for (const { reason, detail } of document.perQuery) {
      if (reason === null) continue;
      expect(page).toContain(detail);
    }
    for (const word of [
      "neighbour",
      "hub",
      "metastable",
      "global average",
      "blend",
      "duplicate",
      "diverged",
    ]) {
      expect(page).toContain(`<td>${word}</td>`);
    }
  });

  test("holds every query in its table, and the numbers as JSON", () => {
    const { document } = fixture();
    for (const { source } of document.perQuery) expect(page).toContain(`<td class="n">${source}</td>`);
    const encoded = /data:application\/json;base64,([^"]*)"/.exec(page)?.[1] ?? "";
    expect(JSON.parse(Buffer.from(encoded, "base64").toString())).toEqual(document);
  });

  test("shows 8 best, 8 worst and 8 random queries with four pictures each, and failures among the first ones", () => {
    const galleries = page.slice(page.indexOf("<h2>Pictures"));
    expect(count(galleries, tiles)).toBe(24 * 4);
    const head = page.slice(0, page.indexOf("<h2>"));
    expect(count(head, tiles)).toBe(6 * 3);
    expect(head).toContain('class="chip bad"');
  });

  test("is the same page every time", () => {
    expect(render()).toBe(page);
  });

  test("says how many patterns are not local maxima of their own similarity", () => {
    expect(page).toContain("6 of 100 patterns are not local maxima of their own similarity");
  });

  test("can be repeated: the command stands in it", () => {
    expect(page).toContain("<code>hopfield retrieve --data scenes -n 100 --corrupt half:bottom");
  });
});

test("labels, commands and advice cannot become markup", () => {
  const evil = `<img src=x onerror="alert(1)">&'`;
  const { document, pictures } = fixture({ label: evil });
  document.command = evil;
  document.environment.dataset = evil;
  document.config.resolved.similarity = evil;
  for (const query of document.perQuery) query.detail = evil;
  document.diagnosis?.advice.push({ code: evil, message: evil, fix: evil });
  for (const page of [renderReport(document, pictures), renderReport(document, null)]) {
    expect(page).not.toContain("<img");
    expect(page).toContain("&lt;img src=x onerror=");
  }
});

test("nothing failed: the page says so and shows no failure", () => {
  const page = render({ failures: 0 });
  expect(page).toMatch(
    /<h1>All 100 half-masked pictures came back, 80 of them exactly and 20 nearly\.<\/h1>/,
  );
  expect(page).not.toContain('class="chip bad"');
  expect(page).not.toContain("Why answers are not");
});

test("everything failed: the page says so and shows no success", () => {
  const page = render({ failures: 100 });
  expect(page).toMatch(/<h1>None of 100 half-masked pictures came back: /);
  expect(page).not.toContain('class="chip good"');
});

test("a single failure and its reason make one sentence", () => {
  const { document, pictures } = fixture({ failures: 1 });
  expect(renderReport(document, pictures)).toContain("; 1 did not: it returned a neighbour.</h1>");
});

test("two failures for one reason are both", () => {
  const { document, pictures } = fixture({ failures: 2 });
  for (const query of document.perQuery) if (!query.correct) query.reason = "hub";
  expect(renderReport(document, pictures)).toContain("; 2 did not: both were drawn to a hub.</h1>");
});

test("a right answer that is a blend came back, and the blend is named", () => {
  const { document, pictures } = fixture({ failures: 0 });
  document.perQuery[0].reason = "blend";
  const page = renderReport(document, pictures);
  expect(page).toContain("came back, 80 of them exactly, 19 nearly and 1 with others blended in.</h1>");
});

test("a state between patterns did not come back, even when the original leads in it", () => {
  const { document, pictures } = fixture({ failures: 0 });
  for (const query of document.perQuery) Object.assign(query, { reason: "global", topWeight: 0.3 });
  const page = renderReport(document, pictures);
  expect(page).toContain(
    "None of 100 half-masked pictures came back: all ended in an average of most patterns.</h1>",
  );
  expect(page).not.toContain('class="chip good"');
});

test("all exact is said in one word", () => {
  const { document, pictures } = fixture({ failures: 0 });
  for (const query of document.perQuery) query.exact = true;
  expect(renderReport(document, pictures)).toContain(
    "<h1>All 100 half-masked pictures came back exactly.</h1>",
  );
});

test("one lost query makes one sentence", () => {
  const { document, pictures } = fixture({ queries: 2, failures: 1 });
  document.perQuery = document.perQuery.filter(({ correct }) => !correct);
  expect(renderReport(document, pictures)).toContain(
    "<h1>The one half-masked picture did not come back: it returned a neighbour.</h1>",
  );
});

test("each corruption has its adjective, also within a chain", () => {
  expect(damage(["half:bottom+noise:25", "blur:1.5"])).toBe("half-masked and noisy and blurred");
  expect(damage([])).toBe("undamaged");
  expect(damage(["salt-pepper/share=0.1"])).toBe("speckled");
  expect(damage(["something new"])).toBe("damaged");
});

test("vector data have tables in place of galleries", () => {
  const { document } = fixture({ pictures: "none" });
  for (const query of document.perQuery) {
    for (const one of [query.retrieved, query.baseline, query.nearest]) {
      Object.assign(one, { psnr: null, ssim: null, cosine: null });
    }
  }
  const { results } = document;
  for (const one of [results, results.baseline, results.nearestNeighbour])
    Object.assign(one, { psnr: null, ssim: null });
  const page = renderReport(document, null);
  expect(page).toContain("half-masked vectors came back");
  expect(count(page, tiles)).toBe(0);
  expect(page).toContain("<h3>Worst");
  expect(page).not.toMatch(/PSNR|NaN|undefined|Infinity/);
});

test("one query makes a page", () => {
  const page = render({ queries: 1, failures: 0 });
  expect(page).toContain("The one half-masked picture came back");
  expect(page).toContain("<h3>All queries");
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});

test("no energies, no diagnosis, no mask: what is missing is not drawn", () => {
  const { document, pictures } = fixture({ known: false });
  document.diagnosis = null;
  document.results.energyRises = null;
  for (const query of document.perQuery) query.energies = [];
  const page = renderReport(document, pictures);
  expect(page).not.toMatch(/NaN|undefined|Infinity|Checkered|Diagnosis of the memory/);
  expect(page).toContain("has no energy");
});

test("large pictures are shown smaller and the file stays small", () => {
  const page = render({ queries: 30, failures: 3, side: 130, pictures: "noise" });
  expect(page).toContain("shown at 1/3 of their size");
  expect(megabytes(page)).toBeLessThan(3);
});

test("thousands of queries stay under 3 MB: the table is cut, failures first, and the JSON is named", () => {
  const { document, pictures } = fixture();
  document.perQuery = Array.from({ length: 5000 }, (_, i) => document.perQuery[i % 100]);
  const page = renderReport(document, pictures);
  expect(megabytes(page)).toBeLessThan(3);
  expect(page).toContain("left out here");
  expect(page).toContain("failed queries first");
});

test("several repeats have their own table, and the pictures are those of the first", () => {
  const { document, pictures } = fixture();
  document.config.repeats = 2;
  document.repeats.push({ seed: 8, beta: 13, accuracy: 0.5, mse: 99, seconds: 1 });
  document.perQuery.push(...document.perQuery.map((query) => ({ ...query, repeat: 1 })));
  const page = renderReport(document, pictures);
  expect(page).toContain("<h3>Repeats</h3>");
  expect(page).toContain("182 of 200");
});

test("there is a word for every reason", () => {
  const page = render({ failures: 7 });
  for (const reason of reasons) expect(page).toContain(`(${reason}, weight`);
});

describe("three uses of the metrics", () => {
  test("stand beside each other, the nearest other original among them", () => {
    const page = render();
    expect(page).toContain('<th class="n">nearest other original</th>');
    expect(page).toContain("original – nearest other");
  });

  test("a pattern that stands alone has no other, and no column for it", () => {
    const { document, pictures } = fixture({ queries: 1, failures: 0 });
    document.results.others = null;
    for (const query of document.perQuery) query.other = null;
    const page = renderReport(document, pictures);
    expect(page).not.toContain("nearest other original");
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("the embedder's similarity is a row and a chart, or a sentence says how to get it", () => {
    const { document, pictures } = fixture();
    expect(renderReport(document, pictures)).toContain("<code>--vector resnet20</code>");
    document.results.vector = { embedder: "resnet20", retrieved: 0.9512, baseline: 0.25, other: 0.5 };
    for (const query of document.perQuery) query.vector = { retrieved: 0.95, baseline: 0.25, other: null };
    const page = renderReport(document, pictures);
    expect(page).toContain("embeddings that resnet20 makes");
    expect(page).toContain('<td class="n strong">0.9512</td>');
    expect(page).toContain("<h3>Vector similarity of each query</h3>");
    expect(page).not.toContain("<code>--vector resnet20</code>");
  });
});

describe("more updates", () => {
  test("that took right answers away are counted, and shown query by query", () => {
    const { document, pictures } = fixture();
    const lost = document.perQuery.filter(
      ({ leaders, stored }) => leaders[0] === stored && leaders[1] !== stored,
    );
    expect(lost.length).toBeGreaterThan(1);
    const page = renderReport(document, pictures);
    expect(page).toContain(
      `${lost.length} queries had the original in the lead of the first update and another`,
    );
    expect(page).toContain("<h3>Query by query</h3>");
    const [{ stored, top }] = lost;
    expect(page).toContain(`<td>${stored} → ${top}</td>`);
  });

  test("that took none away are said to have taken none", () => {
    const page = render({ failures: 0 });
    expect(page).toContain("No update took a right answer away.");
    expect(page).not.toContain("<h3>Query by query</h3>");
  });

  test("are no section where there was one", () => {
    const { document, pictures } = fixture();
    document.results.rightAtStep = [0.9];
    for (const query of document.perQuery) query.leaders = [query.top];
    const page = renderReport(document, pictures);
    expect(page).not.toContain("<h2>More updates</h2>");
    expect(page).not.toContain("<th>led by</th>");
  });
});

test("the binary network stands beside the modern one, or a sentence says how to ask it", () => {
  const { document, pictures } = fixture();
  expect(renderReport(document, pictures)).toContain("<code>--classical hebb</code>");
  document.results.classical = {
    rule: "hebb",
    recovered: 0.031,
    accuracy: 0.125,
    wrongBits: 0.347,
    wrongBitsBefore: 0.251,
  };
  const page = renderReport(document, pictures);
  expect(page).toContain("<h2>The binary network beside it</h2>");
  expect(page).toContain("stored by Hebb&#39;s rule");
  for (const share of ["3.1 %", "12.5 %", "34.7 %", "25.1 %"])
    expect(page).toContain(`<td class="n">${share}</td>`);
  expect(page).not.toContain("<code>--classical hebb</code>");
});

test("a plain picture that took queries is on a card and in the table", () => {
  const { document, pictures } = fixture();
  document.config.intruder = "white";
  document.results.intruderShare = 0.73;
  const page = renderReport(document, pictures);
  expect(page).toContain("<dt>taken by the white picture</dt>");
  expect(page).toContain("Taken by the white picture");
  expect(page).toContain("73 %");
});
