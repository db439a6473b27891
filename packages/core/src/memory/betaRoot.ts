/**
 * The place where a rising function first is 0 or more, between `low` (where it is below 0) and `high` (where it is not),
 * to `precision`; the function is not below 0 at what is returned. It may jump.
 *
 * Interpolates, truncates and projects (ITP): never more than one step beyond bisection, far fewer where the function is
 * smooth.
 * @see Oliveira and Takahashi 2020 (ACM Transactions on Mathematical Software 47(1), 5)
 */
export function risingRoot(f: (x: number) => number, low: number, high: number, precision: number): number {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  const truncation = 0.2 / (b - a);
  const most = Math.ceil(Math.log2((b - a) / precision)) + 1;
  for (let step = 0; step <= most && b - a > precision; step++) {
    const middle = (a + b) / 2;
    const reach = (precision / 2) * 2 ** (most - step) - (b - a) / 2;
    const straight = fb > fa ? (fb * a - fa * b) / (fb - fa) : middle;
    const towards = Math.sign(middle - straight);
    const shift = truncation * (b - a) ** 2;
    const near = shift <= Math.abs(middle - straight) ? straight + towards * shift : middle;
    const x = Math.abs(near - middle) <= reach ? near : middle - towards * reach;
    if (!(x > a && x < b)) break;
    const value = f(x);
    if (value >= 0) [b, fb] = [x, value];
    else [a, fa] = [x, value];
  }
  return b;
}
