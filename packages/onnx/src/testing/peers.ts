import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** Where onnxruntime-node is: installed here (undefined), or in the folder HOPFIELD_PEERS; null when nowhere. */
export function findOnnxRuntime(): string | undefined | null {
  try {
    createRequire(import.meta.url).resolve("onnxruntime-node");
    return undefined;
  } catch {}
  const folder = process.env.HOPFIELD_PEERS;
  return folder !== undefined && existsSync(join(folder, "node_modules", "onnxruntime-node")) ? folder : null;
}
