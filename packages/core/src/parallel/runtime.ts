/** The little of `node:worker_threads` that is used here. */
export interface NodeThreads {
  readonly Worker: new (
    url: URL,
    options: { execArgv?: readonly string[] },
  ) => {
    postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
    on(event: "message", listener: (message: unknown) => void): void;
    on(event: "messageerror", listener: (error: Error) => void): void;
    on(event: "error", listener: (error: unknown) => void): void;
    on(event: "exit", listener: (code: number) => void): void;
    terminate(): Promise<number>;
    ref(): void;
    unref(): void;
  };
  readonly parentPort: {
    postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
    on(event: "message", listener: (message: unknown) => void): void;
    on(event: "messageerror", listener: (error: Error) => void): void;
  } | null;
}

interface NodeProcess {
  readonly execArgv?: readonly string[];
  getBuiltinModule?(name: string): unknown;
}

/** Node's threads, or null elsewhere; asked for without an import, so that bundlers for browsers see none. */
export function nodeThreads(): NodeThreads | null {
  const { process } = globalThis as { process?: NodeProcess };
  return (process?.getBuiltinModule?.("node:worker_threads") as NodeThreads | undefined) ?? null;
}

/** What workers need to be told in Node: the flag of a program that stands in the command line is not for their files. */
export function nodeWorkerOptions(): { execArgv?: readonly string[] } {
  const { process } = globalThis as { process?: NodeProcess };
  return process?.execArgv?.some((flag) => flag.startsWith("--input-type")) ? { execArgv: [] } : {};
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
