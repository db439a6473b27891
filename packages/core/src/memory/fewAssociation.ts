/** The patterns that can matter to a state, and the proof that the others cannot. */
export interface Few {
  readonly kept: Int32Array;
  /** Bound on the others' share, for states at `anchor`. */
  readonly tail: number;
  readonly anchor: Float64Array;
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
  /** Whether the survey was made for an earlier state. */
  readonly reused: boolean;
}
