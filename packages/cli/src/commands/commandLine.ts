import type { RetrieveFlags } from "../options/flags.ts";

/** Flags that do not change a result. */
const silent = new Set([
  "json",
  "quiet",
  "open",
  "out",
  "report",
  "expect",
  "metrics",
  "printConfig",
  "color",
  "noColor",
]);

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w./:=+@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command that repeats a run, with every setting that changes its result. */
export function commandLine(flags: RetrieveFlags): string {
  const words = ["npx hopfield retrieve"];
  for (const [key, value] of Object.entries(flags)) {
    if (silent.has(key) || typeof value === "boolean") continue;
    const flag = `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    for (const item of Array.isArray(value) ? value : [value]) words.push(flag, quoted(String(item)));
  }
  if (typeof flags.color === "string") words.push("--color", flags.color);
  return words.join(" ");
}
