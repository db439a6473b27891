/**
 * The lines between cells of a grid that belong to different classes, as the data of an SVG path.
 *
 * @param xEdges   the left edges of the columns and the right edge of the last
 * @param yEdges   the same of the rows
 * @param classOf  the class of the cell in a column and a row; undefined = no cell, beside which there is no line
 */
export function borderPath(
  xEdges: readonly number[],
  yEdges: readonly number[],
  classOf: (column: number, row: number) => unknown,
): string {
  const [columns, rows] = [xEdges.length - 1, yEdges.length - 1];
  const differ = (a: unknown, b: unknown): boolean => a !== undefined && b !== undefined && a !== b;
  const path: string[] = [];
  for (let column = 1; column < columns; column++) {
    eachRun(rows, (row) => differ(classOf(column - 1, row), classOf(column, row))).forEach(([from, to]) => {
      path.push(`M${round(xEdges[column])},${round(yEdges[from])}V${round(yEdges[to])}`);
    });
  }
  for (let row = 1; row < rows; row++) {
    eachRun(columns, (column) => differ(classOf(column, row - 1), classOf(column, row))).forEach(
      ([from, to]) => {
        path.push(`M${round(xEdges[from])},${round(yEdges[row])}H${round(xEdges[to])}`);
      },
    );
  }
  return path.join("");
}

/** The runs of places 0..count-1 where a condition holds, each from its first place to the one after its last. */
function eachRun(count: number, holds: (place: number) => boolean): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (let place = 0; place < count; place++) {
    if (!holds(place)) continue;
    const last = runs.at(-1);
    if (last?.[1] === place) last[1] = place + 1;
    else runs.push([place, place + 1]);
  }
  return runs;
}

const round = (value: number): number => Math.round(value * 100) / 100;
