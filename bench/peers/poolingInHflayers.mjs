// The forward and backward pass of a HopfieldPooling classifier in hflayers on PyTorch: a process of its own, tuned as
// `hopfield bench` tunes its Python contestants.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { pythonTuning } from "../../packages/cli/dist/bench/machine.js";

const script = fileURLToPath(new URL("pooling_in_hflayers.py", import.meta.url));

const base64 = ({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64");
const packed = (module) =>
  Object.fromEntries([...module.namedParameters()].map(([name, t]) => [name, [base64(t), t.shape]]));
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** @returns {Promise<{ version: string, logits: number[], times(what: string, count: number, threads: number): Promise<number[]>, end(): void } | { absent: string }>} */
export async function poolingInHflayers(folder, python, options, pooling, head, input, classes) {
  // Limits of threads would hold for all calls; each call sets its own.
  const { OMP_NUM_THREADS: _, OPENBLAS_NUM_THREADS: __, ...tuning } = pythonTuning(2);
  const child = spawn(python, [script], {
    env: { ...process.env, ...tuning, HFLAYERS_DIR: folder },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const started = new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  child.stdin.on("error", () => {});
  try {
    await started;
  } catch (error) {
    return { absent: error.message };
  }
  const ask = async (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error("the process of hflayers ended");
    return JSON.parse(value);
  };
  const hello = await ask({
    options: Object.fromEntries(Object.entries(options).map(([name, value]) => [snake(name), value])),
    weights: packed(pooling),
    head: packed(head),
    input: base64(input),
    shape: input.shape,
    classes,
  });
  if (hello.absent !== undefined) return hello;
  return {
    ...hello,
    times: (what, count, threads) => ask({ what, count, threads }),
    end: () => child.stdin.end(),
  };
}
