const namespace = "http://www.w3.org/2000/svg";

/** An SVG element with its attributes and, where given, its text. Numbers are written with at most two decimals. */
export function svgElement(
  document: Document,
  tag: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  text?: string,
): SVGElement {
  const element = document.createElementNS(namespace, tag) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    element.setAttribute(key, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
  }
  if (text !== undefined) element.textContent = text;
  return element;
}
