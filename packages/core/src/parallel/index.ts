// modern-hopfield/worker: retrievals off the calling thread, on several cores.
export {
  MemoryWorker,
  type MemoryWorkerOptions,
  type WorkerLayout,
  type WorkerRetrieveOptions,
} from "./memoryWorker.ts";
