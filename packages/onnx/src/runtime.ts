import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { HopfieldError } from "modern-hopfield";

/** A tensor of ONNX Runtime. */
export interface OrtTensor {
  readonly data: unknown;
  readonly dims: readonly number[];
}

/** A model of ONNX Runtime, ready to run. */
export interface OrtSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: Readonly<Record<string, OrtTensor | null>>,
  ): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}

/** What is used of onnxruntime-node and onnxruntime-web; their own types are not there where they are not installed. */
export interface OnnxRuntime {
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => OrtTensor;
  readonly InferenceSession: {
    /** @param model  its bytes, or the path of its file */
    create(model: Uint8Array | string, options: Readonly<Record<string, unknown>>): Promise<OrtSession>;
  };
}

const packageName = "onnxruntime-node";

/** The command that brings the runtime; its install script would fetch GPU libraries that are not used. */
const remedy = "npm install --ignore-scripts onnxruntime-node";

/**
 * Imports onnxruntime-node.
 * @param from  a folder to look from (it or a folder above holds `node_modules`); by default this package's own
 * @param instead  what can be done without it, for the error
 * @throws HopfieldError ERR_OPTION when it is not installed there or cannot be loaded
 */
export async function loadRuntime(
  from?: string,
  instead = "use the memory's own retrieve",
): Promise<OnnxRuntime> {
  let module: Record<string, unknown>;
  try {
    const start = from === undefined ? import.meta.url : join(resolve(from), "package.json");
    module = await import(pathToFileURL(createRequire(start).resolve(packageName)).href);
  } catch (cause) {
    const code = (cause as { code?: unknown }).code;
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    const absent = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
    const where = from === undefined ? "" : ` in ${from}`;
    throw new HopfieldError(
      "ERR_OPTION",
      absent && reason.includes(packageName)
        ? `${packageName} is not installed${where}; install it (${remedy}), or ${instead}`
        : `${packageName}${where} cannot be loaded: ${reason}; install it anew (${remedy}), or ${instead}`,
      { package: packageName, from, reason },
    );
  }
  const inner = module.default as Record<string, unknown> | undefined;
  return (module.InferenceSession === undefined ? inner : module) as unknown as OnnxRuntime;
}
