/** The patterns that can matter to a state, and the proof that the others cannot. */
export interface Few {
  readonly kept: Int32Array;
  /** Bound on the others' share, for the state at `anchor` (null: not kept). */
  readonly tail: number;
  readonly anchor: Float64Array | null;
}

/** One state's association with the few patterns that can matter. */
export interface FewAssociation {
  readonly few: Few;
  readonly logits: Float64Array;
  readonly association: Float64Array;
  readonly energy: number;
  /** The share that may lie on patterns left out, those that the update leaves out included. */
  readonly skipped: number;
  /** The patterns that the update blends, and their weights. */
  readonly carrying: Int32Array;
  readonly weights: Float64Array;
  /** The stored pattern that the update gives bit for bit; -1 where it blends. */
  readonly only: number;
  /** The stored pattern that this is the association of, where the state is one; -1 elsewhere. */
  readonly at: number;
  /** Whether the survey was made for an earlier state. */
  readonly reused: boolean;
}
