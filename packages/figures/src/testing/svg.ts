/** The texts that an SVG shows. */
export const words = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map(([, word]) => word);

/** What a chart says to those who do not see it. */
export const describedAs = (svg: string): string => /<desc>([^<]*)<\/desc>/.exec(svg)?.[1] ?? "";

export const count = (svg: string, pattern: RegExp): number => [...svg.matchAll(pattern)].length;

/** The part of an SVG with an aria-label, up to its end. */
export function part(svg: string, label: string): string {
  const from = svg.indexOf(`aria-label="${label}"`);
  return from < 0 ? "" : svg.slice(from, svg.indexOf("</g>", from));
}
