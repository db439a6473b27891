import type { Scalar } from "modern-hopfield/experiment";
import type { Settings } from "../../experiment/specification.ts";
import { number } from "../numbers.ts";

/** Settings whose texts say by themselves what they are. */
const plain = new Set(["variant", "similarity", "separation", "data", "corrupt", "select", "color", "rule"]);

/** A setting's value in words: numbers by their digits, truths as yes and no. */
export function valueText(value: Scalar): string {
  if (typeof value === "number") return number(value, 6);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value === null ? "none" : value;
}

/** A setting with its value: "beta 8", "manhattan", "missing known". */
export function settingText(name: string, value: Scalar): string {
  return plain.has(name) && typeof value === "string" ? value : `${name} ${valueText(value)}`;
}

/** The names of the settings that differ among some conditions, in their order. */
export function varying(conditions: readonly Settings[]): string[] {
  const names = [...new Set(conditions.flatMap((condition) => Object.keys(condition)))];
  return names.filter((name) => new Set(conditions.map((condition) => condition[name])).size > 1);
}

/**
 * A condition in words: what tells it from the others, "manhattan, beta 8". What all of them share is left out; a lone
 * condition keeps everything.
 */
export function conditionText(condition: Settings, all: readonly Settings[]): string {
  const named = all.length > 1 ? varying(all) : Object.keys(condition);
  return named
    .filter((name) => name in condition)
    .map((name) => settingText(name, condition[name]))
    .join(", ");
}
