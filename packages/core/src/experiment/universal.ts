import { unknownName } from "../errors.ts";
import { drawPatterns } from "./drawn.ts";
import type { PointOptions, PointResult, SyncProtocol } from "./protocol.ts";
import { energyAnswers, universalAnswers } from "./universal/answers.ts";
import { measureAnswers, universalMeasures } from "./universal/measures.ts";
import { type UniversalSettings, universalFields } from "./universal/settings.ts";

/**
 * One-shot retrieval z = P' sep(sim(M, q)) on pixels 0..1 with the similarities, separations, damage and thresholds of the
 * paper's program, and honest measures beside them.
 *
 * @see Millidge et al. 2022, "Universal Hopfield Networks" (arXiv 2202.04557), figures 2 to 4
 */
export const universalProtocol: SyncProtocol<UniversalSettings> = {
  name: "universal",
  about:
    "Millidge et al. 2022: one-shot retrieval of damaged pictures by their similarities and separations, judged by their threshold and by measures that cannot flatter.",
  data: "images",
  defaults: {
    patterns: 100,
    queries: 100,
    select: "random",
    color: "rgb",
    corrupt: "absolute-noise:127.5",
    form: "universal",
    similarity: "manhattan",
    separation: "max",
    beta: 1000,
    missing: "known",
    steps: 1,
  },
  fields: universalFields,
  measures: universalMeasures,
  run(settings, seed, source, options: PointOptions = {}): PointResult {
    const drawn = drawPatterns(source, settings, seed);
    switch (settings.form) {
      case "universal":
        return measureAnswers(drawn, universalAnswers(drawn, settings, options));
      case "energy":
        return measureAnswers(drawn, energyAnswers(drawn, settings, options));
      default:
        throw unknownName("form", settings.form, ["universal", "energy"]);
    }
  },
};
