import { withVector } from "../../experiment/autoVector.ts";
import { experimentNames, readExperiment } from "../../experiment/committed.ts";
import { canonical } from "../../experiment/digest.ts";
import type { Run } from "../../experiment/run.ts";
import { smaller } from "../../experiment/smaller.ts";

/**
 * The command that measures a run again: that of the committed experiment which it is (`--small` and `--repeats`
 * included), else a sweep over the specification that the run's folder and its page hold.
 */
export async function commandOf({ specification }: Run): Promise<string> {
  const name = specification.name.replace(/-small$/, "");
  const sweep = "npx hopfield sweep --config sweep.json";
  if (!experimentNames().includes(name)) return sweep;
  const command = `npx hopfield experiment run ${name}`;
  const committed = readExperiment(name);
  // Which embedder "auto" means is known where the run was made.
  const find = async (): Promise<string> => String(specification.settings?.vector ?? "none");
  const forms = [
    [command, await withVector(committed, find)],
    [`${command} --small`, await withVector(smaller(committed), find)],
  ] as const;
  const same = forms.find(([, form]) => canonical(form) === canonical(specification));
  if (same !== undefined) return same[0];
  const { repeats } = specification;
  const repeated = forms.find(([, form]) => canonical({ ...form, repeats }) === canonical(specification));
  return repeated === undefined ? sweep : `${repeated[0]} --repeats ${repeats}`;
}
