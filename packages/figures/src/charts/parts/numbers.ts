/** The median of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The least and the greatest of some numbers; undefined of none. */
export function extent(values: Iterable<number>): [number, number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : undefined;
}

/** The arithmetic mean; NaN of none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** `most` of the items at even distances, the first and the last among them; all when there are no more. */
export function thin<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]);
}

/** The least of 1, 2, 5 times a power of ten that is not below `step`. */
export function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return power * ([1, 2, 5].find((times) => times * power >= step * (1 - 1e-9)) ?? 10);
}

const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Digits × power of ten: "10⁶", "2.5×10⁻⁵". */
export function scientific(value: number): string {
  const [digits, exponent] = value.toExponential(2).split("e");
  const power = [...String(Math.abs(Number(exponent)))].map((digit) => raised[Number(digit)]).join("");
  const shown = String(Number(digits));
  const times = shown === "1" ? "" : shown === "-1" ? "−" : `${shown}×`;
  return `${times}10${Number(exponent) < 0 ? "⁻" : ""}${power}`.replace("-", "−");
}

/** A number in four significant digits, or all before the point when these are more, with a true minus sign. */
export function brief(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) return scientific(value);
  const digits = size >= 1e4 ? Math.floor(Math.log10(size)) + 1 : 4;
  return value.toLocaleString("en", { maximumSignificantDigits: digits }).replace("-", "−");
}

/** A share as per cent in three significant digits: "12.5 %". */
export function percent(share: number): string {
  return `${(share * 100).toLocaleString("en", { maximumSignificantDigits: 3 })} %`.replace("-", "−");
}

/** "1 query", "2 queries". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** The range of an axis when all its values are one, which has no ticks of its own; undefined otherwise. */
export function rangeOfOne(values: readonly number[], log = false): { domain: [number, number] } | undefined {
  const one = values[0];
  if (values.length === 0) return { domain: log ? [1, 10] : [0, 1] };
  if (values.some((value) => value !== one)) return undefined;
  if (log) return { domain: [one / 2, one * 2] };
  const room = one === 0 ? 1 : Math.abs(one) / 2;
  return { domain: [one - room, one + room] };
}

/** A number on an axis of given values, in at most three significant digits; whole numbers below a million in full. */
export function axisWord(value: number): string {
  if (Number.isInteger(value)) return brief(value);
  return brief(Number(value.toPrecision(3)));
}
