import { extname, join } from "node:path";
import { HopfieldError } from "modern-hopfield";
import type { Scalar } from "modern-hopfield/experiment";
import { exitCodes } from "../exitCodes.ts";
import { withCharts } from "../experiment/autoCharts.ts";
import { axisOf, axisValues } from "../experiment/axis.ts";
import { canonical, digestOf } from "../experiment/digest.ts";
import { isModulePath } from "../experiment/ownSimilarities.ts";
import { fieldsOf, protocolNamed } from "../experiment/protocols.ts";
import { readJson, readRunSpecification } from "../experiment/runFolder.ts";
import { readSpecification } from "../experiment/schema.ts";
import type { Axis, Specification } from "../experiment/specification.ts";
import { readSweepModule, type SweepModule } from "../experiment/sweepModule.ts";
import { wholeNumber } from "../options/config.ts";
import type { SweepFlags } from "../options/flags.ts";
import { measureAndTell } from "./measureAndTell.ts";

/** Flags whose names differ from their settings'. */
const settingOf: Readonly<Record<string, string>> = { size: "side" };

/** Flags that are no settings. */
const others = new Set([
  "config",
  "protocol",
  "set",
  "repeats",
  "seed",
  "out",
  "jobs",
  "dataDir",
  "force",
  "json",
  "quiet",
  "open",
  "report",
  "printConfig",
]);

/** The lists that flags give to settings, by the settings' names. */
function listsOf(flags: SweepFlags): Record<string, Scalar[]> {
  const lists: Record<string, Scalar[]> = {};
  for (const [flag, value] of Object.entries(flags)) {
    if (others.has(flag) || value === undefined) continue;
    lists[settingOf[flag] ?? flag] =
      flag === "corrupt" ? (value as string[]).flatMap((text) => text.split(",")) : axisOf(String(value));
  }
  for (const text of flags.set ?? []) {
    const [name, ...rest] = text.split("=");
    if (rest.length === 0) {
      throw new HopfieldError("ERR_OPTION", `invalid --set: ${text} (expected name=list, as degree=2,3)`, {
        text,
      });
    }
    lists[name] = axisOf(rest.join("="));
  }
  return lists;
}

/** The specification that flags and a file describe together; flags win. */
async function specificationOf(flags: SweepFlags, protocolGiven: boolean): Promise<Specification> {
  const { specification: base, similarities } = await baseOf(flags);
  const own = new Set(Object.keys(similarities));
  const protocol = protocolGiven ? flags.protocol : (base.protocol ?? flags.protocol);
  const lists = listsOf(flags);
  const fields = fieldsOf(protocolNamed(protocol));
  const settings: Record<string, Scalar> = { ...base.settings };
  const grid: Record<string, Axis> = { ...base.grid };
  for (const [name, values] of Object.entries(lists)) {
    delete settings[name];
    delete grid[name];
    // A text with a colon may be a range, or a word such as half:bottom: the axis knows.
    if (axisValues(name, values).length > 1 && name in fields) grid[name] = values;
    else settings[name] = axisValues(name, values)[0];
  }
  const resolved: Specification = {
    ...base,
    ...(protocol === undefined || protocol === "retrieve" ? {} : { protocol }),
    settings,
    grid,
    ...(flags.repeats === undefined ? {} : { repeats: wholeNumber("repeats", flags.repeats, 1) }),
    ...(flags.seed === undefined ? {} : { seed: wholeNumber("seed", flags.seed, 0) }),
  };
  return withCharts(resolved, own);
}

/** What a sweep starts from: its file, or nothing. */
async function baseOf({ config }: SweepFlags): Promise<SweepModule> {
  if (config === undefined) {
    const about = "Measured by hopfield sweep.";
    return { specification: { version: 1, name: "sweep", title: "A sweep", about }, similarities: {} };
  }
  if (isModulePath(config)) return await readSweepModule(config);
  if (extname(config) !== ".json") {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid --config: ${config} (expected a .json, .mjs or .ts file)`,
      {
        config,
      },
    );
  }
  return { specification: readSpecification(readJson(config), config), similarities: {} };
}

/** Whether flags say more than where and how. */
function saysWhat(flags: SweepFlags): boolean {
  return (
    flags.config !== undefined ||
    flags.set !== undefined ||
    flags.repeats !== undefined ||
    flags.seed !== undefined ||
    Object.keys(listsOf(flags)).length > 0
  );
}

/** `hopfield sweep`: returns the exit code. */
export async function sweep(flags: SweepFlags, protocolGiven: boolean): Promise<number> {
  const here = flags.out === undefined ? null : readRunSpecification(flags.out);
  const resumes = here !== null && !saysWhat(flags) && !protocolGiven;
  const specification = resumes ? here : await specificationOf(flags, protocolGiven);
  if (flags.printConfig) {
    process.stdout.write(`${JSON.stringify(specification, null, 2)}\n`);
    return exitCodes.ok;
  }
  const module = flags.config !== undefined && isModulePath(flags.config) ? flags.config : null;
  const folder = flags.out ?? join("runs", `sweep-${digestOf(specification).slice(0, 8)}`);
  if (here !== null && !resumes && canonical(here) !== canonical(specification)) {
    process.stderr.write(
      `hopfield: ${folder} held another sweep; its points stay in it, and those that both share are used\n`,
    );
  }
  return await measureAndTell(specification, {
    ...flags,
    folder,
    module,
    again: `hopfield sweep --out ${folder}`,
  });
}
