import type { MeasureInfo } from "./protocol.ts";

const share = (label: string, about: string, better: MeasureInfo["better"] = "higher"): MeasureInfo => ({
  label,
  about,
  better,
  share: true,
});
const number = (label: string, about: string, better: MeasureInfo["better"] = null): MeasureInfo => ({
  label,
  about,
  better,
});

/** What a retrieval is measured by. Pixel metrics are in units 0..255 for pictures. */
export const retrieveMeasures: Readonly<Record<string, MeasureInfo>> = {
  accuracy: share("right pattern", "Share of queries whose largest weight is on the true pattern."),
  exact: share("exact", "Share that came back in every byte."),
  mse: number("MSE (pixel units², 0–255)", "Mean squared difference between output and original.", "lower"),
  cosine: number(
    "cosine to the original",
    "Cosine of the vectors of pixels of output and original.",
    "higher",
  ),
  neighbourAccuracy: share(
    "nearest neighbour right",
    "Share whose nearest stored pattern over all pixels is the true one.",
  ),
  labelAccuracy: share("right class", "Share whose leading pattern has the true class."),
  identical: share("equal as float32", "Share that equals the stored pattern in every component as float32."),
  nearest: share(
    "nearest to its original",
    "Share whose output lies nearest to its own original among all stored.",
  ),
  psnr: number("PSNR (dB)", "Peak signal-to-noise ratio of the outputs that are not perfect.", "higher"),
  ssim: number("SSIM", "Structural similarity of output and original, 1 = equal.", "higher"),
  vector: number(
    "vector similarity",
    "Cosine of the embeddings of output and original, 1 = the same.",
    "higher",
  ),
  rank: number(
    "rank of the original",
    "Mean place of the true pattern among the scores, 1 = first.",
    "lower",
  ),
  margin: number("margin", "Score of the true pattern minus the best other score.", "higher"),
  baselineMse: number("MSE of the query", "Mean squared difference between damaged query and original."),
  baselineCosine: number("cosine of the query", "Cosine of the pixels of damaged query and original."),
  baselineVector: number(
    "vector similarity of the query",
    "Cosine of the embeddings of damaged query and original.",
  ),
  neighbourMse: number(
    "MSE of the nearest neighbour",
    "Mean squared difference of that pattern and the original.",
    "lower",
  ),
  otherMse: number(
    "MSE of the nearest other original",
    "How far the stored pattern most like each original is from it.",
  ),
  otherCosine: number(
    "cosine of the nearest other original",
    "Its cosine of pixels: how correlated the stored set is.",
  ),
  otherVector: number("vector similarity of the nearest other original", "Its cosine of embeddings."),
  steps: number("updates", "Mean number of updates made.", "lower"),
  effectivePatterns: number("effective patterns", "exp(entropy) of the last association, 1 = one pattern."),
  metastableSize: number("patterns for 90 %", "Least number of patterns holding 90 % of the weight."),
  single: share("single", "Share of queries that end at a single pattern.", null),
  metastable: share("metastable", "Share that ends at a blend of some patterns.", null),
  global: share("global", "Share that ends at a blend of more than half of all.", null),
  energyRises: number("energy rises", "Updates that raised the energy, over all queries.", "lower"),
  lostByIterating: share(
    "lost by iterating",
    "Share whose true pattern led in the first association and no longer in the last.",
    "lower",
  ),
  converged: share("converged", "Share that came to rest before the step limit.", null),
  beta: number("beta", "The inverse temperature used."),
  unreachable: share(
    "cannot be stored",
    "Share of stored patterns whose own clean picture finds another one (separation Δᵢ <= 0).",
    "lower",
  ),
  pairCosine: number(
    "correlation of the stored set",
    "Mean over pairs of the cosine of two stored patterns without their means.",
  ),
  intruderShare: share(
    "taken by the intruder",
    "Share of queries whose largest weight is on the plain picture.",
    "lower",
  ),
  classicalRecovered: share(
    "binary network: recovered",
    "Share of black-and-white queries that the binary network brought back in every bit.",
  ),
  classicalAccuracy: share(
    "binary network: right",
    "Share whose most similar stored pattern is the true one after the binary network.",
  ),
  classicalWrongBits: share(
    "binary network: wrong bits",
    "Mean share of wrong bits after the binary network.",
    "lower",
  ),
  classicalWrongBitsBefore: share(
    "wrong bits of the query",
    "Mean share of wrong bits in black-and-white queries.",
    null,
  ),
  ...Object.fromEntries(
    Object.entries({
      hub: "a pattern that takes many queries won",
      metastable: "a blend of some patterns came back",
      global: "a blend of more than half of all came back",
      neighbour: "a closer neighbour won",
      blend: "the original came back with others blended in",
      duplicate: "an equal pattern won",
      diverged: "the state left the range of numbers",
    }).map(([reason, about]) => [
      `failed.${reason}`,
      share(`failed: ${reason}`, `Share of queries where ${about}.`, "lower"),
    ]),
  ),
};
