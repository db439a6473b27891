/** The median of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `most` of the items at even distances, the first and the last among them; all when there are no more. */
export function thin<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]);
}

/** A number in at most four significant digits, with a true minus sign. */
export function brief(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const written =
    size !== 0 && (size >= 1e6 || size < 1e-3)
      ? value.toExponential(2)
      : value.toLocaleString("en", { maximumSignificantDigits: 4 });
  return written.replace("-", "−");
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
