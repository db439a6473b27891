import { decodeRow, type Rows } from "../../patterns/rows.ts";
import { Scratch, type WasmModule } from "./module.ts";

const panelBytes = 2 ** 19;
const queryBlock = 32;

/** A weight of at least this share of its query's total is blended in float64. */
const heavyShare = 2 ** -8;

/**
 * out[q d + j] = Σᵢ wqᵢ xᵢⱼ for associations in which many patterns carry weight. The few heavy ones are summed in
 * float64, the light ones in float32: wrong by at most 2⁻²⁰ of the light mass times the largest component.
 */
export function blendMany(
  module: WasmModule,
  stored: Rows,
  weights: Float64Array,
  count: number,
  out: Float64Array,
): void {
  const { count: N, size, data } = stored;
  const { exports } = module;
  const bytes = data instanceof Uint8Array;
  const stride = (size + 15) & ~15;
  const room = Math.min(512, Math.max(8, Math.floor(panelBytes / (4 * stride)) & ~7), (N + 7) & ~7);
  out.fill(0, 0, count * size);
  const least = new Float64Array(count);
  for (let q = 0; q < count; q++) {
    let total = 0;
    for (let i = 0; i < N; i++) total += Math.abs(weights[q * N + i]);
    least[q] = total * heavyShare;
  }
  const row = new Float64Array(size);
  for (let from = 0; from < count; from += queryBlock) {
    const block = Math.min(queryBlock, count - from);
    const lines = (block + 3) & ~3;
    const scratch = new Scratch(exports);
    const panelAt = scratch.take(room * stride * 4);
    const rawAt = bytes ? scratch.take(room * size) : 0;
    const packedAt = bytes ? scratch.take(room * stride) : 0;
    const weightsAt = scratch.take(lines * room * 4);
    const sumsAt = scratch.take(lines * stride * 8);
    new Uint8Array(exports.memory.buffer, sumsAt, lines * stride * 8).fill(0);
    const shifts = new Float64Array(block);
    for (let first = 0; first < N; first += room) {
      const rows = Math.min(room, N - first);
      if (bytes) {
        new Uint8Array(exports.memory.buffer, rawAt, rows * size).set(
          data.subarray(first * size, (first + rows) * size),
        );
        exports.pack(rawAt, rows, size, 0, size, stride, packedAt);
        exports.toFloats(packedAt, rows * stride, panelAt);
      } else {
        const panel = new Float32Array(exports.memory.buffer, panelAt, room * stride);
        for (let r = 0; r < rows; r++) {
          decodeRow(stored, first + r, null, row);
          panel.set(row, r * stride);
          panel.fill(0, r * stride + size, (r + 1) * stride);
        }
      }
      const light = new Float32Array(exports.memory.buffer, weightsAt, lines * room);
      light.fill(0);
      for (let q = 0; q < block; q++) {
        const at = (from + q) * N + first;
        for (let r = 0; r < rows; r++) {
          const weight = weights[at + r];
          if (weight === 0) continue;
          const i = first + r;
          if (Math.abs(weight) >= least[from + q]) {
            const factor = weight * stored.gain[i];
            decodeHeavy(stored, i, weight, out.subarray((from + q) * size, (from + q + 1) * size), factor);
          } else if (bytes) {
            light[q * room + r] = weight * stored.gain[i];
            shifts[q] += weight * stored.offset[i];
          } else light[q * room + r] = weight;
        }
      }
      exports.blend(panelAt, rows, stride, weightsAt, room, lines, sumsAt);
    }
    const sums = new Float64Array(exports.memory.buffer, sumsAt, lines * stride);
    for (let q = 0; q < block; q++) {
      const target = (from + q) * size;
      for (let j = 0; j < size; j++) out[target + j] += sums[q * stride + j] + shifts[q];
    }
  }
}

/** target += weight x in float64. */
function decodeHeavy(stored: Rows, i: number, weight: number, target: Float64Array, factor: number): void {
  const { data, size } = stored;
  if (data instanceof Uint16Array) {
    const row = new Float64Array(size);
    decodeRow(stored, i, null, row);
    for (let j = 0; j < size; j++) target[j] += weight * row[j];
    return;
  }
  const shift = weight * stored.offset[i];
  const from = i * size;
  for (let j = 0; j < size; j++) target[j] += factor * data[from + j] + shift;
}
