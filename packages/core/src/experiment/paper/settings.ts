import { normalizations } from "../../patterns/normalize.ts";
import { pixelScaleNames } from "../../patterns/scale.ts";
import type { TrialConfig } from "../../trial/config.ts";
import { type DrawSettings, drawFields } from "../drawn.ts";
import type { Fields } from "../field.ts";

/** Patterns from data, and how they are read. */
export type DataSettings = DrawSettings & {
  readonly scale: TrialConfig["scale"];
  readonly normalize: TrialConfig["normalize"];
};

/** The fields of the settings above. */
export const dataFields: Fields<DataSettings> = {
  ...drawFields,
  scale: { kind: "choice", choices: pixelScaleNames, about: "The pixel scale: beta is in its units." },
  normalize: {
    kind: "choice",
    choices: normalizations,
    about: "What is done to each pattern before it is compared; layer gives all the norm √d.",
  },
};
