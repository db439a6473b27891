const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/** The position after the text that opens at `start`. */
function endOfText(json: string, start: number): number {
  let i = start + 1;
  while (json.charCodeAt(i) !== quote) i += json.charCodeAt(i) === backslash ? 2 : 1;
  return i + 1;
}

/**
 * The first key that occurs twice in one object of a JSON text, or undefined.
 *
 * `JSON.parse` keeps the last of two equal keys in silence, so two readers could see different files.
 * @param json  a text that `JSON.parse` accepts
 */
export function duplicateKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (let i = 0; i < json.length; ) {
    const letter = json[i];
    if (letter !== '"') {
      if (letter === "{" || letter === "[") open.push(new Set());
      else if (letter === "}" || letter === "]") open.pop();
      i++;
      continue;
    }
    const end = endOfText(json, i);
    let next = end;
    while (/\s/.test(json.charAt(next))) next++;
    if (json.charCodeAt(next) === colon) {
      const key = JSON.parse(json.slice(i, end)) as string;
      const keys = open[open.length - 1];
      if (keys.has(key)) return key;
      keys.add(key);
    }
    i = end;
  }
  return undefined;
}
