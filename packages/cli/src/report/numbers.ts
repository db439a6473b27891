/** Stands where there is no number. */
export const none = "–";

const minus = (text: string): string => text.replace(/^-/, "−");

/** A number in at most `digits` significant digits; a dash for null and for what is not finite. */
export function number(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return none;
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return minus(value.toExponential(Math.min(2, digits - 1)));
  return minus(value.toLocaleString("en", { maximumSignificantDigits: Math.max(digits, wholeDigits(size)) }));
}

/** A squared error in pixel units, where less than a thousandth is only the rounding of floating point. */
export function pixelError(value: number): string {
  return value > 0 && value < 0.001 ? "< 0.001" : number(value);
}

/** Digits before the point are never rounded away. */
function wholeDigits(size: number): number {
  return size < 1 ? 1 : Math.floor(Math.log10(size)) + 1;
}

/** A number with `places` digits after the point, so that a column lines up. */
export function fixed(value: number | null | undefined, places: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return none;
  const text = value.toLocaleString("en", { minimumFractionDigits: places, maximumFractionDigits: places });
  // What rounds to zero has no sign.
  return minus(/[1-9]/.test(text) ? text : text.replace("-", ""));
}

/** A share as per cent with one digit, never rounded up to 100 % or down to 0 %. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return none;
  const rounded = Math.round(share * 1000) / 10;
  if (rounded === 100 && share < 1) return "> 99.9 %";
  if (rounded === 0 && share > 0) return "< 0.1 %";
  return `${rounded} %`;
}

/** "1 picture", "2 pictures". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** Seconds in the unit that fits. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${number(seconds * 1000, 3)} ms`;
  if (seconds < 120) return `${number(seconds, 3)} s`;
  return `${number(seconds / 60, 3)} min`;
}
