import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright";
import { expect, test } from "vitest";
import { findChromium } from "../../scripts/house/chromium.mjs";
import { root } from "./command.ts";

const executablePath = findChromium();
if (executablePath === undefined) console.log("there is no Chromium: examples/persist is not tested");

const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript" };

test.skipIf(executablePath === undefined)("the example keeps a memory from visit to visit", async () => {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    if (!/^\/(examples\/persist|packages\/core\/dist)\//.test(path))
      return void response.writeHead(404).end();
    response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream");
    response.end(readFileSync(join(root, path)));
  }).listen(0, "127.0.0.1");
  const browser = await chromium.launch({
    executablePath: executablePath as string,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const { port } = server.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}/examples/persist/index.html`;
    for (const kind of ["OPFS", "IndexedDB"]) {
      const context = await browser.newContext();
      // As in a browser that cannot write the files of a site.
      if (kind === "IndexedDB") {
        await context.addInitScript(() => {
          Reflect.deleteProperty(FileSystemFileHandle.prototype, "createWritable");
        });
      }
      const page = await context.newPage();
      const wrong: string[] = [];
      page.on("pageerror", (error) => wrong.push(error.message));
      for (let visit = 1; visit <= 3; visit++) {
        await page.goto(address);
        await page
          .waitForFunction(() => document.querySelector("#said")?.textContent !== "…")
          .catch(() => {});
        expect(wrong).toEqual([]);
        expect(await page.textContent("#said")).toBe(`${visit} patterns in ${kind}`);
      }
      await context.close();
    }
  } finally {
    await browser.close();
    server.close();
  }
});
