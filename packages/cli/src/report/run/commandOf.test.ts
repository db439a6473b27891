import { expect, test } from "vitest";
import { experimentNames, readExperiment } from "../../experiment/committed.ts";
import { smaller } from "../../experiment/smaller.ts";
import type { Specification } from "../../experiment/specification.ts";
import { commandOf } from "./commandOf.ts";
import { asRun } from "./fixture.ts";

const [name] = experimentNames();
const command = (specification: Specification): string => commandOf(asRun(specification, [], 1, "r"));

test("a committed experiment is repeated by its name, its smaller version and other repeats by their flags", () => {
  const committed = readExperiment(name);
  expect(command(committed)).toBe(`npx hopfield experiment run ${name}`);
  expect(command(smaller(committed))).toBe(`npx hopfield experiment run ${name} --small`);
  expect(command({ ...committed, repeats: 97 })).toBe(`npx hopfield experiment run ${name} --repeats 97`);
});

test("which embedder was found changes no command", () => {
  const automatic = experimentNames()
    .map(readExperiment)
    .find(({ settings }) => settings?.vector === "auto");
  expect(automatic).toBeDefined();
  const found = { ...automatic!, settings: { ...automatic!.settings, vector: "resnet20" } };
  expect(command(found)).toBe(`npx hopfield experiment run ${found.name}`);
});

test("anything else is a sweep over its specification", () => {
  const sweep = "npx hopfield sweep --config sweep.json";
  expect(command({ ...readExperiment(name), seed: 12345 })).toBe(sweep);
  expect(command({ version: 1, name: "sweep", title: "", about: "" })).toBe(sweep);
});
