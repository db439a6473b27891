/** What went wrong, as a word that stays the same from version to version. */
export type HopfieldErrorCode =
  | "ERR_ALL_UNKNOWN"
  | "ERR_BETA"
  | "ERR_COUNT"
  | "ERR_DATA"
  | "ERR_DATA_MISSING"
  | "ERR_DUPLICATE"
  | "ERR_EMPTY_MEMORY"
  | "ERR_MEMORY"
  | "ERR_NOT_FINITE"
  | "ERR_OPTION"
  | "ERR_RANGE"
  | "ERR_SIZE"
  | "ERR_STALE"
  | "ERR_WORKER"
  | "ERR_ZERO_NORM";

/**
 * The one error this project throws at bad input. The message names the value, what was expected and the
 * remedy; `code` is stable and meant for programs; `details` holds the numbers of the message.
 */
export class HopfieldError extends Error {
  override readonly name: string = "HopfieldError";
  readonly code: HopfieldErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: HopfieldErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** The edit distance of two short words (insertions, deletions, replacements and swaps of neighbours). */
function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => {
    const row = new Array<number>(b.length + 1).fill(0);
    row[0] = i;
    return row;
  });
  for (let j = 0; j <= b.length; j++) rows[0][j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      rows[i][j] = Math.min(
        rows[i - 1][j] + 1,
        rows[i][j - 1] + 1,
        rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
        swap ? rows[i - 2][j - 2] + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return rows[a.length][b.length];
}

/** The one of `choices` that is spelled most like `value`. */
export function nearestName(value: string, choices: readonly string[]): string {
  const wanted = value.toLowerCase();
  const score = (choice: string): number => {
    const name = choice.toLowerCase();
    // The beginning of a name means that name, however long the rest is.
    return name.startsWith(wanted) && wanted.length > 1 ? 0.5 : editDistance(wanted, name);
  };
  return choices.reduce((best, choice) => (score(choice) < score(best) ? choice : best));
}

/** The error for a name that is not among the choices: names the nearest one and lists all. */
export function unknownName(what: string, value: unknown, choices: readonly string[]): HopfieldError {
  const given = String(value);
  const nearest = nearestName(given, choices);
  return new HopfieldError(
    "ERR_OPTION",
    `unknown ${what}: ${given} (did you mean ${nearest}? choices: ${choices.join(", ")})`,
    { what, value: given, nearest, choices },
  );
}

/** Throws unless every number is finite; names the first component that is not, skipping unknown ones. */
export function requireFinite(values: ArrayLike<number>, what: string, known?: ArrayLike<number>): void {
  for (let j = 0; j < values.length; j++) {
    if (!Number.isFinite(values[j]) && (known === undefined || known[j] !== 0)) {
      throw new HopfieldError(
        "ERR_NOT_FINITE",
        `${what} has ${values[j]} at component ${j} (expected a finite number); mark it as unknown or repair it`,
        { component: j, value: values[j] },
      );
    }
  }
}

/** Returns `value` when it is a whole number of at least `least`, and throws otherwise. */
export function requireCount(value: number, what: string, least = 0): number {
  if (!Number.isInteger(value) || value < least) {
    throw new HopfieldError("ERR_OPTION", `invalid ${what}: ${value} (expected a whole number >= ${least})`, {
      what,
      value,
      least,
    });
  }
  return value;
}

/** Returns `beta` when it is a positive finite number, and throws otherwise. */
export function requireBeta(beta: number): number {
  if (!(beta > 0) || !Number.isFinite(beta)) {
    throw new HopfieldError(
      "ERR_BETA",
      `invalid beta: ${beta} (expected a positive finite number, or "auto")`,
      {
        beta,
      },
    );
  }
  return beta;
}
