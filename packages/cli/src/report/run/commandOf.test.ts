import { expect, test } from "vitest";
import { experimentNames, readExperiment } from "../../experiment/committed.ts";
import { smaller } from "../../experiment/smaller.ts";
import type { Specification } from "../../experiment/specification.ts";
import { commandOf } from "./commandOf.ts";
import { asRun } from "./fixture.ts";

const [name] = experimentNames();
const command = (specification: Specification): Promise<string> =>
  commandOf(asRun(specification, [], 1, "r"));

test("a committed experiment is repeated by its name, its smaller version and other repeats by their flags", async () => {
  const committed = readExperiment(name);
  expect(await command(committed)).toBe(`npx hopfield experiment run ${name}`);
  expect(await command(smaller(committed))).toBe(`npx hopfield experiment run ${name} --small`);
  expect(await command({ ...committed, repeats: 97 })).toBe(
    `npx hopfield experiment run ${name} --repeats 97`,
  );
});

test("which embedder was found changes no command", async () => {
  const automatic = experimentNames()
    .map(readExperiment)
    .find(({ settings }) => settings?.vector === "auto");
  expect(automatic).toBeDefined();
  const found = { ...automatic!, settings: { ...automatic!.settings, vector: "resnet20" } };
  expect(await command(found)).toBe(`npx hopfield experiment run ${found.name}`);
});

test("anything else is a sweep over its specification", async () => {
  const sweep = "npx hopfield sweep --config sweep.json";
  expect(await command({ ...readExperiment(name), seed: 12345 })).toBe(sweep);
  expect(await command({ version: 1, name: "sweep", title: "", about: "" })).toBe(sweep);
});
