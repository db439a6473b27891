// What one thread of the compiled kernels does, in G multiply-adds (or absolute differences) a second: `node bench/kernels.mjs`.
import { wasmModule } from "../packages/core/dist/kernels/wasm/module.js";

const module = wasmModule();
if (module === null) throw new Error("there is no WebAssembly SIMD here");
const { exports, dotBytes7 } = module;
const [rows, size, queries] = [84, 3072, 64];
const panel = 2 ** 16;
const block = panel + rows * size * 4;
const out = block + queries * size * 4;
exports.memory.grow(64);
const bytes = new Uint8Array(exports.memory.buffer);
// Small numbers in either reading: bytes for the integer kernels, float32 near 1 for the others.
const fill = (floats) => {
  if (floats) new Float32Array(exports.memory.buffer, panel, (rows + queries) * size).fill(1.25);
  else for (let k = panel; k < out; k++) bytes[k] = (k * 37) % 101;
};

function speed(kernel) {
  const run = () => kernel(panel, rows, size, block, queries, out, rows);
  for (let k = 0; k < 40; k++) run();
  const started = performance.now();
  let times = 0;
  for (; performance.now() - started < 500; times++) run();
  return (times * rows * size * queries) / (performance.now() - started) / 1e6;
}

fill(false);
for (const name of ["dotBytes", "manhattanBytes"])
  console.log(name.padEnd(16), speed(exports[name]).toFixed(1));
if (dotBytes7 !== null) console.log("dotBytes7".padEnd(16), speed(dotBytes7).toFixed(1));
fill(true);
for (const name of ["dotFloats", "squaredFloats", "manhattanFloats"]) {
  console.log(name.padEnd(16), speed(exports[name]).toFixed(1));
}
