import { HopfieldError } from "modern-hopfield";
import type { Field, Scalar } from "modern-hopfield/experiment";
import { isModulePath } from "./ownSimilarities.ts";

/** The bounds of a number in words. */
function bounds({ least, most, above }: { least?: number; most?: number; above?: number }): string {
  const parts = [
    least === undefined ? "" : `>= ${least}`,
    above === undefined ? "" : `> ${above}`,
    most === undefined ? "" : `<= ${most}`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : ` ${parts.join(" and ")}`;
}

/** What a field takes, in words. */
export function expectation(field: Field): string {
  switch (field.kind) {
    case "whole":
      return `a whole number${bounds(field)}`;
    case "number":
      return `a number${bounds(field)}`;
    case "choice":
      return field.choices.join(", ");
    case "number-or-choice":
      return `a number${bounds(field)}, or ${field.choices.join(", ")}`;
    case "text":
      return field.examples === undefined ? "a text" : `a text such as ${field.examples.join(", ")}`;
  }
}

function inBounds(
  value: Scalar,
  { least, most, above }: { least?: number; most?: number; above?: number },
): boolean {
  return (
    typeof value === "number" &&
    Number.isFinite(value) &&
    (least === undefined || value >= least) &&
    (most === undefined || value <= most) &&
    (above === undefined || value > above)
  );
}

/** Whether a value is one that a field takes; a text's own check says more than no. */
function fits(field: Field, value: Scalar): boolean {
  switch (field.kind) {
    case "whole":
      return Number.isInteger(value) && inBounds(value, field);
    case "number":
      return inBounds(value, field);
    case "choice":
      return typeof value === "string" && field.choices.includes(value);
    case "number-or-choice":
      return typeof value === "string" ? field.choices.includes(value) : inBounds(value, field);
    case "text":
      return typeof value === "string";
  }
}

/**
 * @param path  where the value stands, "grid.beta[2]"
 * @throws HopfieldError ERR_OPTION naming the place, the value and what was expected
 */
export function checkSetting(path: string, value: Scalar, field: Field, own: ReadonlySet<string>): void {
  if (!fits(field, value)) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid ${path}: ${JSON.stringify(value)} (expected ${expectation(field)})`,
      { path, value },
    );
  }
  if (field.kind !== "text" || field.check === undefined) return;
  // What a module defines is checked when the module is read.
  if (own.has(value as string) || isModulePath(value as string)) return;
  try {
    field.check(value as string);
  } catch (error) {
    throw new HopfieldError("ERR_OPTION", `invalid ${path}: ${(error as Error).message}`, { path, value });
  }
}
