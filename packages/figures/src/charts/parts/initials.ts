/** The shortest beginnings of some words that tell them apart, with a capital: S, M and G; Me and Ma. */
export function initials(words: readonly string[]): Map<string, string> {
  const different = [...new Set(words)];
  const short = (word: string, length: number): string => {
    const letters = [...word].slice(0, length);
    return (letters[0]?.toUpperCase() ?? "") + letters.slice(1).join("");
  };
  return new Map(
    different.map((word) => {
      let length = 1;
      const alone = (): boolean =>
        different.every((other) => other === word || short(other, length) !== short(word, length));
      while (length < [...word].length && !alone()) length++;
      return [word, short(word, length)];
    }),
  );
}
