import { styleText } from "node:util";

/** Ways of showing a text. */
export interface Colours {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

/**
 * Bold and dim on a terminal; plain text elsewhere, with `--no-color`, and with NO_COLOR (no-color.org: set to
 * anything but an empty text).
 */
export function coloursFor(stream: { isTTY?: boolean }, plain = false): Colours {
  const coloured = stream.isTTY === true && !plain && !process.env.NO_COLOR && process.env.TERM !== "dumb";
  return coloured
    ? { strong: (text) => styleText("bold", text), faint: (text) => styleText("dim", text) }
    : { strong: (text) => text, faint: (text) => text };
}
