import { join } from "node:path";
import { protocols } from "modern-hopfield/experiment";
import { exitCodes } from "../exitCodes.ts";
import { expectation } from "../experiment/checkSetting.ts";
import { experimentNamed, experimentNames, readExperiment } from "../experiment/committed.ts";
import { defaultsOf, fieldsOf } from "../experiment/protocols.ts";
import { smaller } from "../experiment/smaller.ts";
import { wholeNumber } from "../options/config.ts";
import type { ExperimentFlags } from "../options/flags.ts";
import { table } from "../terminal/table.ts";
import { measureAndTell } from "./measureAndTell.ts";

/** Seconds in words. */
function duration(seconds: number | undefined): string {
  if (seconds === undefined) return "-";
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

/** `hopfield experiment list`. */
export function listExperiments({ json }: { json?: boolean }): void {
  const all = experimentNames().map(readExperiment);
  if (json) {
    process.stdout.write(`${JSON.stringify(all)}\n`);
    return;
  }
  const rows = all.map(({ name, seconds, title, settings, source }) => [
    name,
    duration(seconds),
    String(settings?.data ?? "-"),
    title,
    source ?? "",
  ]);
  process.stdout.write(`${table(["name", "about", "data", "what", "source"], rows)}\n\n`);
  process.stdout.write(" hopfield experiment run <name> measures one and writes its report\n");
}

/** `hopfield experiment protocols`. */
export function listProtocols({ json }: { json?: boolean }): void {
  if (json) {
    const all = protocols.map((protocol) => ({
      name: protocol.name,
      about: protocol.about,
      data: protocol.data,
      settings: Object.fromEntries(
        Object.entries(fieldsOf(protocol)).map(([name, field]) => [
          name,
          { default: defaultsOf(protocol)[name], expected: expectation(field), about: field.about },
        ]),
      ),
      measures: protocol.measures,
    }));
    process.stdout.write(`${JSON.stringify(all)}\n`);
    return;
  }
  for (const protocol of protocols) {
    process.stdout.write(`${protocol.name}: ${protocol.about}\n`);
    const rows = Object.entries(fieldsOf(protocol)).map(([name, field]) => [
      name,
      String(defaultsOf(protocol)[name]),
      field.about,
    ]);
    process.stdout.write(`${table(["setting", "default", "what"], rows)}\n`);
    process.stdout.write(` measures: ${Object.keys(protocol.measures).join(", ")}\n\n`);
  }
}

/** `hopfield experiment run`: returns the exit code, that of the first which did not end well. */
export async function runExperiments(names: readonly string[], flags: ExperimentFlags): Promise<number> {
  const wanted = names.includes("all") ? experimentNames() : names;
  const specifications = wanted.map(experimentNamed);
  let code: number = exitCodes.ok;
  for (const committed of specifications) {
    const sized = flags.small ? smaller(committed) : committed;
    const specification =
      flags.repeats === undefined ? sized : { ...sized, repeats: wholeNumber("repeats", flags.repeats, 1) };
    const name = flags.small ? `${committed.name}-small` : committed.name;
    const folder =
      flags.out === undefined ? join("runs", name) : wanted.length === 1 ? flags.out : join(flags.out, name);
    const ended = await measureAndTell(specification, {
      ...flags,
      folder,
      again: `hopfield experiment run ${committed.name}${flags.small ? " --small" : ""}`,
    });
    code = code === exitCodes.ok ? ended : code;
  }
  return code;
}
