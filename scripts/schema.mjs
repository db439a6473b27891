// Writes the JSON schema of experiment specifications, packages/cli/schema/experiment.schema.json, from the schema that the
// command checks them with and from the settings of every protocol. `--check` fails when the file is another.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import { protocols } from "modern-hopfield/experiment";
import { defaultsOf, fieldsOf } from "../packages/cli/dist/experiment/protocols.js";
import { specificationSchema } from "../packages/cli/dist/experiment/schema.js";

const path = join(resolve(import.meta.dirname, ".."), "packages/cli/schema/experiment.schema.json");

/** The bounds of a number as JSON schema has them. */
const bounds = ({ least, most, above }) => ({
  ...(least === undefined ? {} : { minimum: least }),
  ...(most === undefined ? {} : { maximum: most }),
  ...(above === undefined ? {} : { exclusiveMinimum: above }),
});

/** One value of a field. */
function valueSchema(field) {
  switch (field.kind) {
    case "whole":
      return { type: "integer", ...bounds(field) };
    case "number":
      return { type: "number", ...bounds(field) };
    case "choice":
      return { enum: field.choices };
    case "number-or-choice":
      return { anyOf: [{ type: "number", ...bounds(field) }, { enum: field.choices }] };
    default:
      return { type: "string", ...(field.examples ? { examples: field.examples } : {}) };
  }
}

/** The settings of a protocol: one value each. */
function settingsSchema(protocol) {
  const defaults = defaultsOf(protocol);
  return {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(fieldsOf(protocol)).map(([name, field]) => [
        name,
        { ...valueSchema(field), description: field.about, default: defaults[name] },
      ]),
    ),
  };
}

/** The grid of a protocol: a list of values, in which a text may be a range, or one range. */
function gridSchema(protocol) {
  const range = { type: "string", description: "start:stop:step, or log:from:to:count" };
  return {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(fieldsOf(protocol)).map(([name, field]) => [
        name,
        {
          description: field.about,
          anyOf: [range, { type: "array", minItems: 1, items: { anyOf: [valueSchema(field), range] } }],
        },
      ]),
    ),
  };
}

const base = toJsonSchema(specificationSchema, { errorMode: "ignore" });
const schema = {
  ...base,
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "An experiment of hopfield: hopfield experiment run, hopfield sweep --config",
  $defs: Object.fromEntries(
    protocols.flatMap((protocol) => [
      [`${protocol.name}.settings`, settingsSchema(protocol)],
      [`${protocol.name}.grid`, gridSchema(protocol)],
    ]),
  ),
  allOf: protocols.map(({ name }) => {
    const ref = (part) => ({ $ref: `#/$defs/${name}.${part}` });
    const named = { properties: { protocol: { const: name } } };
    return {
      // Without a protocol, retrieve is meant.
      if: name === "retrieve" ? named : { ...named, required: ["protocol"] },
      // biome-ignore lint/suspicious/noThenProperty: JSON schema has it so
      then: {
        properties: {
          settings: ref("settings"),
          grid: ref("grid"),
          variants: { items: { properties: { settings: ref("settings") } } },
          small: { properties: { settings: ref("settings"), grid: ref("grid") } },
        },
      },
    };
  }),
};

const text = `${JSON.stringify(schema, null, 2)}\n`;
if (!process.argv.includes("--check")) writeFileSync(path, text);
else if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
  console.error("packages/cli/schema/experiment.schema.json is not that of the code; run npm run schema");
  process.exitCode = 1;
}
