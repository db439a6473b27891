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
    refuse(port, error);
  }
}

/** Every message is answered, so that nobody waits for ever. */
function refuse(port: Port, error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  port.postMessage({ kind: "error", name, message }, []);
}

const node = nodeThreads();
if (node?.parentPort) {
  const port = node.parentPort;
  port.on("message", (request) => answer(port, request as Request));
  port.on("messageerror", (error) => refuse(port, error));
} else {
  const self = globalThis as unknown as Port & Pick<Worker, "onmessage" | "onmessageerror">;
  self.onmessage = ({ data }) => answer(self, data);
  self.onmessageerror = () => refuse(self, new Error("a message could not be read"));
}
