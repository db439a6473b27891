import { unknownName } from "modern-hopfield";
import type { Embedder } from "modern-hopfield/metrics";

export async function openEmbedder(
  name: string,
  _options: { dataDir?: string | undefined },
): Promise<Embedder> {
  throw unknownName("embedder", name, ["none"]);
}

export function embedderHere(_data: string, _dataDir: string | undefined): string {
  return "none";
}
