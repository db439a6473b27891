/**
 * What a figure is coloured for: `css` leaves custom properties in it, so that one picture inlined into a page follows
 * the reader's light or dark scheme; `light` and `dark` are fixed colours, for files that stand alone.
 */
export type Theme = "css" | "light" | "dark";

/** A colour by its meaning. `good` and `bad` (blue, vermilion) stay apart for every kind of colour blindness. */
export type ColourName =
  | "ink"
  | "muted"
  | "faint"
  | "grid"
  | "paper"
  | "good"
  | "bad"
  | "series1"
  | "series2"
  | "series3"
  | "series4"
  | "series5"
  | "series6";

/**
 * Colour on light and on dark paper. The hues are those of Okabe and Ito (Color Universal Design, 2008), darkened on
 * light paper and lightened on dark paper until text and lines reach a contrast of 3 : 1.
 */
const colours: Readonly<Record<ColourName, readonly [light: string, dark: string]>> = {
  ink: ["#1c2126", "#e7e9ec"],
  muted: ["#5c6670", "#9ca6b1"],
  faint: ["#97a0aa", "#6a747f"],
  grid: ["#e4e7eb", "#2b323a"],
  paper: ["#ffffff", "#14181c"],
  good: ["#0069a8", "#5cb3ea"],
  bad: ["#c74e00", "#f58b4c"],
  series1: ["#0069a8", "#5cb3ea"],
  series2: ["#c74e00", "#f58b4c"],
  series3: ["#00805c", "#35c199"],
  series4: ["#a9538a", "#d994be"],
  series5: ["#8a6a00", "#e3b63a"],
  series6: ["#5c6670", "#9ca6b1"],
};

const names = Object.keys(colours) as ColourName[];
const seriesCount = 6;

/** A colour as CSS: the custom property `--mh-<name>`, with the light colour where a page does not define it. */
export function colour(name: ColourName): string {
  return `var(--mh-${name}, ${colours[name][0]})`;
}

/** The colour of series `i`; after six they repeat. */
export function seriesColour(i: number): string {
  return colour(`series${(i % seriesCount) + 1}` as ColourName);
}

/** The style rules that define the custom properties of every figure, for light and for dark. */
export function themeCss(selector = ":root"): string {
  const rules = (which: 0 | 1): string =>
    names.map((name) => `--mh-${name}: ${colours[name][which]};`).join(" ");
  return `${selector} { ${rules(0)} }
@media (prefers-color-scheme: dark) { ${selector} { ${rules(1)} } }`;
}

/**
 * An SVG with the custom properties and `currentColor` replaced by the fixed colours of a theme. With `css` it is
 * returned as it is.
 */
export function resolveTheme(svg: string, theme: Theme): string {
  if (theme === "css") return svg;
  const which = theme === "light" ? 0 : 1;
  return svg
    .replace(/var\(--mh-([a-z0-9]+), [^)]*\)/g, (whole, name: string) =>
      name in colours ? colours[name as ColourName][which] : whole,
    )
    .replaceAll("currentColor", colours.ink[which]);
}
