import { colour, resolveTheme, type Theme } from "./theme.ts";

export interface SvgToPngOptions {
  /** Whether text is drawn, with the fonts of the machine; default true. Without, pictures are equal everywhere. */
  text?: boolean | undefined;
}

/** The families looked for, by the machines that have them: Debian, macOS, Windows. */
const families = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Helvetica", "Arial", "Segoe UI"];

/**
 * An SVG as the bytes of a PNG file, on the paper of the theme. For Node; on a machine without fonts the picture comes
 * without its text.
 *
 * @param width  of the picture in pixels; the height follows
 */
export async function svgToPng(
  svg: string,
  width: number,
  theme: Exclude<Theme, "css"> = "light",
  options: SvgToPngOptions = {},
): Promise<Uint8Array> {
  // Not an import: a bundler for browsers must not find the native module, or a page could not have the charts.
  const { createRequire } = process.getBuiltinModule("node:module");
  const { Resvg } = createRequire(import.meta.url)("@resvg/resvg-js") as typeof import("@resvg/resvg-js");
  const fixed = resolveTheme(svg, theme)
    .replaceAll("system-ui, sans-serif", families.join(", "))
    // The older word of SVG, which is the one that resvg knows.
    .replaceAll("image-rendering: pixelated", "image-rendering: optimizeSpeed");
  const picture = new Resvg(fixed, {
    fitTo: { mode: "width", value: width },
    background: resolveTheme(colour("paper"), theme),
    font: { loadSystemFonts: options.text ?? true },
  });
  return picture.render().asPng();
}
