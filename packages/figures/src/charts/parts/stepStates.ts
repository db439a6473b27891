/** What one query is after a step: right or wrong, and whether it was the other before. */
export type StepState = "right" | "found" | "lost" | "wrong";

/** Which stored pattern leads for one query, step by step. */
export interface QuerySteps {
  /** The pattern that should lead. */
  target: number;
  /** The pattern that leads after each step; a query that has stopped keeps its last leader. */
  leaders: readonly number[];
  /** What the query is called; default its number. */
  name?: string | undefined;
}

/** Queries in the order drawn, with their states. */
export interface QueryStates {
  query: QuerySteps;
  /** Where the query stands in the data. */
  index: number;
  states: StepState[];
  /** The state of the whole row: that of its last step. */
  group: StepState;
}

/** From what was always right to what never was; between them what changed. */
export const stateOrder: readonly StepState[] = ["right", "found", "lost", "wrong"];

/** The states of a query over `steps` steps. */
export function statesOf({ target, leaders }: QuerySteps, steps: number): StepState[] {
  let [wasRight, wasWrong] = [false, false];
  return Array.from({ length: steps }, (_, step) => {
    const right = leaders[Math.min(step, leaders.length - 1)] === target;
    if (right) wasRight = true;
    else wasWrong = true;
    if (right) return wasWrong ? "found" : "right";
    return wasRight ? "lost" : "wrong";
  });
}

/** All queries with their states, sorted by how they end, then by when that began, then by their way there. */
export function sortedStates(queries: readonly QuerySteps[], steps: number): QueryStates[] {
  return queries
    .map((query, index) => {
      const states = statesOf(query, steps);
      return { query, index, states, group: states[steps - 1] };
    })
    .map((row) => {
      let since = steps - 1;
      while (since > 0 && row.states[since - 1] === row.group) since--;
      return { row, since, way: row.states.map((state) => stateOrder.indexOf(state)).join("") };
    })
    .sort(
      (a, b) =>
        stateOrder.indexOf(a.row.group) - stateOrder.indexOf(b.row.group) ||
        // What was found late and what was lost late stand side by side in the middle.
        (a.row.group === "found" ? a.since - b.since : b.since - a.since) ||
        (a.way < b.way ? -1 : a.way > b.way ? 1 : a.row.index - b.row.index),
    )
    .map(({ row }) => row);
}
