import type { Embedder } from "modern-hopfield/metrics";
import type { Settings } from "./specification.ts";

const opened = new Map<string, Promise<Embedder>>();

/** The names of the embedders that a condition uses. */
export function embedderNames({ space, vector }: Settings): string[] {
  return [space, vector].filter(
    (name): name is string => typeof name === "string" && name !== "pixels" && name !== "none",
  );
}

/** The embedders that a condition uses, each opened once. */
export async function embeddersFor(
  settings: Settings,
  dataDir: string | undefined,
): Promise<Readonly<Record<string, Embedder>>> {
  const entries = await Promise.all(
    [...new Set(embedderNames(settings))].map(async (name) => {
      let embedder = opened.get(name);
      if (embedder === undefined) {
        embedder = import("../embed/openEmbedder.ts").then(({ openEmbedder }) =>
          openEmbedder(name, { dataDir }),
        );
        opened.set(name, embedder);
      }
      return [name, await embedder] as const;
    }),
  );
  return Object.fromEntries(entries);
}
