import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { HopfieldError } from "modern-hopfield";
import { expect, onTestFinished, test } from "vitest";
import { fetchDataSet } from "./fetch.ts";
import { sha256, tarBytes, temporaryFolder, writeFiles } from "./fixture.ts";
import type { DataSetEntry } from "./registry.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on this machine for the running test: what it answers by path, and what was asked. */
async function serve(answers: Readonly<Record<string, Answer>>): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url as string;
    asked.push(`${path} ${request.headers.range ?? "whole"}`);
    const answer = answers[path];
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const content = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * i) % 251));

/** Sends the bytes, or the part of them that is asked for. */
const sending =
  (bytes: Uint8Array): Answer =>
  (request, response) => {
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (from >= bytes.length) response.writeHead(416).end();
    else if (from > 0) {
      response.writeHead(206, { "Content-Range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` });
      response.end(bytes.subarray(from));
    } else response.end(bytes);
  };

function entry(urls: string[], changes: Partial<DataSetEntry> = {}): DataSetEntry {
  const file = { name: "x.gz", bytes: content.length, sha256: sha256(content), urls };
  const words = { name: "toy", title: "a toy", home: "none", licence: "none", citation: "none" };
  return { ...words, files: [file], members: [], places: ["toy"], variants: [], ...changes };
}

async function failure(promise: Promise<unknown>): Promise<HopfieldError> {
  return (await promise.then(
    () => new Error("it was fetched"),
    (error: unknown) => error,
  )) as HopfieldError;
}

test("the file is fetched to its place, with progress to the end, and not fetched again", async () => {
  const { url, asked } = await serve({ "/x": sending(content) });
  const folder = temporaryFolder();
  const progress: number[] = [];
  const onProgress = (_: string, done: number): void => void progress.push(done);
  const paths = await fetchDataSet(entry([`${url}/x`]), folder, { onProgress });
  expect(paths).toEqual([join(folder, "toy", "x.gz")]);
  expect(sha256(readFileSync(paths[0]))).toBe(sha256(content));
  expect(progress.at(-1)).toBe(content.length);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  await fetchDataSet(entry([`${url}/x`]), folder);
  expect(asked).toEqual(["/x whole"]);
  expect(readdirSync(join(folder, "toy"))).toEqual(["x.gz"]);
});

test("an interrupted transfer leaves a part, and the next fetch asks for the rest alone", async () => {
  const folder = temporaryFolder();
  let hangUp = (): void => {};
  const { url, asked } = await serve({
    "/broken": (_, response) => {
      hangUp = () => response.destroy();
      response.writeHead(200, { "Content-Length": content.length }).write(content.subarray(0, 70_000));
    },
    "/whole": sending(content),
  });
  // The server hangs up once all that it sent has been written.
  const onProgress = (_: string, done: number): void => {
    if (done === 70_000) hangUp();
  };
  const error = await failure(fetchDataSet(entry([`${url}/broken`]), folder, { onProgress }));
  expect(error.code).toBe("ERR_DATA_MISSING");
  expect(error.message).toMatch(/run the command again to continue/);
  expect(readdirSync(join(folder, "toy"))).toEqual(["x.gz.part"]);
  expect(statSync(join(folder, "toy", "x.gz.part")).size).toBe(70_000);
  const [path] = await fetchDataSet(entry([`${url}/whole`]), folder);
  expect(asked[1]).toBe("/whole bytes=70000-");
  expect(sha256(readFileSync(path))).toBe(sha256(content));
});

test("a mirror that fails or lies is passed over, and the reason is told", async () => {
  const wrong = Buffer.from(content).fill(0, 5, 9);
  const { url, asked } = await serve({
    "/wrong": sending(wrong),
    "/long": sending(Buffer.concat([content, content])),
    "/right": sending(content),
  });
  const log: string[] = [];
  const mirrors = ["/none", "/wrong", "/long", "/right"].map((path) => url + path);
  const [path] = await fetchDataSet(entry(mirrors), temporaryFolder(), { log: (line) => log.push(line) });
  expect(sha256(readFileSync(path))).toBe(sha256(content));
  expect(log[0]).toMatch(/none: the server answered 404/);
  expect(log[1]).toMatch(/wrong: sha256 is/);
  expect(log.join("\n")).toMatch(/long: .*more than 200000 bytes/);
  expect(asked[0]).toBe("/none whole");
});

test("with a wrong checksum everywhere nothing appears, and every mirror is named", async () => {
  const { url } = await serve({ "/a": sending(Buffer.alloc(content.length)) });
  const folder = temporaryFolder();
  const error = await failure(fetchDataSet(entry([`${url}/a`, `${url}/b`]), folder));
  expect(error.code).toBe("ERR_DATA_MISSING");
  expect(error.message).toMatch(/\/a: sha256 is.*\/b: the server answered 404.*--from/s);
  expect(readdirSync(join(folder, "toy"))).toEqual([]);
});

test("a part of something else is found out and the file begun anew, from the same mirror", async () => {
  const { url } = await serve({ "/x": sending(content) });
  for (const part of [Buffer.alloc(1000), Buffer.alloc(content.length), Buffer.alloc(content.length + 9)]) {
    const folder = temporaryFolder();
    writeFiles(folder, { "toy/x.gz.part": part });
    const [path] = await fetchDataSet(entry([`${url}/x`]), folder);
    expect(sha256(readFileSync(path))).toBe(sha256(content));
  }
});

test("a server without ranges sends the whole again, and the file is right", async () => {
  const { url } = await serve({ "/x": (_, response) => void response.end(content) });
  const folder = temporaryFolder();
  writeFiles(folder, { "toy/x.gz.part": content.subarray(0, 1000) });
  const [path] = await fetchDataSet(entry([`${url}/x`]), folder);
  expect(sha256(readFileSync(path))).toBe(sha256(content));
});

test("a range other than the one asked for is not appended", async () => {
  const lying: Answer = (request, response) => {
    if (request.headers.range === undefined) return void response.end(content);
    response.writeHead(206, { "Content-Range": `bytes 0-9/${content.length}` }).end(content.subarray(0, 10));
  };
  const { url } = await serve({ "/x": lying });
  const folder = temporaryFolder();
  writeFiles(folder, { "toy/x.gz.part": content.subarray(0, 1000) });
  const [path] = await fetchDataSet(entry([`${url}/x`]), folder);
  expect(sha256(readFileSync(path))).toBe(sha256(content));
});

test("an aborted fetch stops with the reason, keeps the part and tries no other mirror", async () => {
  const { url, asked } = await serve({
    "/slow": (_, response) => void response.write(content.subarray(0, 50_000)),
    "/other": sending(content),
  });
  const folder = temporaryFolder();
  const stop = new AbortController();
  const fetching = fetchDataSet(entry([`${url}/slow`, `${url}/other`]), folder, {
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  expect((await failure(fetching)).name).toBe("AbortError");
  expect(asked).toEqual(["/slow whole"]);
  expect(existsSync(join(folder, "toy", "x.gz"))).toBe(false);
});

test("a folder that cannot be made is named with the remedy", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, { taken: "a file" });
  const error = await failure(fetchDataSet(entry([]), join(folder, "taken")));
  expect(error.code).toBe("ERR_DATA");
  expect(error.message).toMatch(/cannot make the folder .*--data-dir/);
});

const member = { "a.bin": Buffer.alloc(700, 1), "b.bin": Buffer.alloc(300, 2) };
const members = Object.entries(member).map(([name, bytes]) => ({
  name,
  bytes: bytes.length,
  sha256: sha256(bytes),
}));
const archive = gzipSync(tarBytes({ "top/b.bin": member["b.bin"], "top/a.bin": member["a.bin"] }));

function packed(urls: string[], bytes: Uint8Array = archive): DataSetEntry {
  const file = { name: "toy.tar.gz", bytes: bytes.length, sha256: sha256(bytes), urls };
  return entry([], { files: [file], members });
}

test("an archive is unpacked into checked files and removed, and not fetched again", async () => {
  const { url, asked } = await serve({ "/toy": sending(archive) });
  const folder = temporaryFolder();
  const paths = await fetchDataSet(packed([`${url}/toy`]), folder);
  expect(paths.map((path) => readFileSync(path))).toEqual(Object.values(member));
  expect(readdirSync(join(folder, "toy"))).toEqual(["cifar-10-batches-bin"]);
  expect(await fetchDataSet(packed([`${url}/toy`]), folder)).toEqual(paths);
  expect(asked).toEqual(["/toy whole"]);
});

test("an archive without one of its files is refused", async () => {
  const bytes = gzipSync(tarBytes({ "top/a.bin": member["a.bin"] }));
  const { url } = await serve({ "/toy": sending(bytes) });
  const error = await failure(fetchDataSet(packed([`${url}/toy`], bytes), temporaryFolder()));
  expect(error.message).toMatch(/has no b.bin/);
});

test("local copies are checked and copied: the archive, or its files one by one, gzipped or not", async () => {
  for (const files of [
    { "toy.tar.gz": archive },
    { "a.bin": member["a.bin"], "toy/b.bin.gz": gzipSync(member["b.bin"]) },
  ]) {
    const [from, folder] = [temporaryFolder(), temporaryFolder()];
    writeFiles(from, files);
    const paths = await fetchDataSet(packed([]), folder, { from });
    expect(paths.map((path) => readFileSync(path))).toEqual(Object.values(member));
  }
});

test("a published gzip is copied as it is; one packed anew by its content", async () => {
  const plain = Buffer.from("some content");
  const published = gzipSync(plain, { level: 9 });
  const toy = entry([], {
    files: [{ name: "x.gz", bytes: published.length, sha256: sha256(published), urls: [] }],
    members: [{ name: "x", bytes: plain.length, sha256: sha256(plain) }],
  });
  const bring = async (files: Record<string, Uint8Array>): Promise<[string, Buffer]> => {
    const [from, folder] = [temporaryFolder(), temporaryFolder()];
    writeFiles(from, files);
    const [path] = await fetchDataSet(toy, folder, { from });
    return [path.slice(folder.length + 1), readFileSync(path)];
  };
  expect(await bring({ "x.gz": published })).toEqual([join("toy", "x.gz"), published]);
  expect(await bring({ "toy/x.gz": gzipSync(plain, { level: 0 }) })).toEqual([join("toy", "x"), plain]);
  expect(await bring({ x: plain })).toEqual([join("toy", "x"), plain]);
});

test("a local copy that differs is refused and not copied; what is missing is told", async () => {
  const [from, folder] = [temporaryFolder(), temporaryFolder()];
  expect((await failure(fetchDataSet(packed([]), folder, { from }))).code).toBe("ERR_DATA_MISSING");
  writeFiles(from, { "a.bin": member["a.bin"] });
  const log: string[] = [];
  await fetchDataSet(packed([]), folder, { from, log: (line) => log.push(line) });
  expect(log.join()).toMatch(/not found in .*b.bin/);
  writeFiles(from, { "b.bin": Buffer.alloc(300, 3) });
  const error = await failure(fetchDataSet(packed([]), folder, { from }));
  expect([error.code, error.message]).toEqual(["ERR_DATA", expect.stringContaining("b.bin")]);
  expect(existsSync(join(folder, "toy", "cifar-10-batches-bin", "b.bin"))).toBe(false);
});

const data = process.env.HOPFIELD_DATA;

test.skipIf(data === undefined)("real: MNIST and the batches of CIFAR-10 are copied and load", async () => {
  const { registry } = await import("./registry.ts");
  const { loadDataSet } = await import("./datasets.ts");
  const folder = temporaryFolder();
  for (const name of ["mnist", "cifar10"]) {
    const set = registry.find((candidate) => candidate.name === name) as DataSetEntry;
    await fetchDataSet(set, folder, { from: data });
    expect(loadDataSet(name, { dataDir: folder, atLeast: 100 }).count).toBeGreaterThanOrEqual(10000);
  }
});
