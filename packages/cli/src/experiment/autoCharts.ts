import { amountOf, placeOf } from "./amount.ts";
import { conditionsOf } from "./conditions.ts";
import { protocolNamed } from "./protocols.ts";
import type { Chart, Specification } from "./specification.ts";
import { tableMeasures } from "./summarize.ts";

/**
 * The charts of a sweep that asks for none: its first two measures against each setting that takes several numbers, a line
 * per value of what else varies.
 */
export function withCharts(
  specification: Specification,
  own: ReadonlySet<string> = new Set(),
): Specification {
  if (specification.charts !== undefined) return specification;
  const conditions = conditionsOf(specification, own);
  const names = [...new Set(conditions.flatMap(({ condition }) => Object.keys(condition)))];
  const values = (name: string) => [...new Set(conditions.map(({ condition }) => condition[name] ?? null))];
  const numeric = names.filter(
    (name) =>
      values(name).length > 1 &&
      values(name).every((value) => placeOf(name, value) !== null) &&
      (name !== "corrupt" || new Set(values(name).map((value) => amountOf(value)?.unit)).size === 1),
  );
  const { measures } = protocolNamed(specification.protocol);
  const shown = tableMeasures(specification).slice(0, 2);
  const charts = numeric.flatMap((x): Chart[] => {
    const numbers = values(x).map((value) => placeOf(x, value) as number);
    const spans = Math.min(...numbers) > 0 && Math.max(...numbers) / Math.min(...numbers) >= 30;
    return shown.map((measure) => ({
      kind: "lines",
      title: `${measures[measure]?.label ?? measure} against ${x === "corrupt" ? "damage" : x}`,
      x,
      ...(spans ? { xLog: true } : {}),
      y: [{ measure }],
      by: names.filter((name) => name !== x && values(name).length > 1),
    }));
  });
  return { ...specification, charts };
}
