/**
 * Places for labels that must not overlap: as near as possible (least squares) to where each belongs, in the order of
 * `centres`, between `low` and `high` while there is room.
 *
 * @param centres  where the middle of each label belongs
 * @param sizes    how much room each takes
 * @returns the middle of each label, in the order given
 */
export function apart(
  centres: readonly number[],
  sizes: readonly number[],
  low: number,
  high: number,
): number[] {
  const order = centres.map((_, i) => i).sort((a, b) => centres[a] - centres[b] || a - b);
  // Less the room that the labels before it take, places only have to be in order: isotonic regression by pooling.
  const before: number[] = [];
  let room = 0;
  for (const i of order) {
    before.push(room + sizes[i] / 2);
    room += sizes[i];
  }
  const pools: { sum: number; count: number }[] = [];
  order.forEach((i, k) => {
    let pool = { sum: centres[i] - before[k], count: 1 };
    for (
      let last = pools.at(-1);
      last && last.sum / last.count >= pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
      pools.pop();
    }
    pools.push(pool);
  });
  const most = Math.max(low, high - room);
  const places = pools.flatMap(({ sum, count }) =>
    new Array<number>(count).fill(Math.min(most, Math.max(low, sum / count))),
  );
  const result = new Array<number>(centres.length);
  order.forEach((i, k) => {
    result[i] = places[k] + before[k];
  });
  return result;
}
