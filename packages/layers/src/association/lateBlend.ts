import { HopfieldError } from "modern-hopfield";
import { gemm } from "../autodiff/gemm.ts";
import { type NormedAffineWeights, requireFit, tensorsOf } from "../autodiff/normedAffine.ts";
import { allocate, computed, type Floats, gradOf, type Tensor } from "../autodiff/tensor.ts";

/** The sums of the rows of an association: 1, but for states without any pattern and under dropout. */
function masses(association: Floats, stored: number): Float64Array {
  const sums = new Float64Array(association.length / stored);
  for (let r = 0, at = 0; r < sums.length; r++) {
    let sum = 0;
    for (const end = at + stored; at < end; at++) sum += association[at];
    sums[r] = sum;
  }
  return sums;
}

/** y = x w + b mass, row by row. */
function stretch(x: Floats, w: Floats | null, b: Floats | null, mass: Float64Array, y: Floats): void {
  const size = x.length / mass.length;
  for (let r = 0, at = 0; r < mass.length; r++, at += size) {
    for (let j = 0; j < size; j++) {
      y[at + j] = x[at + j] * (w === null ? 1 : w[j]) + (b === null ? 0 : b[j] * mass[r]);
    }
  }
}

/** Σ over rows of dy x. */
function pullWeight(dy: Floats, x: Floats, to: Floats): void {
  for (let at = 0; at < dy.length; at += to.length) {
    for (let j = 0; j < to.length; j++) to[j] += dy[at + j] * x[at + j];
  }
}

/** What dy owes to the bias and the masses of y = x w + b mass. */
function pullBias(
  dy: Floats,
  b: Floats,
  mass: Float64Array,
  toBias: Floats | null,
  byMass: Float64Array,
): void {
  const size = b.length;
  for (let r = 0, at = 0; r < mass.length; r++, at += size) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += dy[at + j] * b[j];
    byMass[r] += sum;
    if (toBias !== null) for (let j = 0; j < size; j++) toBias[j] += dy[at + j] * mass[r];
  }
}

/**
 * `blend` of the values (z w + b) Wᵀ + c, mapped after they are blended: Σₛ pₛ (W (zₛ w + b) + c) =
 * W (w Σ pₛ zₛ + b Σ pₛ) + c Σ pₛ. For few states and many stored patterns that is a small part of the products.
 *
 * @param association  batch x heads x L x S
 * @param patterns     z: batch or 1, S, features; the same for all heads
 * @param weights      of the norm behind z and of the map to all heads side by side
 * @returns batch x L x (heads x features per head)
 * @throws HopfieldError ERR_SIZE when there is not one value per stored pattern, or sizes differ
 */
export function blendLate(association: Tensor, patterns: Tensor, weights: NormedAffineWeights): Tensor {
  const dtype = requireFit("blend", patterns, weights);
  const [batch, heads, L, S] = association.shape;
  const [samples, rows, E] = patterns.shape;
  if (rows !== S) {
    throw new HopfieldError("ERR_SIZE", `${rows} projected patterns for ${S} stored patterns`, {
      values: rows,
      stored: S,
    });
  }
  const { normWeight, normBias, weight, bias, weightStart, biasStart, count: width } = weights;
  const p = width / heads;
  const [w, b, c] = [normWeight?.data ?? null, normBias?.data ?? null, bias?.data ?? null];
  const lines = heads * L;
  const mass = masses(association.data, S);
  const placeOf = (sample: number): number => (samples === 1 ? 0 : sample * S * E);
  /** Each head's map for the states l of all samples: where the weight, the blended patterns and the result begin. */
  const eachMap = (visit: (from: number, at: number, to: number) => void): void => {
    for (let r = 0; r < lines; r++) {
      const h = Math.floor(r / L);
      visit((weightStart + h * p) * E, r * E, (r % L) * width + h * p);
    }
  };
  const blended = allocate(dtype, batch * lines * E);
  for (let n = 0; n < batch; n++) {
    gemm(
      lines,
      E,
      S,
      association.data,
      n * lines * S,
      S,
      1,
      patterns.data,
      placeOf(n),
      E,
      1,
      blended,
      n * lines * E,
      E,
    );
  }
  const plain = w === null && b === null;
  const normed = plain ? blended : allocate(dtype, blended.length);
  if (!plain) stretch(blended, w, b, mass, normed);
  const out = allocate(dtype, batch * L * width);
  if (c !== null) withBias(c, biasStart, mass, heads, L, p, out);
  eachMap((from, at, to) => {
    gemm(batch, p, E, normed, at, lines * E, 1, weight.data, from, 1, E, out, to, L * width);
  });
  return computed(out, [batch, L, width], [association, patterns, ...tensorsOf(weights)], (grad) => {
    const byMass = new Float64Array(mass.length);
    const byNormed = allocate(dtype, blended.length);
    const toWeight = weight.requiresGrad ? gradOf(weight) : null;
    eachMap((from, at, to) => {
      gemm(batch, E, p, grad, to, L * width, 1, weight.data, from, E, 1, byNormed, at, lines * E);
      if (toWeight === null) return;
      gemm(p, E, batch, grad, to, 1, L * width, normed, at, lines * E, 1, toWeight, from, E);
    });
    if (bias !== null) {
      const toBias = bias.requiresGrad ? gradOf(bias) : null;
      pullOuterBias(grad, bias.data, biasStart, mass, heads, L, p, toBias, byMass);
    }
    if (normBias !== null) {
      pullBias(byNormed, normBias.data, mass, normBias.requiresGrad ? gradOf(normBias) : null, byMass);
    }
    if (normWeight?.requiresGrad) pullWeight(byNormed, blended, gradOf(normWeight));
    if (w !== null) scaleRows(byNormed, w);
    const toAssociation = association.requiresGrad ? gradOf(association) : null;
    const toPatterns = patterns.requiresGrad ? gradOf(patterns) : null;
    if (toAssociation !== null) addToRows(byMass, toAssociation);
    for (let n = 0; n < batch; n++) {
      const [at, cells, place] = [n * lines * E, n * lines * S, placeOf(n)];
      if (toAssociation !== null) {
        gemm(lines, S, E, byNormed, at, E, 1, patterns.data, place, 1, E, toAssociation, cells, S);
      }
      if (toPatterns !== null) {
        gemm(S, E, lines, association.data, cells, 1, S, byNormed, at, E, 1, toPatterns, place, E);
      }
    }
  });
}

/** Writes c mass, for each head its part of c; masses are sample x head x state, the result sample x state x head. */
function withBias(
  c: Floats,
  start: number,
  mass: Float64Array,
  heads: number,
  L: number,
  p: number,
  out: Floats,
): void {
  for (let r = 0; r < mass.length; r++) {
    const h = Math.floor(r / L) % heads;
    const to = ((Math.floor(r / (heads * L)) * L + (r % L)) * heads + h) * p;
    for (let j = 0; j < p; j++) out[to + j] = c[start + h * p + j] * mass[r];
  }
}

/** What `withBias` owes to c and to the masses. */
function pullOuterBias(
  grad: Floats,
  c: Floats,
  start: number,
  mass: Float64Array,
  heads: number,
  L: number,
  p: number,
  toBias: Floats | null,
  byMass: Float64Array,
): void {
  for (let r = 0; r < mass.length; r++) {
    const h = Math.floor(r / L) % heads;
    const from = ((Math.floor(r / (heads * L)) * L + (r % L)) * heads + h) * p;
    const at = start + h * p;
    let sum = 0;
    for (let j = 0; j < p; j++) sum += grad[from + j] * c[at + j];
    byMass[r] += sum;
    if (toBias !== null) for (let j = 0; j < p; j++) toBias[at + j] += grad[from + j] * mass[r];
  }
}

/** x w, row by row, in place. */
function scaleRows(x: Floats, w: Floats): void {
  for (let at = 0; at < x.length; at += w.length) for (let j = 0; j < w.length; j++) x[at + j] *= w[j];
}

/** Adds one number to all of each row. */
function addToRows(numbers: Float64Array, rows: Floats): void {
  const size = rows.length / numbers.length;
  for (let r = 0, at = 0; r < numbers.length; r++) {
    for (const end = (r + 1) * size; at < end; at++) rows[at] += numbers[r];
  }
}
