import { HopfieldError } from "modern-hopfield";
import { openEmbedder } from "./openEmbedder.ts";

/** Data whose pictures are 32x32, which is what the small network takes. */
const small: readonly string[] = ["cifar10", "scenes"];

/** Whether an embedder can be opened here. */
async function opens(name: string, dataDir: string | undefined): Promise<boolean> {
  try {
    await (await openEmbedder(name, { dataDir })).release();
    return true;
  } catch (error) {
    if (error instanceof HopfieldError) return false;
    throw error;
  }
}

/** The best embedder that is here for the pictures of a data set: "clip", else "resnet20", else "none". */
export async function embedderHere(data: string, dataDir: string | undefined): Promise<string> {
  if (await opens("clip", dataDir)) return "clip";
  return small.includes(data) && (await opens("resnet20", dataDir)) ? "resnet20" : "none";
}
