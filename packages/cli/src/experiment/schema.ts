import { HopfieldError, nearestName } from "modern-hopfield";
import * as v from "valibot";
import type { Specification } from "./specification.ts";

const described = <T>(about: string): v.DescriptionAction<T, string> => v.description(about);
const scalar = v.union([v.number(), v.string(), v.boolean()]);
const settings = v.record(v.string(), scalar);
const axis = v.union([v.string(), v.pipe(v.array(scalar), v.minLength(1))]);
const grid = v.record(v.string(), axis);
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const where = v.optional(v.record(v.string(), v.union([scalar, v.array(scalar)])));
const chart = { title: v.string(), about: v.optional(v.string()), where };
const names = v.array(v.string());

const charts = v.variant("kind", [
  v.strictObject({
    ...chart,
    kind: v.literal("lines"),
    x: v.string(),
    xLabel: v.optional(v.string()),
    xLog: v.optional(v.boolean()),
    y: v.pipe(v.array(v.strictObject({ measure: v.string(), name: v.optional(v.string()) })), v.minLength(1)),
    yLabel: v.optional(v.string()),
    yLog: v.optional(v.boolean()),
    by: v.optional(names),
    panels: v.optional(v.string()),
    regimes: v.optional(v.boolean()),
    baselines: v.optional(v.array(v.strictObject({ measure: v.string(), name: v.string() }))),
    references: v.optional(
      v.array(v.strictObject({ name: v.string(), y: v.number(), x: v.optional(v.number()) })),
    ),
  }),
  v.strictObject({
    ...chart,
    kind: v.literal("heatmap"),
    x: v.string(),
    y: v.string(),
    value: v.string(),
    regimes: v.optional(v.boolean()),
  }),
  v.strictObject({
    ...chart,
    kind: v.literal("per-image"),
    list: v.string(),
    sorted: v.optional(v.boolean()),
  }),
  v.strictObject({ ...chart, kind: v.literal("steps") }),
  v.strictObject({ ...chart, kind: v.literal("scatter"), x: v.string(), y: v.string() }),
]);

const shape = v.strictObject({
  $schema: v.optional(v.pipe(v.string(), described("For the completion of editors."))),
  version: v.pipe(v.literal(1), described("The version of this shape.")),
  name: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "expected lower-case words joined by -"),
    described("The name of the file, and of `hopfield experiment run`."),
  ),
  title: v.pipe(v.string(), v.nonEmpty()),
  about: v.pipe(v.string(), described("What is measured and what to see, in plain sentences.")),
  source: v.optional(v.pipe(v.string(), described("Where the figure or table was published."))),
  protocol: v.optional(v.pipe(v.string(), described("The protocol; retrieve by default."))),
  settings: v.optional(v.pipe(settings, described("Settings that all conditions share."))),
  variants: v.optional(
    v.pipe(
      v.array(v.strictObject({ name: v.pipe(v.string(), v.nonEmpty()), settings })),
      described("Named sets of settings that are compared: methods, mostly."),
    ),
  ),
  grid: v.optional(
    v.pipe(
      grid,
      described("The values that settings take in turn: lists, start:stop:step, log:from:to:count."),
    ),
  ),
  repeats: v.optional(
    v.pipe(count, described("How often each condition is repeated, each time with the next seed.")),
  ),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  pictures: v.optional(
    v.pipe(
      v.boolean(),
      described("Keep the queries and an atlas of pictures of each condition's first repeat."),
    ),
  ),
  measures: v.optional(v.pipe(names, described("The measures of the table, the most important first."))),
  charts: v.optional(v.array(charts)),
  expected: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          name: v.string(),
          where,
          measure: v.string(),
          published: v.pipe(v.string(), described("What the source says, and where.")),
          atLeast: v.optional(v.number()),
          atMost: v.optional(v.number()),
        }),
      ),
      described("What was published, and within what ours has to lie."),
    ),
  ),
  seconds: v.optional(v.pipe(v.number(), v.minValue(0), described("About how long it takes on 2 cores."))),
  small: v.optional(
    v.pipe(
      v.strictObject({
        settings: v.optional(settings),
        grid: v.optional(grid),
        repeats: v.optional(count),
      }),
      described("A smaller version, for tests."),
    ),
  ),
});

/** The shape of a specification; the settings are checked by their protocol. */
export const specificationSchema: v.GenericSchema = shape;

/** Where in the document an issue is: "grid.beta[2]". */
function pathOf(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? [])
    .map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("");
  return path.replace(/^\./, "") || "the specification";
}

/** What is wrong in a sentence, with the nearest name for a key that does not exist. */
function sentence(issue: v.BaseIssue<unknown>): string {
  if (issue.type === "strict_object" && issue.expected === "never") {
    const keys = Object.keys(shape.entries);
    const key = String(issue.path?.at(-1)?.key);
    return `unknown key ${pathOf(issue)} (did you mean ${nearestName(key, keys)}? keys: ${keys.join(", ")})`;
  }
  return `invalid ${pathOf(issue)}: ${issue.received} (${issue.message.startsWith("expected") ? issue.message : `expected ${issue.expected}`})`;
}

/**
 * Reads a specification from plain data. Only its shape is checked here; `conditionsOf` checks the settings.
 * @param from  the file's name, for messages
 * @throws HopfieldError ERR_OPTION naming the path of each mistake, the value and what was expected
 */
export function readSpecification(data: unknown, from: string): Specification {
  const result = v.safeParse(shape, data);
  if (result.success) return result.output as Specification;
  throw new HopfieldError("ERR_OPTION", `${from}: ${result.issues.map(sentence).join("; ")}`, { from });
}
