import { HopfieldError } from "../errors.ts";
import type { Answer, Request } from "./messages.ts";
import { nodeThreads } from "./runtime.ts";

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** A worker as this side sees it: requests are answered in order, and a death answers all of them. */
export class Thread {
  readonly #waiting: Waiting[] = [];
  readonly #send: (request: Request, transfer: ArrayBuffer[]) => void;
  readonly #stop: () => void;
  readonly #hold: (busy: boolean) => void;
  #dead: Error | undefined;

  /** @throws HopfieldError ERR_WORKER where there are no workers */
  constructor(url: URL | undefined) {
    const node = nodeThreads();
    if (node !== null) {
      const worker = new node.Worker(url ?? new URL("./entry.js", import.meta.url));
      worker.on("message", (answer) => this.#receive(answer as Answer));
      worker.on("error", (error) => this.#die(error.message));
      worker.on("exit", (code) => this.#die(`exit code ${code}`));
      // An idle worker does not keep the program alive.
      worker.unref();
      this.#send = (request, transfer) => worker.postMessage(request, transfer);
      this.#stop = () => void worker.terminate();
      this.#hold = (busy) => (busy ? worker.ref() : worker.unref());
      return;
    }
    if (typeof Worker === "undefined") {
      throw new HopfieldError("ERR_WORKER", "there are no workers here; use the memory's own retrieve");
    }
    const worker =
      url === undefined
        ? new Worker(new URL("./entry.js", import.meta.url), { type: "module" })
        : new Worker(url, { type: "module" });
    worker.onmessage = ({ data }) => this.#receive(data as Answer);
    worker.onerror = (event) => this.#die(event.message || "it could not be loaded");
    this.#send = (request, transfer) => worker.postMessage(request, transfer);
    this.#stop = () => worker.terminate();
    this.#hold = () => {};
  }

  /** Whether it can still be asked. */
  get alive(): boolean {
    return this.#dead === undefined;
  }

  /** @throws HopfieldError ERR_WORKER when the worker dies before it answers, or what it threw itself */
  ask(request: Request, transfer: ArrayBuffer[] = []): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#dead !== undefined) {
        reject(this.#dead);
        return;
      }
      this.#waiting.push({ resolve, reject });
      this.#hold(true);
      this.#send(request, transfer);
    });
  }

  close(): void {
    this.#die("it was closed");
    this.#stop();
  }

  #receive(answer: Answer): void {
    const waiting = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#hold(false);
    if (answer.kind === "error")
      waiting?.reject(new HopfieldError("ERR_WORKER", `a worker failed: ${answer.message}`));
    else waiting?.resolve(answer);
  }

  #die(reason: string): void {
    if (this.#dead !== undefined) return;
    this.#dead = new HopfieldError(
      "ERR_WORKER",
      `a worker ended before it answered: ${reason}; ask again to start another`,
      {
        reason,
      },
    );
    for (const { reject } of this.#waiting.splice(0)) reject(this.#dead);
  }
}
