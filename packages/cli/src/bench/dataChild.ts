// The process that makes the data of a job and solves its beta, so that Ctrl-C does not wait for either.
import { createInterface } from "node:readline";
import { AssociativeMemory, Patterns } from "modern-hopfield";
import type { Replies, Request } from "./job.ts";
import { writeData } from "./jobFiles.ts";
import { makeData } from "./makeData.ts";

/** So many queries decide beta. */
const betaQueries = 32;

process.stdout.write(
  `${JSON.stringify({ hello: { version: "", notes: [], warnings: [], bareBytes: null } })}\n`,
);
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Request;
  if (request.do !== "data") break;
  const { job } = request;
  const { name, ...data } = makeData(job);
  writeData(job.folder, data);
  const stored = new Patterns(data.stored, {
    size: job.size,
    scale: job.kind === "uint8" ? "unit" : "pixel",
  });
  const memory = new AssociativeMemory(stored, { similarity: job.similarity, duplicates: "allow" });
  const beta = memory.solveBeta(data.queries.subarray(0, Math.min(betaQueries, job.queries) * job.size));
  const reply: Replies["data"] = { beta, patterns: name };
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
process.exit(0);
