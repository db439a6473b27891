import type { ImageSet } from "../images/imageSet.ts";
import { toImageSet } from "../images/toImageSet.ts";
import { cosine } from "../metrics/cosine.ts";
import type { Embedder } from "../metrics/embedder.ts";
import type { PreparedTrial } from "./prepare.ts";
import type { QueryResult, TrialPictures, VectorScores } from "./result.ts";

/** The embeddings of pictures, one row each. */
async function rowsOf(embedder: Embedder, images: ImageSet): Promise<(i: number) => Float32Array> {
  const all = await embedder.embed(images);
  return (i) => all.subarray(i * embedder.size, (i + 1) * embedder.size);
}

/** A cosine that JSON can hold. */
function similarity(a: Float32Array, b: Float32Array): number | null {
  const value = cosine(a, b);
  return Number.isFinite(value) ? value : null;
}

/**
 * How alike the pictures of one repeat look to an embedder, query by query: what came back, the damaged query, and the
 * nearest other original, each against the original (the three uses of the metric in "Modern Hopfield Networks on the
 * CIFAR10 dataset", section Methodology).
 */
export async function vectorScores(
  embedder: Embedder,
  { store }: PreparedTrial,
  pictures: TrialPictures,
  perQuery: readonly QueryResult[],
): Promise<VectorScores[]> {
  const shape = {
    width: pictures.original.width,
    height: pictures.original.height,
    channels: pictures.original.channels,
  };
  const others = new Float64Array(perQuery.length * pictures.original.size);
  perQuery.forEach(({ other, stored }, q) => {
    others.set(store.original(other?.index ?? stored), q * pictures.original.size);
  });
  const original = await rowsOf(embedder, pictures.original);
  const retrieved = await rowsOf(embedder, pictures.retrieved);
  const corrupted = await rowsOf(embedder, pictures.corrupted);
  const other = await rowsOf(embedder, toImageSet(others, shape, "others"));
  return perQuery.map((query, q) => ({
    retrieved: similarity(retrieved(q), original(q)),
    baseline: similarity(corrupted(q), original(q)),
    other: query.other === null ? null : similarity(other(q), original(q)),
  }));
}
