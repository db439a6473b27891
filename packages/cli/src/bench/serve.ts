import { createInterface } from "node:readline";
import type { Answer, Hello, Job, Request } from "./job.ts";
import { writeAnswer } from "./jobFiles.ts";
import { peakBytes } from "./peakMemory.ts";

/** Something that can be timed. */
export interface Contestant {
  readonly version: string;
  readonly notes: readonly string[];
  prepare(job: Job): Promise<void> | void;
  /** One repetition of the whole job. */
  run(): Promise<void> | void;
  /** What the job gives; not timed. */
  answer(): Promise<Answer> | Answer;
}

/** The library of a contestant is not installed. */
export class AbsentError extends Error {
  override readonly name: string = "AbsentError";
}

/** Warming up goes on until so many seconds were spent: the compiler of the engine needs a few repetitions. */
const warmSeconds = 0.4;

const seconds = (): number => performance.now() / 1000;

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** Repeats until warm; returns the seconds of the last repetition. */
async function warmUp(contestant: Contestant): Promise<number> {
  const started = seconds();
  for (;;) {
    const before = seconds();
    await contestant.run();
    const after = seconds();
    if (after - started > warmSeconds) return after - before;
  }
}

async function timed(contestant: Contestant, times: number): Promise<number> {
  const before = seconds();
  for (let k = 0; k < times; k++) await contestant.run();
  return (seconds() - before) / times;
}

/** Does what the command asks, request by request, until it says quit or is gone. */
async function follow(contestant: Contestant): Promise<void> {
  let folder = "";
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    if (request.do === "prepare") {
      folder = request.job.folder;
      await contestant.prepare(request.job);
      say({ seconds: request.warm ? await warmUp(contestant) : 0 });
    } else if (request.do === "run") say({ seconds: await timed(contestant, request.times) });
    else if (request.do === "result") {
      const peak = peakBytes();
      writeAnswer(folder, request.to, await contestant.answer());
      say({ peakBytes: peak });
    } else if (request.do === "quit") break;
  }
  // A library may keep threads that would hold the process.
  process.exit(0);
}

/**
 * The life of a contestant's process: loads, says hello, and serves requests.
 * @param load  loads what is measured; throws `AbsentError` where it is not installed
 */
export async function serve(load: () => Promise<Contestant> | Contestant): Promise<void> {
  // What a library prints must not get between the answers.
  for (const name of ["log", "info", "debug", "warn"] as const) console[name] = console.error;
  let contestant: Contestant;
  try {
    contestant = await load();
  } catch (error) {
    if (!(error instanceof AbsentError)) throw error;
    say({ absent: error.message });
    process.exit(0);
  }
  const { version, notes } = contestant;
  const hello: Hello = { hello: { version, notes, warnings: [], bareBytes: peakBytes() } };
  say(hello);
  await follow(contestant);
}
