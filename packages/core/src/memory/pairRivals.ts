import type { Patterns } from "../patterns/patterns.ts";
import { pairKernels } from "./pairKernels.ts";
import type { PairSource } from "./pairSource.ts";
import { bindRows, enterPattern } from "./pairSource.ts";
import { isSymmetric } from "./pairSymmetry.ts";
import { type PairTile, pairTiles } from "./pairTiles.ts";
import type { BoundSimilarity } from "./similarity.ts";

/** How a pass over the pairs of stored patterns is asked for. */
export interface PairOptions {
  /** The patterns that ask; all by default. */
  readonly which?: ArrayLike<number> | undefined;
  /** Called between tiles (every 10 to 100 ms) with the pairs scored so far and in all. What it throws ends the pass. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What is kept of the pairs, per pattern that asked. Its two best scores are its own and its rival's. */
export interface Rivals {
  /** s(xᵢ, xᵢ) */
  readonly own: Float64Array;
  /** max over j ≠ i of s(xⱼ, xᵢ); -Infinity for a single pattern. */
  readonly best: Float64Array;
  /** The j of the maximum, the lowest among equals; -1 for a single pattern. */
  readonly rival: Int32Array;
}

/** Δᵢ = s(xᵢ, xᵢ) - max over j ≠ i of s(xⱼ, xᵢ), per pattern that asked; Infinity for a single pattern. */
export function separationsOf({ own, best, rival }: Rivals): Float64Array {
  return own.map((score, k) => (rival[k] < 0 ? Number.POSITIVE_INFINITY : score - best[k]));
}

/** Takes the scores of a tile for the states that asked. */
function takeRows(
  { from, count, start, end }: PairTile,
  scores: Float64Array,
  which: ArrayLike<number> | undefined,
  { own, best, rival }: Rivals,
): void {
  const rows = end - start;
  for (let k = 0; k < count; k++) {
    const at = from + k;
    const i = which?.[at] ?? at;
    if (i >= start && i < end) own[at] = scores[k * rows + i - start];
    let most = best[at];
    let first = rival[at];
    const shift = k * rows - start;
    for (let j = start; j < end; j++) {
      const score = scores[shift + j];
      if (score >= most && j !== i && (score > most || j < first)) {
        most = score;
        first = j;
      }
    }
    best[at] = most;
    rival[at] = first;
  }
}

/** Takes the scores of a tile for both patterns of each pair (i, j) with j > i. */
function takeBothWays(
  { from, count, start, end }: PairTile,
  scores: Float64Array,
  { own, best, rival }: Rivals,
): void {
  const rows = end - start;
  for (let k = 0; k < count; k++) {
    const i = from + k;
    const shift = k * rows - start;
    if (i >= start && i < end) own[i] = scores[shift + i];
    let most = best[i];
    let first = rival[i];
    for (let j = Math.max(start, i + 1); j < end; j++) {
      const score = scores[shift + j];
      if (score >= most && (score > most || j < first)) {
        most = score;
        first = j;
      }
      if (score >= best[j] && (score > best[j] || i < rival[j])) {
        best[j] = score;
        rival[j] = i;
      }
    }
    best[i] = most;
    rival[i] = first;
  }
}

/**
 * Each pattern's own score and its nearest rival among all stored patterns: N (N + 1) / 2 scores where the similarity
 * is symmetric, else N². Keeps 20 bytes per pattern, and works in less than 10 MB whatever N is.
 */
export function rivalsOf(source: PairSource, { which, onProgress }: PairOptions = {}): Rivals {
  const { stored } = source;
  const { count: N, size } = stored;
  const asked = which?.length ?? N;
  const rivals: Rivals = {
    own: new Float64Array(asked),
    best: new Float64Array(asked).fill(Number.NEGATIVE_INFINITY),
    // N, behind every pattern, stands for none.
    rival: new Int32Array(asked).fill(N),
  };
  if (asked === 0) return rivals;
  const triangle = which === undefined && isSymmetric(source);
  const tiles = pairTiles(N, size, asked, triangle);
  const total = tiles.reduce((sum, { count, start, end }) => sum + count * (end - start), 0);
  const states = new Float64Array(tiles[0].count * size);
  const scores = new Float64Array(tiles.reduce((most, t) => Math.max(most, t.count * (t.end - t.start)), 0));
  const asking = { rows: new Int32Array(tiles[0].count) };
  const quick = { ...source, kernels: pairKernels(source.kernels, stored, asking) };
  let bound: BoundSimilarity | undefined;
  let [start, end, done] = [0, 0, 0];
  for (const tile of tiles) {
    const { from, count } = tile;
    if (bound === undefined || start !== tile.start || end !== tile.end) {
      [start, end] = [tile.start, tile.end];
      bound = bindRows(quick, start, end);
    }
    for (let k = 0; k < count; k++) {
      asking.rows[k] = which?.[from + k] ?? from + k;
      enterPattern(stored, asking.rows[k], bound, states, k);
    }
    bound.scores(states, count, scores);
    if (triangle) takeBothWays(tile, scores, rivals);
    else takeRows(tile, scores, which, rivals);
    done += count * (end - start);
    onProgress?.(done, total);
  }
  for (let k = 0; k < asked; k++) if (rivals.rival[k] === N) rivals.rival[k] = -1;
  if (triangle) nameFirstTwins(stored, rivals.rival);
  return rivals;
}

/**
 * Of rivals that are equal as stored the lowest index is named: where one of a pair's two scores stands for both, they
 * may differ by rounding.
 */
function nameFirstTwins(stored: Patterns, rival: Int32Array): void {
  const groupOf = new Map<number, readonly number[]>();
  for (const group of stored.duplicates()) for (const i of group) groupOf.set(i, group);
  if (groupOf.size === 0) return;
  for (let i = 0; i < rival.length; i++) {
    const group = groupOf.get(rival[i]);
    if (group !== undefined) rival[i] = group[0] === i ? group[1] : group[0];
  }
}
