import { HopfieldError, requireCount, unknownName } from "../errors.ts";
import type { Embedder } from "../metrics/embedder.ts";
import type { TrialConfig } from "./config.ts";
import { type FinishedRepeat, finishTrial } from "./finish.ts";
import type { TrialFeatures } from "./memoryOf.ts";
import { type PreparedTrial, picturesToEmbed, prepareTrial } from "./prepare.ts";
import { finishOptions, outcomeOf, type TrialOptions, type TrialOutcome } from "./runTrial.ts";
import type { TrialSource } from "./source.ts";
import { vectorScores } from "./vector.ts";

/** What a trial with embedders may be told. */
export interface TrialWithOptions extends TrialOptions {
  /** Embedders by the names that `space` and `vector` use. */
  readonly embedders?: Readonly<Record<string, Embedder>> | undefined;
}

/** The embedder of that name. */
function embedderNamed(name: string, embedders: TrialWithOptions["embedders"] = {}): Embedder {
  const found = embedders[name];
  if (found === undefined) throw unknownName("embedder", name, ["none", "pixels", ...Object.keys(embedders)]);
  return found;
}

/** The features of everything that a repeat compares. */
async function featuresOf(prepared: PreparedTrial, embedder: Embedder): Promise<TrialFeatures> {
  const pictures = picturesToEmbed(prepared);
  if (pictures === null)
    throw new HopfieldError("ERR_OPTION", "features are made of pictures, not of vectors");
  const stored = await embedder.embed(pictures.stored);
  return { size: embedder.size, stored, queries: await embedder.embed(pictures.queries) };
}

/**
 * `runTrial` with everything that may stand beside it: associates by an embedder's features where `space` names one, and
 * measures how alike pictures look where `vector` names one.
 *
 * @throws HopfieldError as `runTrial`, and for an embedder that was not given
 */
export async function runTrialWith(
  source: TrialSource,
  config: TrialConfig,
  options: TrialWithOptions = {},
): Promise<TrialOutcome> {
  requireCount(config.repeats, "repeats", 1);
  const space = config.space === "pixels" ? null : embedderNamed(config.space, options.embedders);
  const vector = config.vector === "none" ? null : embedderNamed(config.vector, options.embedders);
  const repeats: FinishedRepeat[] = [];
  let prepared = prepareTrial(source, config);
  for (let repeat = 0; repeat < config.repeats; repeat++) {
    if (repeat > 0) prepared = prepareTrial(source, config, repeat);
    const features = space === null ? undefined : await featuresOf(prepared, space);
    const finished = finishTrial(prepared, { ...finishOptions(prepared, options), features });
    if (vector !== null && finished.pictures !== null) {
      const scores = await vectorScores(vector, prepared, finished.pictures, finished.perQuery);
      finished.perQuery.forEach((query, q) => {
        query.vector = scores[q];
      });
    }
    repeats.push(finished);
  }
  return outcomeOf(prepared, repeats);
}
