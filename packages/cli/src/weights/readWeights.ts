import {
  fromHflayers,
  type HflayersConfig,
  type HflayersModule,
  type LoadReport,
  type Module,
} from "@modern-hopfield/layers";
import { HopfieldError } from "modern-hopfield";
import { readSafetensors, type SafetensorsFile } from "modern-hopfield/formats";
import { readBytes } from "../files/readBytes.ts";
import type { ModuleFlags } from "../options/layersFlags.ts";
import { readNpz } from "./npz.ts";

/** The tensors of a file: a zip is an npz, everything else safetensors. */
export function readWeights(path: string): SafetensorsFile {
  const bytes = readBytes(path);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return { tensors: readNpz(bytes), metadata: {} };
  return readSafetensors(bytes);
}

/** The layer that weights are said to belong to. */
export interface NamedModule {
  readonly module: string;
  readonly config: HflayersConfig;
}

/** What flags or the file's metadata say the weights belong to; null when nobody says. */
export function moduleOf(metadata: Readonly<Record<string, string>>, flags: ModuleFlags): NamedModule | null {
  const module = flags.module ?? metadata.module;
  if (module === undefined) return null;
  const text = flags.config ?? metadata.config ?? "{}";
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (error) {
    throw new HopfieldError("ERR_OPTION", `--config is no JSON: ${(error as Error).message}`, {
      config: text,
    });
  }
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw new HopfieldError("ERR_OPTION", `--config is ${text} (expected arguments, as {"input_size": 8})`);
  }
  return { module, config: config as HflayersConfig };
}

/** The layer with these weights. @throws HopfieldError ERR_DATA that lists every tensor that does not fit */
export function loadInto(
  { module, config }: NamedModule,
  { tensors }: SafetensorsFile,
): { layer: Module; report: LoadReport } {
  const layer = fromHflayers(module as HflayersModule, config);
  return { layer, report: layer.loadStateDict(tensors) };
}

/** What a load says, in words. */
export function loadInWords({ module }: NamedModule, layer: Module, report: LoadReport): string[] {
  return [
    ` ${report.loaded} tensors fit ${module}, ${layer.parameterCount} parameters to train`,
    ...(report.defects.length === 0
      ? [" hflayers computes the same with them"]
      : [
          ' hflayers 1.0.2 computes something else with them; { compat: "hflayers" } reproduces it:',
          ...report.defects.map(({ id, what }) => `  ${id}  ${what}`),
        ]),
  ];
}
