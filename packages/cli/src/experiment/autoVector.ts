import type { Settings, Specification } from "./specification.ts";

/** Which embedder there is for the pictures of a data set; "none" where there is none. */
export type FindEmbedder = (data: string) => string;

/**
 * A specification whose `vector: "auto"` is the embedder that is here: so an experiment measures vector similarity where
 * it can, and does without where it cannot.
 */
export function withVector(specification: Specification, find: FindEmbedder): Specification {
  const { settings = {}, variants } = specification;
  const resolved = (own: Settings): Settings =>
    own.vector === "auto" ? { ...own, vector: find(String(own.data ?? settings.data ?? "scenes")) } : own;
  return {
    ...specification,
    settings: resolved(settings),
    ...(variants === undefined
      ? {}
      : { variants: variants.map(({ name, settings: own }) => ({ name, settings: resolved(own) })) }),
  };
}
