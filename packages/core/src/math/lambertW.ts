/** Rounds of Halley's method; each triples the number of right digits, so that few are ever made. */
const rounds = 40;

/** A first guess of W₀(x): the series about the branch point -1/e, or the asymptotic form for large x. */
function firstGuess(x: number): number {
  if (x < 0) {
    const p = Math.sqrt(Math.max(0, 2 * (Math.E * x + 1)));
    return -1 + p - (p * p) / 3 + (11 * p * p * p) / 72;
  }
  if (x < Math.E) return Math.log1p(x) * 0.75;
  const log = Math.log(x);
  return log - Math.log(log);
}

/**
 * The upper branch W₀ of Lambert's function: the w >= -1 with w eʷ = x.
 *
 * Halley's method to about the last bits; NaN below the branch point x = -1/e.
 * @see Corless et al. 1996, "On the Lambert W function"
 */
export function lambertW0(x: number): number {
  if (!(x >= -1 / Math.E)) return Number.NaN;
  if (x === 0 || x === Number.POSITIVE_INFINITY) return x;
  let w = firstGuess(x);
  for (let k = 0; k < rounds; k++) {
    const power = Math.exp(w);
    const excess = w * power - x;
    const slope = power * (w + 1);
    const step = excess / (slope - ((w + 2) * excess) / (2 * w + 2));
    if (!Number.isFinite(step)) break;
    w -= step;
    if (Math.abs(step) <= 1e-16 * (1 + Math.abs(w))) break;
  }
  return w;
}

/** W₀(eᵗ), the w > 0 with w + ln w = t, for every t: eᵗ itself overflows float64 from t = 710 on. */
export function lambertW0OfExp(t: number): number {
  if (t < 2) return lambertW0(Math.exp(t));
  let w = t - Math.log(t);
  for (let k = 0; k < rounds; k++) {
    const step = (w + Math.log(w) - t) / (1 + 1 / w);
    if (!Number.isFinite(step)) break;
    w -= step;
    if (Math.abs(step) <= 1e-16 * w) break;
  }
  return w;
}
