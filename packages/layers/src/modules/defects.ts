/** A defect of hflayers 1.0.2 that changes numbers, with its place in the table of `docs/guides/layers.md`. */
export interface Defect {
  readonly id: "D1" | "D2" | "D3" | "D4" | "D10";
  /** What hflayers does, and what is done here. */
  readonly what: string;
}

/** Each defect once, in order. */
export function uniqueDefects(defects: readonly Defect[]): Defect[] {
  const byId = new Map(defects.map((defect) => [defect.id, defect]));
  return [...byId.values()].sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
}
