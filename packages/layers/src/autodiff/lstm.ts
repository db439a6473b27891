import { HopfieldError } from "modern-hopfield";
import { logistic } from "./activations.ts";
import { gemm } from "./gemm.ts";
import { allocate, commonDtype, computed, gradOf, type Tensor } from "./tensor.ts";

/** The weights of an LSTM as PyTorch has them: input, forget, cell and output gate one after another. */
export interface LstmWeights {
  /** (4 hidden) x in. */
  readonly input: Tensor;
  /** (4 hidden) x hidden. */
  readonly hidden: Tensor;
  /** 4 hidden. */
  readonly inputBias: Tensor;
  /** 4 hidden. */
  readonly hiddenBias: Tensor;
}

/**
 * A long short-term memory over sequences, from a state of zeros: i, f, o = σ(W x + U h + b), g = tanh(...),
 * c ← f c + i g, h ← o tanh c. One operation, with its gradient through time.
 *
 * @param sequences  batch x steps x in
 * @returns the hidden state of every step, batch x steps x hidden
 * @throws HopfieldError ERR_SIZE when the sizes differ
 * @see Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000
 */
export function lstm(sequences: Tensor, weights: LstmWeights): Tensor {
  const { input, hidden, inputBias, hiddenBias } = weights;
  const dtype = commonDtype("lstm", sequences, input, hidden, inputBias, hiddenBias);
  const [B, T, I] = sequences.shape;
  const [G, H] = hidden.shape;
  if (sequences.rank !== 3 || input.shape[1] !== I || input.shape[0] !== G || G !== 4 * H) {
    throw new HopfieldError(
      "ERR_SIZE",
      `sequences of shape [${sequences.shape.join(", ")}] for an LSTM of weights [${input.shape.join(", ")}] and [${hidden.shape.join(", ")}]`,
      { sequences: sequences.shape, input: input.shape, hidden: hidden.shape },
    );
  }
  // Gates of every step, after their activations; the cells; tanh of the cells.
  const gates = allocate(dtype, B * T * G);
  const cells = allocate(dtype, B * T * H);
  const out = allocate(dtype, B * T * H);
  for (let r = 0; r < B * T; r++) {
    for (let j = 0; j < G; j++) gates[r * G + j] = inputBias.data[j] + hiddenBias.data[j];
  }
  gemm(B * T, G, I, sequences.data, 0, I, 1, input.data, 0, 1, I, gates, 0, G);
  for (let t = 0; t < T; t++) {
    if (t > 0) gemm(B, G, H, out, (t - 1) * H, T * H, 1, hidden.data, 0, 1, H, gates, t * G, T * G);
    for (let b = 0; b < B; b++) {
      const g = (b * T + t) * G;
      const c = (b * T + t) * H;
      for (let j = 0; j < H; j++) {
        const i = logistic(gates[g + j]);
        const f = logistic(gates[g + H + j]);
        const n = Math.tanh(gates[g + 2 * H + j]);
        const o = logistic(gates[g + 3 * H + j]);
        gates[g + j] = i;
        gates[g + H + j] = f;
        gates[g + 2 * H + j] = n;
        gates[g + 3 * H + j] = o;
        cells[c + j] = f * (t > 0 ? cells[c - H + j] : 0) + i * n;
        out[c + j] = o * Math.tanh(cells[c + j]);
      }
    }
  }
  const inputs = [sequences, input, hidden, inputBias, hiddenBias];
  return computed(out, [B, T, H], inputs, (grad) => {
    const slopes = allocate(dtype, B * T * G);
    const toHidden = allocate(dtype, B * H);
    const toCell = allocate(dtype, B * H);
    for (let t = T - 1; t >= 0; t--) {
      for (let b = 0; b < B; b++) {
        const g = (b * T + t) * G;
        const c = (b * T + t) * H;
        for (let j = 0; j < H; j++) {
          const [i, f, n, o] = [gates[g + j], gates[g + H + j], gates[g + 2 * H + j], gates[g + 3 * H + j]];
          const squashed = Math.tanh(cells[c + j]);
          const dh = grad[c + j] + toHidden[b * H + j];
          const dc = toCell[b * H + j] + dh * o * (1 - squashed * squashed);
          slopes[g + j] = dc * n * i * (1 - i);
          slopes[g + H + j] = dc * (t > 0 ? cells[c - H + j] : 0) * f * (1 - f);
          slopes[g + 2 * H + j] = dc * i * (1 - n * n);
          slopes[g + 3 * H + j] = dh * squashed * o * (1 - o);
          toCell[b * H + j] = dc * f;
        }
      }
      toHidden.fill(0);
      gemm(B, H, G, slopes, t * G, T * G, 1, hidden.data, 0, H, 1, toHidden, 0, H);
      if (hidden.requiresGrad && t > 0) {
        gemm(G, H, B, slopes, t * G, 1, T * G, out, (t - 1) * H, T * H, 1, gradOf(hidden), 0, H);
      }
    }
    if (sequences.requiresGrad) {
      gemm(B * T, I, G, slopes, 0, G, 1, input.data, 0, I, 1, gradOf(sequences), 0, I);
    }
    if (input.requiresGrad) gemm(G, I, B * T, slopes, 0, 1, G, sequences.data, 0, I, 1, gradOf(input), 0, I);
    for (const bias of [inputBias, hiddenBias]) {
      if (!bias.requiresGrad) continue;
      const sum = gradOf(bias);
      for (let k = 0; k < slopes.length; k++) sum[k % G] += slopes[k];
    }
  });
}
