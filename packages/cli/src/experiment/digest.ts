import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TrialSource } from "modern-hopfield/trial";

/** A short digest, enough for names: 32 hexadecimal digits of SHA-256. */
const digits = 32;

/** Plain data as one text that does not depend on the order of keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

/** The digest of plain data. */
export function digestOf(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("hex").slice(0, digits);
}

/** The digest of a file. */
export function digestOfFile(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, digits);
}

/** The digest of the numbers, labels and shape of a data set. */
export function digestOfSource(source: TrialSource): string {
  const hash = createHash("sha256");
  if (source.kind === "images") {
    const { width, height, channels, data, labels, classNames } = source.images;
    hash.update(canonical({ width, height, channels, classNames }));
    hash.update(data);
    if (labels !== undefined)
      hash.update(new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength));
    if (source.alphaKnown !== undefined) hash.update(source.alphaKnown);
  } else {
    const { values, size, labels } = source;
    hash.update(canonical({ size, bytes: values.BYTES_PER_ELEMENT }));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    if (labels !== undefined)
      hash.update(new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength));
  }
  return hash.digest("hex").slice(0, digits);
}

let engine: string | undefined;

/** The digest of the library's compiled code: another one may give other numbers. */
export function engineDigest(): string {
  if (engine !== undefined) return engine;
  const folder = dirname(fileURLToPath(import.meta.resolve("modern-hopfield")));
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /[.](js|ts)$/.test(file) && !/[.]d[.]ts$|[.]test[.]/.test(file))
    .sort();
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  engine = hash.digest("hex").slice(0, digits);
  return engine;
}
