/** null when all numbers agree to `tolerance` relative to max(1, largest magnitude), else what differs. */
export function differs(what, got, wanted, tolerance = 1e-10) {
  if (got.length !== wanted.length) return `${what} has ${got.length} numbers, expected ${wanted.length}`;
  let scale = 1;
  for (const value of wanted) if (Number.isFinite(value)) scale = Math.max(scale, Math.abs(value));
  for (let k = 0; k < wanted.length; k++) {
    if (!(Math.abs(got[k] - wanted[k]) <= tolerance * scale)) {
      return `${what}[${k}] is ${got[k]}, expected ${wanted[k]} (off by ${Math.abs(got[k] - wanted[k])}, scale ${scale})`;
    }
  }
  return null;
}

/** The first failure of several checks, or null. */
export function first(...failures) {
  return failures.find((failure) => failure !== null) ?? null;
}
