import { packedDot, packSigns, wordsOf } from "./packed.ts";

/**
 * Stored patterns of +1 and -1, kept three ways: row by row, unit by unit (what one unit is in every pattern lies side
 * by side, which asynchronous updates read), and packed, 32 units a word (overlaps by counting bits).
 */
export class SignStore {
  readonly size: number;
  /** Words of one packed pattern. */
  readonly words: number;
  #count = 0;
  #room = 0;
  #rows: Int8Array = new Int8Array(0);
  #columns: Int8Array = new Int8Array(0);
  #packed: Int32Array = new Int32Array(0);

  constructor(size: number) {
    this.size = size;
    this.words = wordsOf(size);
  }

  /** The number of patterns. */
  get count(): number {
    return this.#count;
  }

  /** The patterns there is room for: unit `i` of pattern `m` is `columns[i * room + m]`. */
  get room(): number {
    return this.#room;
  }

  /** The patterns unit by unit. Read it, do not write it. */
  get columns(): Int8Array {
    return this.#columns;
  }

  /** Adds patterns, row after row of `size` signs. */
  add(signs: Int8Array): void {
    const { size, words } = this;
    const added = signs.length / size;
    const from = this.#count;
    this.#grow(from + added);
    this.#rows.set(signs, from * size);
    for (let m = 0; m < added; m++) {
      for (let i = 0; i < size; i++) this.#columns[i * this.#room + from + m] = signs[m * size + i];
      packSigns(signs, m * size, size, this.#packed, (from + m) * words);
    }
    this.#count += added;
  }

  /** Pattern `m`, a view. */
  row(m: number): Int8Array {
    return this.#rows.subarray(m * this.size, (m + 1) * this.size);
  }

  /** x_a·x_b of two stored patterns. */
  pair(a: number, b: number): number {
    const { words, size } = this;
    return packedDot(this.#packed, a * words, this.#packed, b * words, words, size);
  }

  /** x_m·s with each stored pattern, written to `out`. */
  overlaps(state: Int8Array, out: Float64Array): void {
    const { words, size } = this;
    const packed = new Int32Array(words);
    packSigns(state, 0, size, packed, 0);
    for (let m = 0; m < this.#count; m++) {
      out[m] = packedDot(packed, 0, this.#packed, m * words, words, size);
    }
  }

  /** All units packed over the patterns: unit `i` begins at word `i * wordsOf(count)`. */
  packedColumns(): Int32Array {
    const words = wordsOf(this.#count);
    const packed = new Int32Array(this.size * words);
    for (let i = 0; i < this.size; i++) {
      packSigns(this.#columns, i * this.#room, this.#count, packed, i * words);
    }
    return packed;
  }

  #grow(count: number): void {
    if (count <= this.#room) return;
    const { size, words } = this;
    const room = this.#room === 0 ? count : Math.max(count, 2 * this.#room);
    const rows = new Int8Array(room * size);
    rows.set(this.#rows);
    const packed = new Int32Array(room * words);
    packed.set(this.#packed);
    const columns = new Int8Array(room * size);
    for (let i = 0; i < size; i++) {
      columns.set(this.#columns.subarray(i * this.#room, i * this.#room + this.#count), i * room);
    }
    this.#rows = rows;
    this.#packed = packed;
    this.#columns = columns;
    this.#room = room;
  }
}
