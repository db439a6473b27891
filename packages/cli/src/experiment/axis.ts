import { HopfieldError } from "modern-hopfield";
import type { Scalar } from "modern-hopfield/experiment";
import type { Axis } from "./specification.ts";

const numeral = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const linear = new RegExp(`^(${numeral}):(${numeral}):(${numeral})$`, "i");
const logarithmic = new RegExp(`^log:(${numeral}):(${numeral}):(\\d+)$`, "i");
/** A range in the place of a corruption's number. */
const inside = new RegExp(`^([\\w-]+):(log:)?(${numeral}):(${numeral}):(${numeral})(/.*)?$`, "i");

/** More values than this are a slip, not a wish. */
const mostValues = 10_000;

/** A number without the dust of its computation. */
const clean = (value: number): number => Number(value.toPrecision(12));

function invalid(text: string, remedy: string): HopfieldError {
  return new HopfieldError(
    "ERR_OPTION",
    `invalid range: ${text} (expected start:stop:step or log:from:to:count; ${remedy})`,
    { text },
  );
}

/** start, start + step ... up to stop, which belongs to it. */
function linearRange(text: string, start: number, stop: number, step: number): number[] {
  if (step === 0 || Math.sign(stop - start) * Math.sign(step) < 0) {
    throw invalid(text, `the step ${step} does not lead from ${start} to ${stop}`);
  }
  const count = Math.floor((stop - start) / step + 1e-9) + 1;
  if (count > mostValues) throw invalid(text, `it has ${count} values, more than ${mostValues}`);
  return Array.from({ length: count }, (_, i) => clean(start + i * step));
}

/** `count` numbers from `from` to `to` with equal ratios. */
function logarithmicRange(text: string, from: number, to: number, count: number): number[] {
  if (!(from > 0) || !(to > 0)) throw invalid(text, "a logarithmic range needs positive ends");
  if (count < 1 || count > mostValues) throw invalid(text, `the count must be 1 to ${mostValues}`);
  const ratio = count === 1 ? 0 : Math.log(to / from) / (count - 1);
  return Array.from({ length: count }, (_, i) => clean(from * Math.exp(i * ratio)));
}

/** The numbers of a range; null when the text is none. */
function rangeOf(text: string): number[] | null {
  const line = linear.exec(text);
  if (line !== null) return linearRange(text, Number(line[1]), Number(line[2]), Number(line[3]));
  const log = logarithmic.exec(text);
  if (log !== null) return logarithmicRange(text, Number(log[1]), Number(log[2]), Number(log[3]));
  return null;
}

/** A corruption with a range in the place of a number, as one corruption per number. */
function corruptionsOf(text: string): string[] {
  const parts = text.split("+");
  const ranged = parts.findIndex((part) => inside.test(part));
  if (ranged < 0) return [text];
  const [, name, log, a, b, c, options = ""] = inside.exec(parts[ranged]) as RegExpExecArray;
  const numbers = rangeOf(`${log ?? ""}${a}:${b}:${c}`) ?? [];
  return numbers.flatMap((value) =>
    corruptionsOf(parts.map((part, k) => (k === ranged ? `${name}:${value}${options}` : part)).join("+")),
  );
}

/**
 * The values of an axis in their order, each once.
 * @throws HopfieldError ERR_OPTION for a range that leads nowhere, and for an axis without values
 */
export function axisValues(name: string, axis: Axis): Scalar[] {
  const items = typeof axis === "string" ? [axis] : axis;
  const values = items.flatMap((item): Scalar[] => {
    if (typeof item !== "string") return [item];
    if (name === "corrupt") return corruptionsOf(item);
    return rangeOf(item) ?? [item];
  });
  if (values.length === 0) {
    throw new HopfieldError("ERR_OPTION", `the axis ${name} has no values; give it one or leave it out`, {
      name,
    });
  }
  return [...new Set(values)];
}

/** What a word of a flag's list means: a number where it is one, else the word. */
export function scalarOf(word: string): Scalar {
  const text = word.trim();
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A flag's list, "1,2,4" or "0:1:0.1" or "dot,manhattan". */
export function axisOf(text: string): Scalar[] {
  return text.split(",").map(scalarOf);
}
