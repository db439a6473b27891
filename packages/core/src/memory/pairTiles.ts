/** States asked for at a time, unless they are so long that fewer fill `mostStateNumbers`. */
const mostStates = 64;
const mostStateNumbers = 2 ** 20;

/** Stored rows that a state is held against at a time: 64 x 8,192 scores are 4 MB. */
const mostRows = 8192;

/** The smaller limit for short patterns, whose tiles must stay small so that all run in the same kernels. */
const mostShortRows = 4096;
const short = 16;

/** Along the diagonal a tile starts at a multiple of this share of its rows, so little is scored on the wrong side. */
const steps = 16;

/** Kernels may run smaller calls in other loops, which round otherwise: no tile is cut below it. */
const sameKernels = 2 ** 22;

/** Scores of the states `from` to `from + count` against the stored rows `start` to `end`. */
export interface PairTile {
  readonly from: number;
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Tiles that together hold every pair of one of `asked` states and one of N stored rows; with `triangle` (the states
 * being the rows themselves) only every pair (i, j) with j >= i, and a few others beside the diagonal.
 *
 * Tiles with the same rows follow one another. All have the same number of states, so some pairs come twice. A tile's
 * scores take at most 4 MB.
 * @param size  components of a pattern
 */
export function pairTiles(N: number, size: number, asked: number, triangle: boolean): PairTile[] {
  const count = Math.max(1, Math.min(mostStates, Math.floor(mostStateNumbers / size), asked));
  const chunks = Math.max(1, Math.ceil(N / (size < short ? mostShortRows : mostRows)));
  const rows = Math.ceil(N / chunks);
  const step = Math.max(Math.ceil(rows / steps), Math.ceil(sameKernels / (count * size)), 1);
  const tiles: PairTile[] = [];
  for (let c = 0; c < chunks; c++) {
    const end = Math.min(N, (c + 1) * rows);
    const chunk = end - rows;
    const states = triangle ? end : asked;
    for (let at = 0; at < states; at += count) {
      const from = Math.max(0, Math.min(at, states - count));
      const passed = triangle ? Math.max(0, Math.floor((from - chunk) / step)) : 0;
      // The last step of a chunk may be short; it then goes with the one before.
      const last = Math.max(0, Math.floor(rows / step) - 1);
      tiles.push({ from, count, start: chunk + Math.min(passed, last) * step, end });
    }
  }
  return tiles;
}
