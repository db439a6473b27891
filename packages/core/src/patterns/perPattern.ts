/** Numbers that go with each pattern, one array for each kind of them; arrays may have room for more patterns. */
export class PerPattern {
  /** The factor and the summand from stored numbers to values. */
  gain: Float64Array;
  offset: Float64Array;
  /** The same before normalisation, where patterns have maps of their own and are normalised too. */
  plainGain: Float64Array | undefined;
  plainOffset: Float64Array | undefined;
  /** The norm of what storing changed; nothing as long as all are 0. */
  error: Float64Array | undefined;
  /** Class numbers. */
  label: Int32Array | undefined;

  constructor(room: number) {
    this.gain = new Float64Array(room);
    this.offset = new Float64Array(room);
  }

  /** How many patterns there is room for. */
  get room(): number {
    return this.gain.length;
  }

  /** A copy with room for `room` patterns. */
  grown(room: number): PerPattern {
    const into = <A extends Float64Array | Int32Array>(old: A, fresh: A): A => {
      fresh.set(old);
      return fresh;
    };
    const floats = (old: Float64Array | undefined): Float64Array | undefined =>
      old === undefined ? undefined : into(old, new Float64Array(room));
    const copy = new PerPattern(room);
    copy.gain.set(this.gain);
    copy.offset.set(this.offset);
    copy.plainGain = floats(this.plainGain);
    copy.plainOffset = floats(this.plainOffset);
    copy.error = floats(this.error);
    copy.label = this.label === undefined ? undefined : into(this.label, new Int32Array(room));
    return copy;
  }

  /** A copy of the numbers of the patterns `which`, in that order. */
  picked(which: ArrayLike<number>): PerPattern {
    const floats = (old: Float64Array | undefined): Float64Array | undefined =>
      old === undefined ? undefined : Float64Array.from(which, (i) => old[i]);
    const { label } = this;
    const copy = new PerPattern(0);
    copy.gain = Float64Array.from(which, (i) => this.gain[i]);
    copy.offset = Float64Array.from(which, (i) => this.offset[i]);
    copy.plainGain = floats(this.plainGain);
    copy.plainOffset = floats(this.plainOffset);
    copy.error = floats(this.error);
    copy.label = label === undefined ? undefined : Int32Array.from(which, (i) => label[i]);
    return copy;
  }

  /** Takes the numbers of pattern `i` away; those behind it, of `count`, move up by one. */
  removeAt(i: number, count: number): void {
    const { gain, offset, plainGain, plainOffset, error, label } = this;
    for (const numbers of [gain, offset, plainGain, plainOffset, error, label]) {
      numbers?.copyWithin(i, i + 1, count);
    }
  }

  /** Keeps the error of pattern `i`. */
  setError(i: number, error: number): void {
    if (error !== 0) this.error ??= new Float64Array(this.room);
    if (this.error !== undefined) this.error[i] = error;
  }

  /** Copies the numbers of pattern `i`; the function that is returned puts them back. */
  saved(i: number): () => void {
    const at = i;
    const old = this.picked([at]);
    return () => {
      this.gain[at] = old.gain[0];
      this.offset[at] = old.offset[0];
      if (this.plainGain !== undefined) this.plainGain[at] = old.plainGain?.[0] ?? 0;
      if (this.plainOffset !== undefined) this.plainOffset[at] = old.plainOffset?.[0] ?? 0;
      this.setError(at, old.error?.[0] ?? 0);
      if (this.label !== undefined) this.label[at] = old.label?.[0] ?? -1;
    };
  }
}
