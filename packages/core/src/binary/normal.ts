/** φ(x), the density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** 1 - Φ(x) for x >= 0: the series of Φ near 0, the continued fraction of the tail beyond. */
function upperTail(x: number): number {
  if (x < 3) {
    let term = x;
    let sum = x;
    for (let k = 3; Math.abs(term) > 1e-17 * sum; k += 2) {
      term *= (x * x) / k;
      sum += term;
    }
    return 0.5 - normalDensity(x) * sum;
  }
  let fraction = x;
  for (let k = 60; k >= 1; k--) fraction = x + k / fraction;
  return normalDensity(x) / fraction;
}

/**
 * Φ(x), the distribution function of the standard normal distribution; small tails keep their relative precision.
 * @see Marsaglia 2004, "Evaluating the normal distribution"
 */
export function normalCdf(x: number): number {
  return x < 0 ? upperTail(-x) : 1 - upperTail(x);
}

/** The z > 0 with Φ(-z) = share, for a share between 0 and 0.5, by bisection. */
export function normalTailInverse(share: number): number {
  let low = 0;
  let high = 40;
  for (let k = 0; k < 200 && high - low > 1e-14 * high; k++) {
    const middle = (low + high) / 2;
    if (normalCdf(-middle) > share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
