import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../scripts/house/chromium.mjs";
import { root } from "./command.ts";

const executablePath = findChromium();
if (executablePath === undefined) console.log("there is no Chromium: workers in a browser are not tested");

const flags =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript" };
const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** Serves the compiled core and the example; pages under /isolated/ may share memory. */
function serve(): Server {
  return createServer((request, response) => {
    let path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    if (path.startsWith("/isolated/")) {
      path = path.slice("/isolated".length);
      for (const [name, value] of Object.entries(isolation)) response.setHeader(name, value);
    }
    if (path === "/") {
      response.setHeader("content-type", "text/html");
      return void response.end("<!doctype html><title>test</title>");
    }
    if (!/^\/(packages\/core\/dist|examples\/worker)\//.test(path)) return void response.writeHead(404).end();
    try {
      const body = readFileSync(join(root, path));
      response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream");
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, "127.0.0.1");
}

/** What a page does, as text: it must not be compiled with the tests. */
const inPage = (prefix: string): string => `(async () => {
  const { AssociativeMemory, Patterns, Random } = await import("${prefix}/packages/core/dist/index.js");
  const { MemoryWorker } = await import("${prefix}/packages/core/dist/parallel/index.js");
  const { availableKernels } = await import("${prefix}/packages/core/dist/kernels/select.js");
  const random = new Random("browser");
  const [count, size] = [600, 256];
  const data = Uint8Array.from({ length: count * size }, () => random.below(256));
  const queries = data.slice(0, 300 * size).map((b) => (random.uniform() < 0.3 ? random.below(256) : b));
  const options = { scale: "unit", size };
  const most = (a, b) => a.reduce((worst, value, j) => Math.max(worst, Math.abs(value - b[j])), 0);
  const memory = new AssociativeMemory(new Patterns(data, options), { beta: 2 });
  const worker = new MemoryWorker(memory, { workers: 2, smallest: 0 });
  const progress = [];
  const found = await worker.retrieve(queries, { exact: "dense", onProgress: (at) => progress.push(at) });
  const wanted = memory.retrieve(queries, { exact: "dense" });
  memory.remove(7);
  const changed = await worker.retrieve(queries, { exact: "dense" });
  const controller = new AbortController();
  const given = worker.retrieve(queries, { signal: controller.signal });
  controller.abort();
  const aborted = await given.catch((error) => error.name);
  worker.close();
  const failure = async (url) => {
    const worker = new MemoryWorker(memory, { workers: 2, smallest: 0, url: new URL(url, location.href) });
    return worker.retrieve(queries).catch((error) => error.code);
  };
  const kernels = Object.fromEntries(["relaxed", "simd", "portable"].map((kernels) => {
    const result = {};
    for (const similarity of ["dot", "squaredEuclidean", "manhattan"]) {
      const memory = new AssociativeMemory(new Patterns(data, options), { beta: 6, kernels, similarity });
      const found = memory.retrieve(queries, { known: undefined });
      result[similarity] = { state: [...found.state], energy: [...found.energy], top: [...found.steps.keys()].map((q) => found.top(q)[0].index) };
    }
    return [kernels, result];
  }));
  return {
    isolated: crossOriginIsolated,
    layout: worker.layout,
    available: availableKernels(),
    worst: [most(found.state, wanted.state), most(found.energy, wanted.energy)],
    worstChanged: most(changed.state, memory.retrieve(queries, { exact: "dense" }).state),
    progress: progress.at(-1),
    aborted,
    failures: [await failure("${prefix}/none.js"), await failure("https://example.com/worker.js")],
    kernels,
  };
})()`;

/** What comes back of that. */
interface Seen {
  readonly isolated: boolean;
  readonly layout: string;
  readonly available: string[];
  readonly worst: number[];
  readonly worstChanged: number;
  readonly progress: number;
  readonly aborted: string;
  readonly failures: string[];
  readonly kernels: Record<string, Record<string, { state: number[]; energy: number[]; top: number[] }>>;
}

describe.skipIf(executablePath === undefined)("workers in Chromium", () => {
  const server = serve();
  let browser: Browser;
  let page: Page;
  const wrong: string[] = [];
  const address = (path: string): string =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath as string, args: flags.split(" ") });
    page = await browser.newPage();
    page.on("pageerror", (error) => wrong.push(error.message));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server.close();
  });

  test.each([
    ["", "shards"],
    ["/isolated", "shared"],
  ])("a page at %j: %s", async (prefix, layout) => {
    await page.goto(address(`${prefix}/`));
    const seen = (await page.evaluate(inPage(prefix))) as Seen;
    expect(seen).toMatchObject({
      isolated: prefix !== "",
      layout,
      progress: 300,
      aborted: "AbortError",
      failures: ["ERR_WORKER", "ERR_WORKER"],
    });
    for (const worst of [...seen.worst, seen.worstChanged]) expect(worst).toBeLessThan(1e-6);
    expect(seen.available).toEqual(["relaxed", "simd", "portable", "reference"]);
    for (const kernels of ["relaxed", "simd"]) {
      for (const [similarity, wanted] of Object.entries(seen.kernels.portable)) {
        const { state, energy, top } = seen.kernels[kernels][similarity];
        expect(top).toEqual(wanted.top);
        for (const [some, others] of [
          [state, wanted.state],
          [energy, wanted.energy],
        ]) {
          const scale = others.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
          const worst = some.reduce((most, value, j) => Math.max(most, Math.abs(value - others[j])), 0);
          // As far as retrievals may lie from the dense one: their tolerance, 1e-4.
          expect(worst / scale).toBeLessThan(1e-4);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("the example follows its slider", async () => {
    await page.goto(address("/examples/worker/index.html"));
    const said = page.locator("#said");
    await page.waitForFunction(() => document.querySelector("#said")?.textContent !== "…");
    expect(await said.textContent()).toBe("pattern 7 (shards)");
    const before = await page.locator("#shown").screenshot();
    await page.locator("#damage").fill("100");
    await page.locator("#damage").fill("20");
    await page.waitForTimeout(500);
    expect(await said.textContent()).toBe("pattern 7 (shards)");
    expect((await page.locator("#shown").screenshot()).equals(before)).toBe(false);
    expect(wrong).toEqual([]);
  });
});
