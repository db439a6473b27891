import { HopfieldError } from "modern-hopfield";
import { allocate, type Floats, type Tensor } from "./tensor.ts";

/** Everything a result was computed from through tensors that want gradients, itself included, newest first. */
function historyOf(result: Tensor): Tensor[] {
  const seen = new Set<Tensor>([result]);
  const history: Tensor[] = [];
  const open: Tensor[] = [result];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.origin === null) continue;
    history.push(node);
    for (const input of node.origin.inputs) {
      if (!input.requiresGrad || seen.has(input)) continue;
      seen.add(input);
      open.push(input);
    }
  }
  return history.sort((a, b) => b.order - a.order);
}

/**
 * Brings d(Σ result · seed)/dx to every tensor x that wants gradients and that `result` was computed from, and adds it
 * to `x.grad` (reverse mode). Gradients of what was computed in between are not kept.
 *
 * @param seed  the gradient of the result itself; may be left out when the result is one number (1)
 * @throws HopfieldError ERR_OPTION when the result was not computed from anything that wants gradients,
 *   ERR_SIZE when the seed does not have the result's shape
 */
export function backward(result: Tensor, seed?: Floats): void {
  if (result.origin === null) {
    throw new HopfieldError(
      "ERR_OPTION",
      "this tensor has no history to go back through: nothing it was computed from wants gradients (requiresGrad), or it was made inside withoutGradients",
    );
  }
  if (seed === undefined && result.data.length !== 1) {
    throw new HopfieldError(
      "ERR_SIZE",
      `backward from shape [${result.shape.join(", ")}] needs a seed of that shape; only a single number can do without`,
      { shape: result.shape },
    );
  }
  if (seed !== undefined && seed.length !== result.data.length) {
    throw new HopfieldError(
      "ERR_SIZE",
      `the seed has ${seed.length} numbers, the result ${result.data.length}`,
      {
        seed: seed.length,
        result: result.data.length,
      },
    );
  }
  const start = allocate(result.dtype, result.data.length);
  if (seed === undefined) start[0] = 1;
  else start.set(seed);
  result.grad = start;
  for (const node of historyOf(result)) {
    const { grad } = node;
    node.grad = null;
    if (grad !== null) node.origin?.pull(grad);
  }
}

/**
 * The gradients of a result with respect to some tensors, without touching the `grad` of anything: zeros where there is
 * no dependence.
 */
export function gradients(result: Tensor, inputs: readonly Tensor[], seed?: Floats): Floats[] {
  const leaves = new Set([...inputs, ...leavesOf(result)]);
  const before = new Map([...leaves].map((leaf) => [leaf, leaf.grad]));
  for (const leaf of leaves) leaf.grad = null;
  try {
    backward(result, seed);
    return inputs.map((input) => input.grad ?? allocate(input.dtype, input.data.length));
  } finally {
    for (const [leaf, grad] of before) leaf.grad = grad;
  }
}

function leavesOf(result: Tensor): Tensor[] {
  const leaves = new Set<Tensor>();
  for (const { origin } of historyOf(result)) {
    for (const input of origin?.inputs ?? []) if (input.origin === null) leaves.add(input);
  }
  return [...leaves];
}
