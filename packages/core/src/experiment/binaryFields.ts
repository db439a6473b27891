import type { Field } from "./field.ts";

/** How a binary network is trained and asked: the same in every protocol about one. */
export const binaryFields: Readonly<Record<"update" | "sweeps" | "diagonal" | "kappa" | "epochs", Field>> = {
  update: {
    kind: "choice",
    choices: ["async", "sync"],
    about: "Units one after another in random order, or all at once.",
  },
  sweeps: { kind: "whole", least: 1, about: "The most sweeps; one updates every unit once." },
  diagonal: {
    kind: "choice",
    choices: ["rule", "zero", "kept"],
    about: "The weights from each unit to itself, for the classical rules; rule: as usual for the rule.",
  },
  kappa: {
    kind: "number-or-choice",
    choices: ["auto"],
    least: 0,
    about: "The perceptron's margin; auto: half of the largest that random patterns can have.",
  },
  epochs: {
    kind: "whole",
    least: 1,
    about: "The perceptron gives up after this many steps per pattern and unit.",
  },
};
