/** A place and the function's value there. */
export interface Place {
  readonly x: number;
  readonly value: number;
}

/** No function needs as many steps; rounding must not make it go on for ever. */
const mostSteps = 200;

/**
 * The place where a rising function first is 0 or more, between `low` (where it is below 0) and `high` (where it is not),
 * to `precision`; the function is not below 0 at what is returned. It may jump.
 *
 * Takes the inverse parabola through three places where that is safe, else the middle.
 * @see Chandrupatla 1997 (Advances in Engineering Software 28(3), 145-149)
 */
export function risingRoot(f: (x: number) => number, low: Place, high: Place, precision: number): number {
  // The root lies between a, the newest place, and b; c is the one before.
  let [a, b, c] = [high, low, low];
  let share = 0.5;
  for (let step = 0; step < mostSteps && Math.abs(b.x - a.x) > precision; step++) {
    const x = a.x + share * (b.x - a.x);
    if (x === a.x || x === b.x) break;
    const place = { x, value: f(x) };
    if (place.value >= 0 === a.value >= 0) c = a;
    else [c, b] = [b, a];
    a = place;
    const least = precision / 2 / Math.abs(b.x - a.x);
    share = Math.min(Math.max(nextShare(a, b, c), least), 1 - least);
  }
  return a.value >= 0 ? a.x : b.x;
}

/** Where between a (0) and b (1) to look next. */
function nextShare(
  { x: a, value: fa }: Place,
  { x: b, value: fb }: Place,
  { x: c, value: fc }: Place,
): number {
  const xi = (a - b) / (c - b);
  const phi = (fa - fb) / (fc - fb);
  if (!(phi * phi < xi && (1 - phi) ** 2 < 1 - xi)) return 0.5;
  const share =
    (fa / (fb - fa)) * (fc / (fb - fc)) + ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb));
  return Number.isFinite(share) ? share : 0.5;
}
