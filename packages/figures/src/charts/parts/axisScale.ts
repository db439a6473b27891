import { brief, extent, niceStep, rangeOfOne, scientific } from "./numbers.ts";
import { textWidth } from "./textWidth.ts";

/** One axis: its range, where its ticks stand, and their words. */
export interface AxisScale {
  type: "linear" | "log";
  domain: [number, number];
  ticks: number[];
  label(value: number): string;
}

export interface AxisScaleOptions {
  /** Logarithmic; values that are not positive do not count. Default linear. */
  log?: boolean | undefined;
  /** What the axis covers at least; it grows where values lie outside, so that nothing is hidden. */
  atLeast?: readonly [number, number] | undefined;
  /** Ticks in per cent of one. */
  percent?: boolean | undefined;
  /** Whether the ends are moved outwards to the next tick; default false. */
  nice?: boolean | undefined;
  /** Whether there are no ticks between the whole numbers of what is counted; default false. */
  whole?: boolean | undefined;
  /** About how many ticks at most; default 5. */
  count?: number | undefined;
  /** The length of a horizontal axis in pixels: ticks are left out until their words stand apart. */
  length?: number | undefined;
}

/** The axis that shows all of `values` (what is not finite does not count), with round ticks. */
export function axisScale(values: readonly number[], options: AxisScaleOptions = {}): AxisScale {
  const { log = false, atLeast = [], count = 5, length } = options;
  const usable = [...values, ...atLeast].filter((value) => Number.isFinite(value) && (!log || value > 0));
  const range = rangeOf(usable, log);
  const whole = options.whole && usable.length > 0 && usable.every(Number.isInteger) ? 1 : 0;
  let scale: AxisScale;
  for (let wanted = count; ; wanted--) {
    scale = log ? logScale(range, wanted, options) : linearScale(range, wanted, whole, options);
    if (length === undefined || wanted <= 1 || standApart(scale, length)) return scale;
  }
}

/** Numbers nearer to each other than this share of their size differ by rounding only. */
const leastDifference = 1e-9;
/** Numbers nearer to zero have too few digits left for ticks. */
const leastSize = 1e-290;

function rangeOf(values: readonly number[], log: boolean): readonly [number, number] {
  const [low, high] = extent(values) ?? [0, 0];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (values.length > 0 && size < leastSize && !log) return rangeOfOne([0])!.domain;
  if (high - low > leastDifference * size) return [low, high];
  return rangeOfOne(values.slice(0, 1), log)!.domain;
}

const leastGap = 10;

function standApart({ type, domain, ticks, label }: AxisScale, length: number): boolean {
  const at = (value: number): number => (type === "log" ? Math.log(value) : value);
  const perPixel = (at(domain[1]) - at(domain[0])) / length;
  const half = ticks.map((tick) => textWidth(label(tick)) / 2);
  return ticks.every(
    (tick, i) => i === 0 || (at(tick) - at(ticks[i - 1])) / perPixel >= half[i] + half[i - 1] + leastGap,
  );
}

function linearScale(
  [low, high]: readonly [number, number],
  count: number,
  leastStep: number,
  options: AxisScaleOptions,
): AxisScale {
  const step = Math.max(leastStep, niceStep(Math.max((high - low) / count, 1e-300)));
  const domain: [number, number] = options.nice
    ? [step * Math.floor(low / step + 1e-9), step * Math.ceil(high / step - 1e-9)]
    : [low, high];
  const ticks = multiples(step, domain);
  return { type: "linear", domain, ticks, label: linearLabel(step, ticks, options) };
}

/** The whole multiples of `step` in a range. */
function multiples(step: number, [low, high]: readonly [number, number]): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Divided where that is exact: 3 × 0.1 is 0.30000000000000004, 3 / 10 is 0.3.
  const at = (k: number): number => (step < 1 ? k / Math.round(1 / step) : k * step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => at(first + k) + 0);
}

/** As many decimals as the step has; where that is too long, few digits, if these still tell the ticks apart. */
function linearLabel(
  step: number,
  ticks: readonly number[],
  { percent = false }: AxisScaleOptions,
): (value: number) => string {
  const times = percent ? 100 : 1;
  const decimals = Math.max(0, -Math.floor(Math.log10(step * times) + 1e-9));
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const fixed = (value: number): string => value.toLocaleString("en", digits);
  const exact = (value: number): string => String(Number(value.toPrecision(12)));
  const readable = decimals <= 4 && ticks.every((tick) => Math.abs(tick * times) < 1e6);
  const differ = new Set(ticks.map((tick) => brief(tick * times))).size === ticks.length;
  const word = readable ? fixed : differ ? brief : exact;
  return (value) => `${word(value * times)}${percent ? " %" : ""}`.replace("-", "−");
}

/** Ticks at 1, 2, 5 times each power of ten, at the powers, or at every second, third ... power. */
function logScale(
  [low, high]: readonly [number, number],
  count: number,
  options: AxisScaleOptions,
): AxisScale {
  const decades = Math.log10(high / low);
  if (decades < 1) return { ...linearScale([low, high], count, 0, options), type: "log" };
  const stride = Math.max(1, Math.ceil(decades / count));
  const factors = decades * 3 <= count * 1.2 ? [1, 2, 5] : [1];
  const first = stride * Math.floor(Math.log10(low) / stride + 1e-9);
  const all: number[] = [];
  for (let power = first; power <= Math.log10(high) + stride; power += stride) {
    for (const factor of factors) all.push(Number(`${factor}e${Math.min(308, Math.max(-307, power))}`));
  }
  const domain: [number, number] = options.nice
    ? [
        all.filter((tick) => tick <= low * (1 + 1e-9)).at(-1) ?? low,
        all.find((tick) => tick >= high * (1 - 1e-9)) ?? high,
      ]
    : [low, high];
  const ticks = all.filter((tick) => tick >= domain[0] * (1 - 1e-9) && tick <= domain[1] * (1 + 1e-9));
  const label = options.percent
    ? (value: number): string => `${brief(value * 100)} %`
    : logLabel(ticks[ticks.length - 1], factors.length > 1);
  return { type: "log", domain, ticks, label };
}

/** Short words of one kind along an axis: "10k" beside "200k" and "1M", "10⁴" beside "10⁶", "1,000" beside "10,000". */
function logLabel(greatest: number, between: boolean): (value: number) => string {
  if (greatest < 1e5) return brief;
  if (!between || greatest >= 1e9) return (value) => (value >= 1e4 ? scientific(value) : brief(value));
  return (value) =>
    value >= 1e6 ? `${brief(value / 1e6)}M` : value >= 1e3 ? `${brief(value / 1e3)}k` : brief(value);
}
