import { createHash } from "node:crypto";
import { type ImageSet, proceduralScenes } from "modern-hopfield/images";
import type { Embedder } from "modern-hopfield/metrics";
import type { Settings } from "./specification.ts";

const opened = new Map<string, Promise<Embedder>>();

/** More embeddings than this are not kept. */
const mostKept = 20_000;

/** The names of the embedders that a condition uses. */
export function embeddersNamed({ space, vector }: Settings): string[] {
  const names = [space, vector].filter(
    (name): name is string => typeof name === "string" && name !== "pixels" && name !== "none",
  );
  return [...new Set(names)];
}

/**
 * An embedder that remembers: the conditions of a sweep ask for the same originals again and again, and most answers
 * are originals.
 */
export function remembering(embedder: Embedder): Embedder {
  const kept = new Map<string, Float32Array>();
  return {
    name: embedder.name,
    size: embedder.size,
    async embed(images: ImageSet) {
      const keys = Array.from({ length: images.count }, (_, i) =>
        createHash("sha1")
          .update(`${images.width} ${images.channels} `)
          .update(images.at(i))
          .digest("base64"),
      );
      const fresh = [...new Map(keys.map((key, i) => [key, i])).entries()].filter(([key]) => !kept.has(key));
      const found = new Map<string, Float32Array>();
      if (fresh.length > 0) {
        const vectors = await embedder.embed(images.select(fresh.map(([, i]) => i)));
        fresh.forEach(([key], k) => {
          found.set(key, vectors.slice(k * embedder.size, (k + 1) * embedder.size));
        });
      }
      const out = new Float32Array(images.count * embedder.size);
      keys.forEach((key, i) => {
        out.set(found.get(key) ?? (kept.get(key) as Float32Array), i * embedder.size);
      });
      if (kept.size + found.size > mostKept) kept.clear();
      for (const [key, vector] of found) kept.set(key, vector);
      return out;
    },
  };
}

/** The embedders that a condition uses, each opened once. */
export async function embeddersFor(
  settings: Settings,
  dataDir: string | undefined,
): Promise<Readonly<Record<string, Embedder>>> {
  const entries = await Promise.all(
    embeddersNamed(settings).map(async (name) => {
      let embedder = opened.get(name);
      if (embedder === undefined) {
        embedder = import("../embed/openEmbedder.ts").then(async ({ openEmbedder }) =>
          remembering(await openEmbedder(name, { dataDir })),
        );
        opened.set(name, embedder);
      }
      return [name, await embedder] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** What an embedder makes of one fixed picture: other weights make something else of it. */
export async function fingerprintOf(embedder: Embedder): Promise<string> {
  const vector = await embedder.embed(proceduralScenes(1, 1));
  return createHash("sha256").update(new Uint8Array(vector.buffer)).digest("hex").slice(0, 16);
}
