import { denseRound } from "./denseRound.ts";
import { FewSearch, fewRound } from "./few.ts";
import type { KnownGroup } from "./known.ts";
import type { RetrieveProblem } from "./problem.ts";
import type { Round } from "./round.ts";
import { emptyRun, type RetrieveRun } from "./run.ts";
import type { BoundSimilarity } from "./similarity.ts";
import { statesAt } from "./statesAt.ts";
import { Walk } from "./walk.ts";

/** Scores in one dense round: bounds the memory whatever N and the batch are. */
const roundCells = 2 ** 21;

/** Queries that run together where patterns are skipped, and where they are not. */
const [skippingBlock, denseBlock] = [256, 64];

/**
 * Retrieves a batch: s = similarity(X, ξ), p = separation(β s), ξ <- update(p), until an update moves the query by
 * at most `tolerance` or `maxSteps` updates are made. Each query stops on its own; blocks bound the memory.
 *
 * @param queries  count x size states, already in the memory's space; where all components are known they are overwritten
 */
export function runRetrieval(
  problem: RetrieveProblem,
  queries: Float64Array,
  groups: readonly KnownGroup[],
): RetrieveRun {
  // Clamping wants the queries as they were.
  const run = emptyRun(
    problem,
    queries,
    groups.every(({ columns }) => columns === null),
  );
  let finished = 0;
  for (const { columns, queries: members } of groups) {
    const bound = problem.similarity.bind({ stored: problem.stored, kernels: problem.kernels, columns });
    const skip = problem.skip?.(columns, problem.rule.beta) ?? null;
    const block = skip === null ? denseRoom(problem) : skippingBlock;
    // One block of vague queries says that the next will be vague too; now and then it is worth another look.
    let vague = 0;
    for (let from = 0; from < members.length; from += block) {
      const part = members.slice(from, from + block);
      const search =
        skip === null || (vague > 0 && vague < 8) ? null : new FewSearch(problem, bound, skip, columns);
      const walk = new Walk(problem, columns, queries, part, run);
      for (let asked = walk.ask(); asked !== null; asked = walk.ask()) {
        for (const { round, places } of rounds(
          problem,
          bound,
          search,
          columns,
          asked.queries,
          asked.states,
        )) {
          walk.take(round, places, (q) => search?.forget(q));
        }
      }
      if (search === null || search.mostlyVague) vague = (vague + 1) % 9;
      else vague = 0;
      finished += part.length;
      problem.onQueries?.(finished);
    }
  }
  return run;
}

/** How many states one dense round takes. */
function denseRoom({ stored }: RetrieveProblem): number {
  return Math.max(1, Math.min(denseBlock, Math.floor(roundCells / stored.count)));
}

/** Associates the states of `queries`, each with as few patterns as is proved to do; one round at a time. */
function* rounds(
  problem: RetrieveProblem,
  bound: BoundSimilarity,
  search: FewSearch | null,
  columns: Int32Array | null,
  queries: readonly number[],
  states: Float64Array,
): Generator<{ readonly round: Round; readonly places: readonly number[]; readonly states: Float64Array }> {
  const { size } = problem.stored;
  let rest = queries.map((_, k) => k);
  if (search !== null) {
    const found = search.associate(queries, states);
    const places = rest.filter((k) => found[k] !== null);
    rest = rest.filter((k) => found[k] === null);
    if (places.length > 0) {
      const some = statesAt(states, places, size);
      yield {
        round: fewRound(
          problem,
          found.filter((one) => one !== null),
          some,
          columns,
        ),
        places,
        states: some,
      };
    }
  }
  const room = denseRoom(problem);
  for (let from = 0; from < rest.length; from += room) {
    const places = rest.slice(from, from + room);
    const some = statesAt(states, places, size);
    yield { round: denseRound(problem, bound, some, places.length), places, states: some };
  }
}
