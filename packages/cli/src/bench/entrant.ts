import { Child, ChildFailure, type Program } from "./child.ts";
import type { Answer, Hello, Job } from "./job.ts";
import { readAnswer } from "./jobFiles.ts";
import type { Load } from "./load.ts";

/** A repetition is repeated until it takes so long, so that a clock and a scheduler matter little. */
const leastSeconds = 0.2;
const mostTimes = 10_000;

/** Threads of a library that still look for work after a repetition fall asleep in this pause, in ms. */
const pause = 50;

/** Nothing, for a while. */
function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pause));
}

/** One contestant on one workload: its process, its seconds, what it answered. A failure ends its part, not the run. */
export class Entrant {
  readonly name: string;
  readonly rounds: number[] = [];
  hello: Hello["hello"] | null = null;
  answer: Answer | null = null;
  peakBytes: number | null = null;
  /** Why its library cannot be used. */
  absent: string | null = null;
  error: string | null = null;
  readonly #program: Program;
  readonly #job: Job;
  readonly #timeout: number;
  #child: Child | null = null;
  #times = 1;

  constructor(name: string, program: Program, job: Job, timeout: number) {
    this.name = name;
    this.#program = program;
    this.#job = job;
    this.#timeout = timeout;
  }

  /** Whether it still takes part. */
  get runs(): boolean {
    return this.absent === null && this.error === null;
  }

  /** Starts its process; with `warm` it repeats the job until that takes no less time. */
  start(warm: boolean): Promise<void> {
    return this.#attempt(async () => {
      const child = new Child(this.#program, this.#timeout);
      this.#child = child;
      const said = await child.hello();
      if ("absent" in said) {
        this.absent = said.absent;
        return child.end();
      }
      this.hello = said.hello;
      const { seconds } = await child.ask({ do: "prepare", job: this.#job, warm });
      this.#times = warm ? Math.min(mostTimes, Math.max(1, Math.ceil(leastSeconds / seconds))) : 1;
    });
  }

  /** One timed round. */
  async round(load: Load): Promise<void> {
    await rest();
    await this.#attempt(async (child) => {
      load.start(child?.pid);
      const { seconds } = await (child as Child).ask({ do: "run", times: this.#times });
      load.stop(child?.pid);
      this.rounds.push(seconds);
    });
  }

  /** One timed round of a fresh process, from its start to its answer. */
  async coldRound(load: Load): Promise<void> {
    await this.stop();
    await rest();
    const before = performance.now();
    load.start(undefined);
    await this.start(false);
    await this.#attempt(async (child) => {
      await (child as Child).ask({ do: "run", times: 1 });
      this.rounds.push((performance.now() - before) / 1000);
      load.stop(child?.pid);
    });
  }

  /** Asks what it found. */
  collect(): Promise<void> {
    return this.#attempt(async (child) => {
      const { peakBytes } = await (child as Child).ask({ do: "result", to: this.name });
      this.peakBytes = peakBytes;
      this.answer = readAnswer(this.#job, this.name);
    });
  }

  /** Ends its process. */
  async stop(): Promise<void> {
    await this.#child?.end();
    this.#child = null;
  }

  async #attempt(step: (child: Child | null) => Promise<void>): Promise<void> {
    if (!this.runs) return;
    try {
      await step(this.#child);
    } catch (error) {
      if (!(error instanceof ChildFailure)) throw error;
      this.error = error.message;
      await this.stop();
    }
  }
}
