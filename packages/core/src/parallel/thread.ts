import { HopfieldError } from "../errors.ts";
import type { Answer, Request } from "./messages.ts";
import { type NodeThreads, nodeThreads, nodeWorkerOptions } from "./runtime.ts";

/** How long a worker that was closed may live on in Node, in milliseconds. */
const endAfter = 200;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** A worker that was started, whatever started it. */
interface Started {
  readonly send: (request: Request, transfer: ArrayBuffer[]) => void;
  readonly stop: () => void;
  /** Says whether the program must stay alive for it. */
  readonly hold: (busy: boolean) => void;
}

/** A worker as this side sees it: requests are answered in order, and a death answers all of them. */
export class Thread {
  readonly #waiting: Waiting[] = [];
  readonly #send: Started["send"];
  readonly #stop: Started["stop"];
  readonly #hold: Started["hold"];
  #dead: Error | undefined;

  /** @throws HopfieldError ERR_WORKER where there are no workers, or this one cannot be started */
  constructor(url: URL | undefined) {
    const node = nodeThreads();
    if (node === null && typeof Worker === "undefined") {
      throw new HopfieldError("ERR_WORKER", "there are no workers here; use the memory's own retrieve");
    }
    const { send, stop, hold } = started(url, () =>
      node === null ? this.#inBrowser(url) : this.#inNode(node, url),
    );
    this.#send = send;
    this.#stop = stop;
    this.#hold = hold;
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
      // Where that throws nobody waits: answers must stay with their requests.
      this.#send(request, transfer);
      this.#waiting.push({ resolve, reject });
      this.#hold(true);
    });
  }

  close(): void {
    this.#die("it was closed");
    this.#stop();
  }

  #inNode(node: NodeThreads, url: URL | undefined): Started {
    const worker = new node.Worker(url ?? new URL("./entry.js", import.meta.url), nodeWorkerOptions());
    worker.on("message", (answer) => this.#receive(answer as Answer));
    worker.on("messageerror", (error) => this.#die(error.message));
    worker.on("error", (error) => this.#die(error instanceof Error ? error.message : String(error)));
    worker.on("exit", (code) => this.#die(`exit code ${code}`));
    // An idle worker does not keep the program alive.
    worker.unref();
    return {
      send: (request, transfer) => worker.postMessage(request, transfer),
      stop: () => {
        worker.unref();
        // Node 20 can crash as a whole when a worker ends while its code is being compiled: give that time to end.
        const timer = setTimeout(() => void worker.terminate(), endAfter) as unknown as { unref?(): void };
        timer.unref?.();
      },
      hold: (busy) => (busy ? worker.ref() : worker.unref()),
    };
  }

  #inBrowser(url: URL | undefined): Started {
    // Bundlers look for these very words.
    const worker =
      url === undefined
        ? new Worker(new URL("./entry.js", import.meta.url), { type: "module" })
        : new Worker(url, { type: "module" });
    worker.onmessage = ({ data }) => this.#receive(data as Answer);
    worker.onmessageerror = () => this.#die("its answer could not be read");
    worker.onerror = (event) => this.#die(event.message || "it could not be loaded");
    return {
      send: (request, transfer) => worker.postMessage(request, transfer),
      stop: () => worker.terminate(),
      hold: () => {},
    };
  }

  #receive(answer: Answer): void {
    const waiting = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#hold(false);
    if (answer?.kind === "error")
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

/**
 * What `start` returns.
 * @throws HopfieldError ERR_WORKER for whatever it throws: a url of another site, a page that allows no workers
 */
function started(url: URL | undefined, start: () => Started): Started {
  try {
    return start();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const where = url === undefined ? "; say by the option url where its file lies" : ` from ${url}`;
    throw new HopfieldError("ERR_WORKER", `a worker cannot be started: ${reason}${where}`, { reason });
  }
}
