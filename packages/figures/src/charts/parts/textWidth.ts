/** Letters by the share of the font size that they take in DejaVu Sans, one of the widest of the fonts in use. */
const widths: readonly [letters: RegExp, share: number][] = [
  [/[ijlI.,:;'|!]/, 0.3],
  [/[\sftr()[\]/\-·⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/, 0.38],
  [/[mwMW%@—…]/, 0.9],
  [/[A-Z+−×=<>≤≥]/, 0.7],
];
const otherwise = 0.62;

/** About how many pixels wide a text is; nothing can be measured without a browser. */
export function textWidth(text: string, fontSize = 12): number {
  let sum = 0;
  for (const letter of text) sum += widths.find(([letters]) => letters.test(letter))?.[1] ?? otherwise;
  return sum * fontSize;
}

/** The text, or as much of its beginning as fits with an ellipsis; empty where not even three letters fit. */
export function fitText(text: string, width: number, fontSize = 12): string {
  if (textWidth(text, fontSize) <= width) return text;
  const letters = [...text];
  for (let kept = letters.length - 1; kept >= 3; kept--) {
    const short = `${letters.slice(0, kept).join("").trimEnd()}…`;
    if (textWidth(short, fontSize) <= width) return short;
  }
  return "";
}

/** The words of a text in lines of at most `width` pixels; a longer word stands alone and is cut. */
export function wrapText(text: string, width: number, fontSize = 12): string[] {
  const rows: string[] = [];
  for (const word of text.split(/\s+/).filter((one) => one !== "")) {
    const longer = rows.length === 0 ? word : `${rows[rows.length - 1]} ${word}`;
    if (rows.length > 0 && textWidth(longer, fontSize) <= width) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return rows.map((row) => fitText(row, width, fontSize) || row);
}
