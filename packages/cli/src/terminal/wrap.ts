/** A text in lines of at most `columns`, broken between words, each indented by one; in one line without columns. */
export function wrap(text: string, columns: number = Number.POSITIVE_INFINITY): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = `${lines[lines.length - 1]} ${word}`;
    if (line.length <= columns || lines[lines.length - 1] === "") lines[lines.length - 1] = line;
    else lines.push(` ${word}`);
  }
  return lines.join("\n");
}
