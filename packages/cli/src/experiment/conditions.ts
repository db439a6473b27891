import { HopfieldError, nearestName } from "modern-hopfield";
import type { Scalar } from "modern-hopfield/experiment";
import { axisValues } from "./axis.ts";
import { checkSetting } from "./checkSetting.ts";
import { defaultsOf, fieldsOf, protocolNamed } from "./protocols.ts";
import type { Settings, Specification } from "./specification.ts";

/** One condition of an experiment: what tells it from the others, and all of its settings. */
export interface Condition {
  readonly condition: Settings;
  readonly settings: Settings;
}

/** Throws for a setting that the protocol does not have, naming the nearest. */
function requireName(path: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  throw new HopfieldError(
    "ERR_OPTION",
    `unknown setting ${path}: ${name} (did you mean ${nearestName(name, names)}? settings: ${names.join(", ")})`,
    { path, name },
  );
}

/**
 * All conditions of a specification: every variant with every combination of the grid, in the order in which they are
 * written, the last axis fastest.
 *
 * @param own  names of similarities of one's own, which no field's check knows
 * @throws HopfieldError ERR_OPTION with the path of what is wrong
 */
export function conditionsOf(
  specification: Specification,
  own: ReadonlySet<string> = new Set(),
): Condition[] {
  const protocol = protocolNamed(specification.protocol);
  const fields = fieldsOf(protocol);
  const names = Object.keys(fields);
  const check = (path: string, settings: Settings): void => {
    for (const [name, value] of Object.entries(settings)) {
      requireName(path, name, names);
      checkSetting(`${path}.${name}`, value, fields[name], own);
    }
  };
  check("settings", specification.settings ?? {});
  const variants = specification.variants ?? [];
  variants.forEach((variant, v) => {
    check(`variants[${v}].settings`, variant.settings);
  });
  const axes = Object.entries(specification.grid ?? {}).map(([name, axis]): [string, Scalar[]] => {
    requireName("grid", name, names);
    const values = axisValues(name, axis);
    values.forEach((value, k) => {
      checkSetting(`grid.${name}[${k}]`, value, fields[name], own);
    });
    return [name, values];
  });
  let conditions: Condition[] = (variants.length === 0 ? [null] : variants).map((variant) => ({
    condition: variant === null ? {} : { variant: variant.name },
    settings: { ...defaultsOf(protocol), ...specification.settings, ...variant?.settings },
  }));
  for (const [name, values] of axes) {
    conditions = conditions.flatMap(({ condition, settings }) =>
      values.map((value) => ({
        condition: { ...condition, [name]: value },
        settings: { ...settings, [name]: value },
      })),
    );
  }
  return conditions;
}
