import type { Settings, Specification } from "./specification.ts";

/** Which embedder there is for the pictures of a data set; "none" where there is none. */
export type FindEmbedder = (data: string) => Promise<string>;

/**
 * A specification whose `vector: "auto"` is the embedder that is here: so an experiment measures vector similarity where
 * it can, and does without where it cannot.
 */
export async function withVector(specification: Specification, find: FindEmbedder): Promise<Specification> {
  const { settings = {}, variants } = specification;
  const resolved = async (own: Settings): Promise<Settings> =>
    own.vector === "auto"
      ? { ...own, vector: await find(String(own.data ?? settings.data ?? "scenes")) }
      : own;
  if (variants === undefined) return { ...specification, settings: await resolved(settings) };
  return {
    ...specification,
    settings: await resolved(settings),
    variants: await Promise.all(
      variants.map(async ({ name, settings: own }) => ({ name, settings: await resolved(own) })),
    ),
  };
}
