import { HopfieldError } from "modern-hopfield";
import { readSafetensors, writeSafetensors } from "modern-hopfield/formats";
import { atomicWrite } from "../files/atomicWrite.ts";
import type { ConvertFlags } from "../options/layersFlags.ts";
import { loadInto, loadInWords, moduleOf, readWeights } from "../weights/readWeights.ts";

/** `hopfield convert`: reads, verifies, writes, and reads back what was written. */
export function runConvert(from: string, to: string, flags: ConvertFlags): void {
  if (!to.endsWith(".safetensors")) {
    throw new HopfieldError("ERR_OPTION", `cannot write ${to}: the file must be called .safetensors`, { to });
  }
  const file = readWeights(from);
  const named = moduleOf(file.metadata, flags);
  const metadata = {
    ...file.metadata,
    ...(named === null ? {} : { module: named.module, config: JSON.stringify(named.config) }),
  };
  const bytes = writeSafetensors(file.tensors, metadata);
  const loaded = named === null ? null : loadInto(named, readSafetensors(bytes));
  atomicWrite(to, bytes);
  if (flags.quiet) return;
  const lines = [
    ` ${file.tensors.size} tensors written to ${to}, ${bytes.length} bytes`,
    ...(named === null || loaded === null
      ? [" not verified against a layer: --module and --config name one"]
      : loadInWords(named, loaded.layer, loaded.report)),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
