import { join } from "node:path";
import { expect, test } from "vitest";
import { dataFolder } from "./folders.ts";

test("a folder that is given stands alone", () => {
  expect(dataFolder("given", { HOPFIELD_DATA: "environment" })).toBe("given");
});

test("without one, HOPFIELD_DATA counts, and then the user's cache", () => {
  expect(dataFolder(undefined, { HOPFIELD_DATA: "environment", XDG_CACHE_HOME: "cache" })).toBe(
    "environment",
  );
  expect(dataFolder(undefined, { HOPFIELD_DATA: "", XDG_CACHE_HOME: "cache" })).toBe(
    join("cache", "modern-hopfield"),
  );
  expect(dataFolder(undefined, {})).toMatch(/modern-hopfield$/);
});
