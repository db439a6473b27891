/** A network's view of a state whose units turn one after another. */
export interface Walk {
  /**
   * What draws unit `i`: above 0 towards +1, below 0 towards -1, and exactly 0 where the unit keeps its state. Only the
   * sign has a meaning.
   */
  force(i: number): number;
  /** Says that unit `i` was turned: the state holds its new sign already. */
  turned(i: number): void;
  /** E of the state as it is. */
  energy(): number;
}
