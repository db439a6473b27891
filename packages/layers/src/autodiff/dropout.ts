import { HopfieldError, type Random } from "modern-hopfield";
import { allocate, computed, gradOf, type Tensor } from "./tensor.ts";

/**
 * Each number is 0 with the probability `rate` and divided by 1 - rate otherwise, so that its expectation stays. The
 * same stream drops the same numbers.
 *
 * @throws HopfieldError ERR_OPTION unless 0 <= rate < 1
 * @see Srivastava et al. 2014
 */
export function dropout(input: Tensor, rate: number, random: Random): Tensor {
  if (!(rate >= 0 && rate < 1)) {
    throw new HopfieldError("ERR_OPTION", `invalid dropout: ${rate} (expected at least 0 and below 1)`, {
      rate,
    });
  }
  if (rate === 0) return input;
  const { data } = input;
  const kept = 1 / (1 - rate);
  const threshold = rate * 2 ** 32;
  const factors = new Uint8Array(data.length);
  const out = allocate(input.dtype, data.length);
  for (let k = 0; k < data.length; k++) {
    if (random.bits() < threshold) continue;
    factors[k] = 1;
    out[k] = kept * data[k];
  }
  return computed(out, input.shape, [input], (grad) => {
    const sum = gradOf(input);
    for (let k = 0; k < grad.length; k++) sum[k] += factors[k] * kept * grad[k];
  });
}
