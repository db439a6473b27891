import { HopfieldError } from "modern-hopfield";
import { logistic } from "./activations.ts";
import { subtract } from "./arithmetic.ts";
import { square } from "./pointwise.ts";
import { mean } from "./reduce.ts";
import { allocate, computed, gradOf, type Tensor } from "./tensor.ts";

/** The mean of (prediction - target)² over all numbers. */
export function meanSquaredError(prediction: Tensor, target: Tensor): Tensor {
  return mean(square(subtract(prediction, target)));
}

/**
 * The mean of -t ln σ(z) - (1 - t) ln(1 - σ(z)) over all logits z, without overflow.
 *
 * @param targets  one number in [0, 1] per logit
 * @throws HopfieldError ERR_SIZE when the counts differ
 */
export function binaryCrossEntropyWithLogits(logits: Tensor, targets: ArrayLike<number>): Tensor {
  const { data } = logits;
  const count = data.length;
  if (targets.length !== count) {
    throw new HopfieldError("ERR_SIZE", `${targets.length} targets for ${count} logits`, {
      targets: targets.length,
      logits: count,
    });
  }
  let total = 0;
  for (let k = 0; k < count; k++) {
    const z = data[k];
    total += Math.max(z, 0) - z * targets[k] + Math.log1p(Math.exp(-Math.abs(z)));
  }
  const out = allocate(logits.dtype, 1).fill(total / count);
  return computed(out, [], [logits], (grad) => {
    const sum = gradOf(logits);
    for (let k = 0; k < count; k++) sum[k] += (grad[0] * (logistic(data[k]) - targets[k])) / count;
  });
}

/**
 * The mean of -ln softmax(z)[class] over all rows of logits.
 *
 * @param logits   ... x classes
 * @param classes  one whole number per row
 * @throws HopfieldError ERR_SIZE when the counts differ, ERR_RANGE for a class that does not exist
 */
export function crossEntropy(logits: Tensor, classes: ArrayLike<number>): Tensor {
  const { data } = logits;
  const size = logits.shape[logits.rank - 1];
  const rows = data.length / size;
  if (classes.length !== rows) {
    throw new HopfieldError("ERR_SIZE", `${classes.length} classes for ${rows} rows of logits`, {
      classes: classes.length,
      rows,
    });
  }
  const shares = new Float64Array(data.length);
  let total = 0;
  for (let r = 0; r < rows; r++) {
    const wanted = classes[r];
    if (!Number.isInteger(wanted) || wanted < 0 || wanted >= size) {
      throw new HopfieldError("ERR_RANGE", `no class ${wanted} (expected 0..${size - 1})`, {
        class: wanted,
        size,
      });
    }
    const from = r * size;
    let largest = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < size; j++) largest = Math.max(largest, data[from + j]);
    let sum = 0;
    for (let j = 0; j < size; j++) {
      shares[from + j] = Math.exp(data[from + j] - largest);
      sum += shares[from + j];
    }
    for (let j = 0; j < size; j++) shares[from + j] /= sum;
    total += largest + Math.log(sum) - data[from + wanted];
  }
  const out = allocate(logits.dtype, 1).fill(total / rows);
  return computed(out, [], [logits], (grad) => {
    const to = gradOf(logits);
    for (let r = 0; r < rows; r++) {
      for (let j = 0; j < size; j++) {
        const share = shares[r * size + j] - (j === classes[r] ? 1 : 0);
        to[r * size + j] += (grad[0] * share) / rows;
      }
    }
  });
}
