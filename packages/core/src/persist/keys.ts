import { HopfieldError } from "../errors.ts";
import { brokenFile, quoted } from "./brokenFile.ts";
import type { Tensors } from "./tensors.ts";

/** The key that stands twice in a list, or undefined. */
function repeated(keys: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return undefined;
}

/**
 * The keys as a JSON list in UTF-8: any text, lone surrogates too, comes back as it was.
 * @throws HopfieldError ERR_SIZE unless there is one per pattern, ERR_OPTION for one that is no text, ERR_DUPLICATE
 */
export function encodeKeys(keys: readonly string[], count: number): Uint8Array {
  if (keys.length !== count) {
    throw new HopfieldError("ERR_SIZE", `${keys.length} keys for ${count} patterns (expected one each)`, {
      keys: keys.length,
      count,
    });
  }
  const wrong = keys.findIndex((key) => typeof key !== "string");
  if (wrong >= 0) {
    throw new HopfieldError(
      "ERR_OPTION",
      `key ${wrong} is a ${typeof keys[wrong]} (expected a string); write String(key)`,
      {
        key: wrong,
      },
    );
  }
  const twice = repeated(keys);
  if (twice !== undefined) {
    throw new HopfieldError(
      "ERR_DUPLICATE",
      `two patterns have the key ${quoted(twice)} (expected a key of its own for each); use labels for classes`,
      {
        key: twice,
      },
    );
  }
  return new TextEncoder().encode(JSON.stringify(keys));
}

/**
 * The keys of a file, one per pattern; null where it has none.
 * @throws HopfieldError ERR_DATA for anything but a JSON list of `count` different texts
 */
export function decodeKeys(tensors: Tensors, count: number): readonly string[] | null {
  const tensor = tensors.get("keys");
  if (tensor === undefined) return null;
  if (tensor.dtype !== "U8" || tensor.shape.length !== 1 || !(tensor.data instanceof Uint8Array)) {
    throw brokenFile(
      `tensor keys has dtype ${tensor.dtype} and ${tensor.shape.length} axes (expected U8 and one)`,
    );
  }
  let keys: unknown;
  try {
    keys = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(tensor.data));
  } catch (error) {
    throw brokenFile(`its keys are no JSON (${(error as Error).message})`);
  }
  if (!Array.isArray(keys) || keys.length !== count || !keys.every((key) => typeof key === "string")) {
    throw brokenFile(`its keys are no list of ${count} texts, one per pattern`, { count });
  }
  const twice = repeated(keys);
  if (twice !== undefined) throw brokenFile(`two patterns have the key ${quoted(twice)}`, { key: twice });
  return keys;
}
