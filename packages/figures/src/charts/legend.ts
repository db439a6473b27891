/** One word of a legend with its mark. */
export interface LegendEntry {
  name: string;
  colour: string;
  mark: "line" | "dot" | "ring" | "box";
}

const namespace = "http://www.w3.org/2000/svg";
/** The mean width of a letter at the charts' font size; nothing can be measured without a browser. */
const letterWidth = 6.4;

/** The legend of a chart as a group, one row with its top at `y`. */
export function legend(document: Document, entries: readonly LegendEntry[], y: number): SVGGElement {
  const group = document.createElementNS(namespace, "g") as SVGGElement;
  group.setAttribute("aria-hidden", "true");
  group.setAttribute("transform", `translate(0,${y - 4})`);
  let x = 4;
  for (const { name, colour, mark } of entries) {
    group.append(symbol(document, mark, colour, x));
    const text = document.createElementNS(namespace, "text");
    text.setAttribute("x", String(x + 18));
    text.setAttribute("y", "14");
    text.setAttribute("text-anchor", "start");
    text.textContent = name;
    group.append(text);
    x += 34 + Math.round(letterWidth * name.length);
  }
  return group;
}

function symbol(document: Document, mark: LegendEntry["mark"], colour: string, x: number): Element {
  const shapes: Record<LegendEntry["mark"], [string, Record<string, string | number>]> = {
    line: ["line", { x1: x, x2: x + 13, y1: 10, y2: 10, stroke: colour, "stroke-width": 2.5 }],
    dot: ["circle", { cx: x + 7, cy: 10, r: 4, fill: colour }],
    ring: ["circle", { cx: x + 7, cy: 10, r: 3.5, fill: "none", stroke: colour, "stroke-width": 1.5 }],
    box: ["rect", { x: x + 2, y: 5, width: 10, height: 10, fill: colour }],
  };
  const [tag, attributes] = shapes[mark];
  const element = document.createElementNS(namespace, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
