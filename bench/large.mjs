// A large memory, 50,000 x 3072 random bytes: what it takes and how long one query takes, first and warm, on one thread.
// `node bench/large.mjs`; with --chromium in a page, with --diagnose N a diagnosis of N patterns, with --beta beta auto.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: { chromium: { type: "boolean" }, diagnose: { type: "string" }, beta: { type: "boolean" } },
});

/** The job, which a page runs too: it stands on nothing but what it is given. */
async function job(core, { diagnosed, beta }, told) {
  const { AssociativeMemory, Patterns, Random, diagnose } = await import(core);
  const [size, random] = [3072, new Random("large")];
  const randomBytes = (count) => {
    const words = new Uint32Array((count * size) / 4);
    for (let k = 0; k < words.length; k++) words[k] = random.bits();
    return new Uint8Array(words.buffer);
  };
  const seconds = (what) => {
    const started = performance.now();
    what();
    return (performance.now() - started) / 1000;
  };
  if (diagnosed > 0) {
    const patterns = new Patterns(randomBytes(diagnosed), { size, scale: "unit" });
    const memory = new AssociativeMemory(patterns);
    told(`diagnose ${diagnosed} x ${size}: ${seconds(() => diagnose(memory)).toFixed(1)} s`);
    return;
  }
  const bytes = randomBytes(50_000);
  const memory = new AssociativeMemory(new Patterns(bytes, { size, scale: "unit" }), { beta: 0.2 });
  told("stored");
  if (beta) {
    const queries = Float64Array.from(bytes.subarray(0, 100 * size), (b) => b / 255 + 0.02 * random.normal());
    told(
      `beta auto, 100 noisy queries: ${seconds(() => memory.solveBeta(queries, { beta: "auto" })).toFixed(2)} s`,
    );
    return;
  }
  const query = Float64Array.from(
    bytes.subarray(7 * size, 8 * size),
    (b) => b / 255 + 0.02 * random.normal(),
  );
  const ask = () => seconds(() => memory.retrieve(query, { maxSteps: 1 }));
  told(`first query: ${(1000 * ask()).toFixed(0)} ms`);
  const warm = Array.from({ length: 9 }, ask).sort((a, b) => a - b);
  told(
    `warm, median of 9: ${(1000 * warm[4]).toFixed(0)} ms (${[0, 8].map((k) => (1000 * warm[k]).toFixed(0)).join(" to ")})`,
  );
}

/** The most memory this process held, in MB; NaN where the system does not say. */
function peak() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}

const settings = { diagnosed: Number(values.diagnose ?? 0), beta: values.beta ?? false };
if (values.chromium) {
  const { chromium } = await import("playwright");
  const { findChromium } = await import("../scripts/house/chromium.mjs");
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("there is no Chromium here; set CHROME_PATH");
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    if (!path.startsWith("/packages/core/dist/")) {
      response.setHeader("content-type", "text/html");
      return void response.end("<!doctype html><title>bench</title>");
    }
    response.setHeader("content-type", "text/javascript");
    response.end(readFileSync(resolve(root, `.${path}`)));
  }).listen(0, "127.0.0.1");
  const browser = await chromium.launch({
    executablePath,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"],
  });
  const page = await browser.newPage();
  page.on("console", (message) => console.log(message.text()));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(
    `(${job})("/packages/core/dist/index.js", ${JSON.stringify(settings)}, (line) => console.log(line))`,
  );
  await browser.close();
  server.close();
} else {
  const bare = peak();
  await job(new URL("../packages/core/dist/index.js", import.meta.url).href, settings, (line) => {
    console.log(`${line}; peak ${(peak() - bare).toFixed(0)} MB above the bare process`);
  });
}
