import type { Scout, Survey } from "../kernels/scout.ts";
import { exp, log } from "../math/elementary.ts";
import { argMax, distance } from "../math/vector.ts";
import { decodeRow, rowsAt } from "../patterns/rows.ts";
import { type AssociationRule, energyOf, toLogits, weighLogits } from "./associate.ts";
import { bringToOne } from "./denseRound.ts";
import type { Few, FewAssociation } from "./fewAssociation.ts";
import type { RetrieveProblem, Skip, SkipRule } from "./problem.ts";
import type { Round } from "./round.ts";
import type { BoundSimilarity } from "./similarity.ts";
import { statesAt } from "./statesAt.ts";
import { type AssociationSummary, keptTop, summarize } from "./summary.ts";

/** How far patterns may lie below what may be left out in all, in logits, to be worth a look; less is tried first. */
const [nearReach, farReach] = [2, 7];

/** A survey may serve for a later state when its tail is at most this share of what is allowed. */
const tailToSpare = 0.1;

/** Associations of states at stored patterns that are kept for later retrievals. */
const mostRemembered = 2 ** 14;

/** From this share of the patterns on, scoring all of them costs less. */
const worthwhile = 1 / 16;

/**
 * Finds, for states on their way, the patterns that can matter, and associates with these alone: the same separation and
 * update on a memory of a handful of patterns.
 *
 * The guarantee: what is left out has at most the share `tail` of the association. So a mean lies within tail x diameter
 * of the dense one, the log-sum-exp within -ln(1 - tail) of it, and a median is the dense one exactly (states for which
 * that is not proved are handed back). docs/EXACTNESS.md has the proof.
 */
export class FewSearch {
  readonly #problem: RetrieveProblem;
  readonly #bound: BoundSimilarity;
  readonly #scout: Scout;
  readonly #rule: SkipRule;
  readonly #columns: Int32Array | null;
  readonly #known = new Map<number, Few>();
  /** Queries whose next state is a stored pattern, bit for bit. */
  readonly #arrived = new Map<number, number>();
  readonly #atPatterns: Map<number, FewAssociation>;
  #asked = 0;
  #vague = 0;

  constructor(
    problem: RetrieveProblem,
    bound: BoundSimilarity,
    { scout, rule, atPatterns }: Skip,
    columns: Int32Array | null,
  ) {
    this.#problem = problem;
    this.#atPatterns = atPatterns;
    this.#bound = bound;
    this.#scout = scout;
    this.#rule = rule;
    this.#columns = columns;
  }

  /** Associations of the states of `queries`; null for each that needs all patterns. */
  associate(queries: readonly number[], states: Float64Array): (FewAssociation | null)[] {
    const { size } = this.#problem.stored;
    const stateOf = (k: number): Float64Array => states.subarray(k * size, (k + 1) * size);
    const found: (FewAssociation | null | undefined)[] = queries.map((q, k) => {
      const arrived = this.#arrived.get(q);
      if (arrived !== undefined && this.#atPatterns.has(arrived)) return this.#atPatterns.get(arrived);
      const few = this.#known.get(q);
      if (few === undefined) return undefined;
      if (few.anchor === null) return undefined;
      const tail = this.#tailAfter(few.tail, few.anchor, stateOf(k));
      return this.#enough(tail) ? this.#weigh({ ...few, tail }, stateOf(k), true) : undefined;
    });
    const missing = queries.map((_, k) => k).filter((k) => found[k] === undefined);
    if (missing.length > 0) {
      this.#survey(statesAt(states, missing, size), missing.length).forEach((survey, at) => {
        const k = missing[at];
        found[k] = null;
        this.#asked++;
        this.#vague++;
        if (survey === null) return;
        const few = { kept: survey.kept, tail: survey.tail, anchor: this.#anchorOf(survey.tail, stateOf(k)) };
        const association = this.#weigh(few, stateOf(k), false);
        if (association === null) return;
        this.#vague--;
        found[k] = association;
        this.#known.set(queries[k], few);
      });
    }
    queries.forEach((q, k) => {
      this.#remember(q, found[k] as FewAssociation | null);
    });
    return found as (FewAssociation | null)[];
  }

  /** Keeps what a state at a stored pattern associates with, and which queries go to such a state next. */
  #remember(q: number, association: FewAssociation | null): void {
    const arrived = this.#arrived.get(q);
    if (association !== null && arrived !== undefined && !this.#atPatterns.has(arrived)) {
      if (this.#atPatterns.size >= mostRemembered) this.#atPatterns.clear();
      // Its state need not be kept: it is the pattern.
      const few = { ...association.few, anchor: null };
      this.#atPatterns.set(arrived, { ...association, few, at: arrived });
    }
    // Clamped components make another state of it.
    const whole = this.#columns === null || !this.#problem.clamp;
    if (whole && association !== null && association.only >= 0) this.#arrived.set(q, association.only);
    else this.#arrived.delete(q);
  }

  /** Whether more than half of the surveys were of no use. */
  get mostlyVague(): boolean {
    return 2 * this.#vague > this.#asked;
  }

  /** Forgets what it knows of a query that has stopped. */
  forget(query: number): void {
    this.#known.delete(query);
  }

  #survey(states: Float64Array, count: number): (Survey | null)[] {
    const { rule, stored } = this.#problem;
    const { reach, few } = rule.separation.support ?? { reach: "tail", few: 0 };
    const room = Math.max(64, Math.floor(stored.count * worthwhile));
    const enough = -log(this.#rule.tail);
    const surveys = this.#scout.survey(states, count, {
      beta: rule.beta,
      logWeights: rule.logWeights,
      reaches: reach === "tail" ? [0, enough + nearReach, enough + farReach] : [reach + 1e-9],
      tail: reach === "tail" ? this.#rule.tail : Number.POSITIVE_INFINITY,
      few: Math.min(stored.count, Math.max(few, keptTop)),
      room,
    });
    if (reach !== "tail") return surveys;
    return surveys.map((survey) => {
      return survey === null ? null : leaveOut(survey, this.#rule.tail);
    });
  }

  /** The state surveyed, where a survey leaves so much to spare that it may serve after a movement; else null. */
  #anchorOf(tail: number, state: Float64Array): Float64Array | null {
    return tail <= tailToSpare * this.#rule.tail ? state.slice() : null;
  }

  /** The tail's bound once the state has moved away from where it was surveyed. */
  #tailAfter(tail: number, anchor: Float64Array, state: Float64Array): number {
    const { rule, similarity } = this.#problem;
    const known = this.#columns;
    let moved = 0;
    if (similarity.measure === "manhattan") {
      for (let k = 0; k < (known?.length ?? state.length); k++) {
        const j = known === null ? k : known[k];
        moved += Math.abs(state[j] - anchor[j]);
      }
    } else if (known === null) moved = distance(state, anchor);
    else {
      let squares = 0;
      for (const j of known) squares += (state[j] - anchor[j]) ** 2;
      moved = Math.sqrt(squares);
    }
    return tail * exp(rule.beta * this.#rule.sway * moved);
  }

  #enough(tail: number): boolean {
    const { reach, few } = this.#problem.rule.separation.support ?? { reach: "tail", few: 0 };
    if (reach === "tail") return tail <= this.#rule.tail;
    return few === 0 && log(tail) < -reach;
  }

  /** Associates a state with the patterns kept; null when the update is not proved to be the dense one. */
  #weigh(few: Few, state: Float64Array, reused: boolean): FewAssociation | null {
    const { similarity, rule } = this.#problem;
    const own = ruleFor(rule, few.kept);
    const logits = this.#scout.scores(state, few.kept);
    toLogits(logits, own);
    const association = new Float64Array(few.kept.length);
    const conjugate = weighLogits(logits, own, association);
    const energy = energyOf(this.#bound, state, conjugate, rule.beta);
    const tailed = rule.separation.support?.reach === "tail";
    const skipped = tailed ? few.tail : 0;
    if (similarity.bound === "median") {
      // A weight above one half of all there can be makes the median that pattern, whatever was left out.
      const heaviest = argMax(association);
      let mass = 0;
      for (const p of association) mass += p;
      if (!(association[heaviest] > 0.5 * (mass + skipped))) return null;
      const only = few.kept[heaviest];
      return {
        few,
        logits,
        association,
        energy,
        skipped,
        carrying: few.kept,
        weights: association,
        only,
        reused,
        at: -1,
      };
    }
    const heavy = withoutLightest(association, tailed ? this.#rule.tail - skipped : 0);
    return {
      few,
      logits,
      association,
      energy,
      skipped: skipped + heavy.left,
      carrying: heavy.places === null ? few.kept : Int32Array.from(heavy.places, (k) => few.kept[k]),
      weights: heavy.weights,
      only: heavy.places?.length === 1 && heavy.weights[0] === 1 ? few.kept[heavy.places[0]] : -1,
      reused,
      at: -1,
    };
  }
}

/**
 * Leaves out the lightest weights up to `budget` in all; the others keep the sum.
 * @returns the places of the others (null: all of them), their weights, and what was left out
 */
function withoutLightest(
  association: Float64Array,
  budget: number,
): { places: number[] | null; weights: Float64Array; left: number } {
  const heaviest = argMax(association);
  let sum = 0;
  for (const p of association) sum += p;
  // The usual case: one pattern is all there is.
  if (sum - association[heaviest] <= budget) {
    const whole = Math.abs(sum - 1) < 1e-12 ? 1 : sum;
    return { places: [heaviest], weights: Float64Array.of(whole), left: sum - association[heaviest] };
  }
  const order = [...association.keys()].sort((a, b) => association[a] - association[b]);
  let [left, out] = [0, 0];
  while (out < order.length - 1 && left + association[order[out]] <= budget)
    left += association[order[out++]];
  if (out === 0) return { places: null, weights: association, left: 0 };
  const places = order.slice(out).sort((a, b) => a - b);
  const weights = Float64Array.from(places, (k) => association[k]);
  let kept = 0;
  for (const weight of weights) kept += weight;
  if (kept > 0) {
    for (let k = 0; k < weights.length; k++) weights[k] = (weights[k] / kept) * (kept + left);
  }
  return { places, weights, left };
}

/** The rule for some of the patterns. */
function ruleFor(rule: AssociationRule, kept: Int32Array): AssociationRule {
  const { logWeights } = rule;
  return logWeights === null ? rule : { ...rule, logWeights: Float64Array.from(kept, (i) => logWeights[i]) };
}

/** Leaves out the lightest of the patterns kept as long as what is left out stays below `most`. */
function leaveOut({ kept, above, tail, fewth }: Survey, most: number): Survey {
  const order = [...above.keys()].sort((a, b) => above[a] - above[b]);
  let rest = tail;
  const out = new Set<number>();
  for (const k of order) {
    if (above[k] >= fewth || rest + exp(above[k]) > most) break;
    rest += exp(above[k]);
    out.add(k);
  }
  if (out.size === 0) return { kept, above, tail, fewth };
  return {
    kept: kept.filter((_, k) => !out.has(k)),
    above: above.filter((_, k) => !out.has(k)),
    tail: rest,
    fewth,
  };
}

/** Associations with few patterns each, as a round. */
export function fewRound(
  { readout, normalizeReadout, kernels, rule, similarity, stored }: RetrieveProblem,
  all: readonly FewAssociation[],
  states: Float64Array,
  columns: Int32Array | null,
): Round {
  const { size } = stored;
  return {
    energies: Float64Array.from(all, ({ energy }) => energy),
    skipped: Float64Array.from(all, ({ skipped }) => skipped),
    summary: (k) => summaryOf(all[k], rule.beta),
    rests(k) {
      const { at, only } = all[k];
      return at >= 0 && only === at;
    },
    next(places, out) {
      places.forEach((k, at) => {
        const { carrying, weights, only } = all[k];
        const target = out.subarray(at * size, (at + 1) * size);
        if (only >= 0) {
          decodeRow(stored, only, null, target);
          return;
        }
        const bound = similarity.bind({ stored: rowsAt(stored, carrying), kernels, columns });
        const state = states.subarray(k * size, (k + 1) * size);
        bound.update(weights, state, 1, target);
      });
    },
    readout(places) {
      if (readout === null) return new Float64Array(0);
      const width = readout.size;
      const out = new Float64Array(places.length * width);
      places.forEach((k, at) => {
        const { carrying } = all[k];
        const weights = all[k].weights.slice();
        if (normalizeReadout) bringToOne(weights);
        kernels.weightedSum(
          rowsAt(readout, carrying),
          weights,
          1,
          out.subarray(at * width, (at + 1) * width),
        );
      });
      return out;
    },
  };
}

function summaryOf({ few, logits, association, reused }: FewAssociation, beta: number): AssociationSummary {
  const summary = summarize(logits, association, beta);
  // After a movement a pattern that was left out may be the runner-up; its logit is at most ln tail.
  const gap = reused ? Math.min(summary.gap, -log(few.tail) / beta) : summary.gap;
  return {
    ...summary,
    gap,
    top: summary.top.map(({ index, weight }) => ({ index: few.kept[index], weight })),
  };
}
