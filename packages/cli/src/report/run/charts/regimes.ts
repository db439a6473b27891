import type { ConditionSummary } from "../../../experiment/summary.ts";

/** The kinds of fixed points by their measures, in words for a reader. */
export const regimeNames: Readonly<Record<string, string>> = {
  global: "global",
  metastable: "metastable",
  single: "single",
};

/** The kind of fixed point that most queries of some conditions end at; null where that is not known. */
export function regimeOf(conditions: readonly ConditionSummary[]): string | null {
  let best: string | null = null;
  let most = 0;
  for (const name of Object.keys(regimeNames)) {
    const shares = conditions.flatMap(({ measures }) => {
      const mean = measures[name]?.mean;
      return mean === undefined ? [] : [mean];
    });
    if (shares.length === 0) continue;
    const share = shares.reduce((sum, value) => sum + value, 0) / shares.length;
    if (share > most) [best, most] = [name, share];
  }
  return best;
}

/** A part of an axis with a name. */
export interface Regime {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

/**
 * Where along an axis most queries end at which kind of fixed point, over all conditions at a place. A border lies in
 * the middle between two places (on a logarithmic axis at their geometric mean).
 */
export function regimesAlong(
  places: readonly { readonly x: number; readonly condition: ConditionSummary }[],
  log: boolean,
): Regime[] {
  const xs = [...new Set(places.map(({ x }) => x))].sort((a, b) => a - b);
  const kinds = xs.flatMap((x) => {
    const kind = regimeOf(places.filter((place) => place.x === x).map(({ condition }) => condition));
    return kind === null ? [] : [{ x, kind }];
  });
  const regimes: { from: number; to: number; name: string }[] = [];
  kinds.forEach(({ x, kind }, i) => {
    const last = regimes[regimes.length - 1];
    if (last?.name === regimeNames[kind]) return;
    const before = kinds[i - 1]?.x;
    const border =
      before === undefined
        ? Number.NEGATIVE_INFINITY
        : log && before > 0
          ? Math.sqrt(before * x)
          : (before + x) / 2;
    if (last !== undefined) last.to = border;
    regimes.push({ from: border, to: Number.POSITIVE_INFINITY, name: regimeNames[kind] });
  });
  return regimes;
}
