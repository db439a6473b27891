import { mkdtempSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { type Browser, chromium } from "playwright";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../scripts/house/chromium.mjs";
import { root } from "./command.ts";

const executablePath = findChromium();
if (executablePath === undefined) console.log("there is no Chromium: layers in a browser are not tested");
const golden = process.env.HOPFIELD_GOLDEN;
if (golden === undefined)
  console.log("HOPFIELD_GOLDEN is not set: hflayers' outputs in a browser are not tested");

const flags =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
};
const page = `<!doctype html><title>golden</title><script type="importmap">{ "imports": {
  "modern-hopfield": "/packages/core/dist/index.js",
  "modern-hopfield/formats": "/packages/core/dist/formats/index.js",
  "@modern-hopfield/layers": "/packages/layers/dist/index.js"
} }</script>`;

/** Serves the compiled packages, the checks, the reference outputs and the built example. */
function serve(example: string): Server {
  return createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    if (path === "/golden.html") {
      response.setHeader("content-type", "text/html");
      return void response.end(page);
    }
    const places: readonly [RegExp, string][] = [
      [/^\/packages\/(core|layers)\/dist\//, join(root, path)],
      [/^\/scripts\/golden\//, join(root, path)],
      [/^\/reference\//, join(golden ?? "", "hflayers", path.slice("/reference/".length))],
      [/^\/example\//, join(example, path.slice("/example/".length))],
    ];
    const file = places.find(([pattern]) => pattern.test(path))?.[1];
    try {
      if (file === undefined) throw new Error("nothing there");
      const body = readFileSync(file);
      response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream");
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, "127.0.0.1");
}

/** Runs every case of the reference in the page; gives the failures and how many passed. */
const checkGolden = `(async () => {
  const { checkLayers, checkReject } = await import("/scripts/golden/layers.mjs");
  const { readSafetensors } = await import("modern-hopfield/formats");
  const index = await (await fetch("/reference/index.json")).json();
  const failures = [];
  let passed = 0;
  const attempt = (name, found) => { if (found === null) passed++; else failures.push(name + ": " + found); };
  for (const entry of index.cases) {
    const bytes = new Uint8Array(await (await fetch("/reference/" + entry.file)).arrayBuffer());
    const { tensors } = readSafetensors(bytes);
    attempt(entry.id, checkLayers(entry, (name) => tensors.get(name), "", tensors));
  }
  for (const entry of index.rejects) attempt(entry.why, checkReject(entry));
  return { failures, passed, all: index.cases.length + index.rejects.length };
})()`;

describe.skipIf(executablePath === undefined)("layers in a browser", () => {
  let browser: Browser;
  let server: Server;
  let origin = "";

  beforeAll(async () => {
    const example = mkdtempSync(join(tmpdir(), "hopfield-layers-example-"));
    await build({
      root: join(root, "examples/layers"),
      base: "/example/",
      configFile: false,
      logLevel: "error",
      worker: { format: "es" },
      build: { outDir: example, emptyOutDir: true },
    });
    server = serve(example);
    await new Promise((resolve) => server.once("listening", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath: executablePath as string, args: flags.split(" ") });
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test.skipIf(golden === undefined)("give hflayers' outputs, associations and gradients", async () => {
    const tab = await browser.newPage();
    await tab.goto(`${origin}/golden.html`);
    const { failures, passed, all } = (await tab.evaluate(checkGolden)) as {
      failures: string[];
      passed: number;
      all: number;
    };
    expect(failures).toEqual([]);
    expect(passed).toBe(all);
    await tab.close();
  });

  test("train in a worker, with progress", async () => {
    const tab = await browser.newPage();
    await tab.goto(`${origin}/example/index.html?epochs=3`);
    await tab.waitForSelector("body[data-ended]", { timeout: 100_000 });
    expect(await tab.textContent("#said")).toMatch(
      /^epoch 3 of 3: loss 0\.\d+, [\d.]+ % right, 0 s left \(done\)$/,
    );
    expect(await tab.locator("#instances li").count()).toBe(16);
    expect(await tab.locator("#instances .signal").count()).toBe(1);
    await tab.close();
  });

  test("stop when the page says so", async () => {
    const tab = await browser.newPage();
    await tab.goto(`${origin}/example/index.html?epochs=1000`);
    await tab.waitForFunction("document.querySelector('#said').textContent.startsWith('epoch')", undefined, {
      timeout: 100_000,
    });
    await tab.click("#stop");
    await tab.waitForSelector("body[data-ended=stopped]", { timeout: 100_000 });
    await tab.close();
  });
});
