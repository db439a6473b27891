/** How the command ends. */
export const exitCodes = {
  ok: 0,
  /** A defect of ours. */
  bug: 1,
  /** A flag or a setting that cannot be used. */
  usage: 2,
  /** Data that is missing or cannot be read. */
  data: 3,
  /** An `--expect` that is not met. */
  expectation: 4,
  /** Stopped by the user. */
  interrupted: 130,
} as const;

/** The exit code of an error, by its stable code if it has one. */
export function exitCodeOf(error: unknown): number {
  const code = (error as { code?: unknown }).code;
  if (code === "ERR_DATA" || code === "ERR_DATA_MISSING") return exitCodes.data;
  if (
    typeof code === "string" &&
    (code.startsWith("ERR_") || code.startsWith("commander.")) &&
    isOurs(error)
  ) {
    return exitCodes.usage;
  }
  return exitCodes.bug;
}

/** Errors of the library and of the reader of flags; Node's own ERR_ codes are defects. */
function isOurs(error: unknown): boolean {
  const name = (error as Error).name;
  return name === "HopfieldError" || name === "CommanderError" || name === "InvalidArgumentError";
}
