import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { HopfieldError, type Similarity } from "modern-hopfield";

/** What a module of the user's may hand out. */
export interface UserModule {
  /** A similarity, or what `defineSweep` was given. */
  readonly default?: unknown;
}

/** Whether a setting's text is the path of a module. */
export function isModulePath(text: string): boolean {
  return /[.](mjs|js|ts|mts)$/.test(text);
}

/** Whether a value is a similarity, as `defineSimilarity` makes them. */
export function isSimilarity(value: unknown): value is Similarity {
  const { name, bind } = (value ?? {}) as Partial<Similarity>;
  return typeof name === "string" && typeof bind === "function";
}

/**
 * Imports a module of the user's. TypeScript is read by Node itself where it can (22.18 and later), elsewhere through
 * the package amaro where that is installed.
 *
 * @throws HopfieldError ERR_DATA_MISSING when there is no such file; ERR_DATA with what went wrong in it
 */
export async function importModule(path: string): Promise<UserModule> {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new HopfieldError("ERR_DATA_MISSING", `there is no file ${path}`, { path });
  }
  try {
    if (!/[.]m?ts$/.test(file) || "typescript" in process.features) return await imported(file);
    return await stripped(file);
  } catch (error) {
    if (error instanceof HopfieldError) throw error;
    throw new HopfieldError("ERR_DATA", `${path}: ${(error as Error).message}`, { path });
  }
}

async function imported(file: string): Promise<UserModule> {
  return (await import(pathToFileURL(file).href)) as UserModule;
}

/** Imports TypeScript without its types, from a file beside it, so that its own imports are found. */
async function stripped(file: string): Promise<UserModule> {
  const { transformSync } = await amaro(file);
  const { code } = transformSync(readFileSync(file, "utf8"), { mode: "strip-only" });
  const beside = join(
    dirname(file),
    `.${basename(file)}.${process.pid}.${Math.random().toString(36).slice(2)}.mjs`,
  );
  writeFileSync(beside, code);
  try {
    return await imported(beside);
  } finally {
    rmSync(beside, { force: true });
  }
}

/** The part of amaro that is used. */
interface Amaro {
  transformSync(code: string, options: { mode: string }): { code: string };
}

async function amaro(file: string): Promise<Amaro> {
  // A name that the compiler does not look up: the package is optional.
  const name = "amaro";
  try {
    const module = (await import(name)) as Amaro & { default?: Amaro };
    return module.default ?? module;
  } catch {
    throw new HopfieldError(
      "ERR_DATA",
      `${file}: Node ${process.version} cannot read TypeScript; use Node 22.18 or later, or npm install amaro@0.1, or write it as .mjs`,
      { file },
    );
  }
}
