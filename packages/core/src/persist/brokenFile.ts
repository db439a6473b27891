import { HopfieldError } from "../errors.ts";

/** The error for a memory file that does not say what it must: code ERR_DATA, like every damaged file. */
export function brokenFile(message: string, details: Record<string, unknown> = {}): HopfieldError {
  return new HopfieldError(
    "ERR_DATA",
    `invalid memory file: ${message}; the file is damaged, or was not written by toBytes`,
    details,
  );
}

/** A text as it may stand in a message: quoted, without line breaks, and not of a hostile length. */
export function quoted(text: string | undefined): string {
  if (text === undefined) return "nothing";
  const quotedText = JSON.stringify(text);
  return quotedText.length > 80 ? `${quotedText.slice(0, 80)}...` : quotedText;
}
