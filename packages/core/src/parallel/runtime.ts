/** The little of `node:worker_threads` that is used here. */
export interface NodeThreads {
  readonly Worker: new (
    url: URL,
  ) => {
    postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
    on(event: "message", listener: (message: unknown) => void): void;
    on(event: "error", listener: (error: Error) => void): void;
    on(event: "exit", listener: (code: number) => void): void;
    terminate(): Promise<number>;
    ref(): void;
    unref(): void;
  };
  readonly parentPort: {
    postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
    on(event: "message", listener: (message: unknown) => void): void;
  } | null;
}

interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/** Node's threads, or null elsewhere; asked for without an import, so that bundlers for browsers see none. */
export function nodeThreads(): NodeThreads | null {
  const { process } = globalThis as { process?: NodeProcess };
  return (process?.getBuiltinModule?.("node:worker_threads") as NodeThreads | undefined) ?? null;
}

/** How many threads the machine runs at once; 1 where it does not say. */
export function machineThreads(): number {
  const { process } = globalThis as { process?: NodeProcess };
  const os = process?.getBuiltinModule?.("node:os") as { availableParallelism(): number } | undefined;
  return os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}

/** Whether memory can be shared with workers: always in Node, in browsers on isolated pages alone. */
export function sharesMemory(): boolean {
  if (typeof SharedArrayBuffer === "undefined") return false;
  return nodeThreads() !== null || globalThis.crossOriginIsolated === true;
}
