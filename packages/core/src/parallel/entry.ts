// The worker's first file: takes requests from whoever started it, in Node or in a browser.
import type { Answer, Request } from "./messages.ts";
import { nodeThreads } from "./runtime.ts";
import { makeServer } from "./serve.ts";

const serve = makeServer();

/** The port to the thread that started this one. */
interface Port {
  postMessage(message: Answer, transfer: ArrayBuffer[]): void;
}

function answer(port: Port, request: Request): void {
  try {
    const { answer, transfer } = serve(request);
    port.postMessage(answer, transfer);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    port.postMessage({ kind: "error", name, message }, []);
  }
}

const node = nodeThreads();
if (node?.parentPort) {
  const port = node.parentPort;
  port.on("message", (request) => answer(port, request as Request));
} else {
  const self = globalThis as unknown as Port & { onmessage: (event: { data: Request }) => void };
  self.onmessage = ({ data }) => answer(self, data);
}
