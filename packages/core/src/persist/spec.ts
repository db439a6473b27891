import { HopfieldError } from "../errors.ts";
import { parseSeparation, parseSimilarity } from "../memory/choices.ts";
import type { Separation } from "../memory/separation.ts";
import type { Similarity } from "../memory/similarity.ts";
import { brokenFile, quoted } from "./brokenFile.ts";
import { sameSeparation, sameSimilarity } from "./sameBehaviour.ts";

/** What stands before the name of an object of the user's own, which no file can hold. */
const own = "own:";

/** What `parse` makes of a text, or undefined for what it does not know. */
function parsed<T>(parse: (spec: string) => T, spec: string): T | undefined {
  try {
    return parse(spec);
  } catch (error) {
    if (error instanceof HopfieldError) return undefined;
    throw error;
  }
}

/**
 * The text that `parseSimilarity` reads as this similarity; "own:" and its name for one that no text stands for (an
 * object of the user's own, or a built-in one with options that its name does not tell).
 */
export function specOfSimilarity(similarity: Similarity): string {
  const { name } = similarity;
  const candidate = parsed(parseSimilarity, name);
  if (candidate === undefined) return own + name;
  // A built-in one without options is one object; whatever else has its name is another similarity.
  const single = candidate === parseSimilarity(name);
  const same = single ? candidate === similarity : sameSimilarity(candidate, similarity);
  return same ? name : own + name;
}

/** The text that `parseSeparation` reads as this separation; "own:" and its name for one that no text stands for. */
export function specOfSeparation(separation: Separation): string {
  const spec = separation.name.replace(/^softmax\+null\/score=/, "null/score=");
  const candidate = parsed(parseSeparation, spec);
  const same = candidate !== undefined && sameSeparation(candidate, separation);
  return same ? spec : own + separation.name;
}

/**
 * The similarity or separation that a file's text stands for: what `given` says where it is there.
 * @throws HopfieldError ERR_OPTION for an object of the user's own that was not passed again; ERR_DATA for a text
 *   that nobody can read
 */
export function fromSpec<T>(
  what: "similarity" | "separation",
  spec: string,
  given: T | string | undefined,
  parse: (spec: string) => T,
): T {
  if (given !== undefined) return typeof given === "string" ? parse(given) : given;
  if (spec.startsWith(own)) {
    const name = quoted(spec.slice(own.length));
    throw new HopfieldError(
      "ERR_OPTION",
      `the memory was saved with a ${what} of its own, ${name}, which a file cannot hold (expected it beside the bytes); pass it again: fromBytes(bytes, { ${what} })`,
      { what, name: spec.slice(own.length) },
    );
  }
  const found = parsed(parse, spec);
  if (found === undefined)
    throw brokenFile(`its ${what} is ${quoted(spec)}, which nothing is called`, { spec });
  return found;
}
