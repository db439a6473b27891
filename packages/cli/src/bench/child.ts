import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Absent, Hello, Replies, Request } from "./job.ts";

/** A program that follows the protocol of `job.ts`, and how to start it. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A child that died, said something wrong, or took too long; the message holds its last words. */
export class ChildFailure extends Error {
  override readonly name: string = "ChildFailure";
}

/** So much of what a child wrote to stderr is kept. */
const keptWords = 4000;
const shownLines = 4;

/** All that run, to be ended when the command ends for whatever reason. */
const running = new Set<ChildProcess>();
let watched = false;

/** Ends every child at once. */
function endAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** One running child: a question at a time. */
export class Child {
  readonly #process: ChildProcess;
  readonly #timeout: number;
  #words = "";
  #lines: string[] = [];
  readonly #gone: Promise<void>;
  #waiting: ((line: string | null) => void) | undefined;
  #ended = false;
  #ending = "";

  /** @param timeout  seconds that an answer may take */
  constructor({ command, args, env }: Program, timeout: number) {
    if (!watched) process.on("exit", endAll);
    watched = true;
    this.#timeout = timeout;
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...env } });
    this.#process = child;
    running.add(child);
    createInterface({ input: child.stdout }).on("line", (line) => this.#hear(line));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#words = (this.#words + text).slice(-keptWords);
    });
    // A write to a child that has just died; its end is told by "close".
    child.stdin.on("error", () => {});
    this.#gone = new Promise((resolve) => {
      const end = (how: string): void => {
        this.#end(how);
        resolve();
      };
      child.on("error", (error) => end(error.message));
      child.on("close", (code, signal) => end(signal === null ? `exit code ${code}` : signal));
    });
  }

  /** The number that the system knows it by; undefined when it could not be started. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /**
   * The first thing it says: what it is, or that its library is absent.
   * @throws ChildFailure
   */
  hello(): Promise<Hello | Absent> {
    return this.#answer("start");
  }

  /**
   * Asks and waits for the answer.
   * @throws ChildFailure
   */
  ask<D extends keyof Replies>(request: Extract<Request, { do: D }>): Promise<Replies[D]> {
    this.#process.stdin?.write(`${JSON.stringify(request)}\n`);
    return this.#answer<Replies[D]>(request.do);
  }

  /** Ends it at once; resolves when it is gone. */
  end(): Promise<void> {
    this.#process.kill("SIGKILL");
    return this.#gone;
  }

  async #answer<T>(what: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.end();
        reject(this.#failure(`${what}: no answer within ${this.#timeout} s`));
      }, 1000 * this.#timeout);
    });
    try {
      const line = await Promise.race([this.#line(), late]);
      if (line === null) throw this.#failure(`${what}: ended (${this.#ending})`);
      return JSON.parse(line) as T;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The next line, or null at the end. */
  #line(): Promise<string | null> {
    const line = this.#lines.shift();
    if (line !== undefined) return Promise.resolve(line);
    if (this.#ended) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  #hear(line: string): void {
    // Anything else is chatter of a library.
    if (!line.startsWith("{")) return;
    if (this.#waiting === undefined) this.#lines.push(line);
    else this.#waiting(line);
    this.#waiting = undefined;
  }

  #end(how: string): void {
    running.delete(this.#process);
    if (this.#ended) return;
    this.#ended = true;
    this.#ending = how;
    this.#waiting?.(null);
    this.#waiting = undefined;
  }

  #failure(what: string): ChildFailure {
    const last = this.#words.trim().split("\n").slice(-shownLines).join("\n");
    return new ChildFailure(last === "" ? what : `${what}\n${last}`);
  }
}
