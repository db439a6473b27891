import { link, type Markish } from "@observablehq/plot";
import { colour } from "../theme.ts";
import { marginsFor, scaleAxes } from "./parts/axes.ts";
import { axisScale } from "./parts/axisScale.ts";
import { type ChartOptions, defaultWidth, drawChart } from "./parts/chart.ts";
import { dots } from "./parts/dots.ts";
import { seriesEntry } from "./parts/legend.ts";
import { brief, counted, extent, median, percent, thin } from "./parts/numbers.ts";
import { type Reference, referenceLines, referenceRoom, usableReferences } from "./parts/references.ts";
import { seriesMarks } from "./parts/seriesMarks.ts";
import { baselineStyle, type SeriesStyle, seriesStyle } from "./parts/seriesStyle.ts";

export interface PerImageMethod {
  name: string;
  /** One number per image, the same images in the same order for every method; null where there is none. */
  values: readonly (number | null)[];
  /** Drawn in gray rings, as what the others are compared with: the query as given. */
  baseline?: boolean | undefined;
}

export interface PerImageData {
  methods: readonly PerImageMethod[];
  /** The quantity with its unit: "MSE (pixel units², 0–255)". */
  label: string;
  /**
   * How the images stand beside each other: as given (the default), sorted by the values of the first method, or for
   * each method by its own values, as curves.
   */
  order?: "given" | "first" | "each" | undefined;
  /** The name of each image for the tooltip; default its number. */
  names?: readonly string[] | undefined;
  /** Levels to compare with: 1 for a perfect similarity. */
  references?: readonly Reference[] | undefined;
  /** What the y axis covers at least; default the range of the values, with zero unless all are far from it. */
  yDomain?: readonly [number, number] | undefined;
  /** Ticks and descriptions in per cent of one. Default false. */
  yPercent?: boolean | undefined;
}

/** More images are thinned evenly. */
const mostImages = 400;
/** With more dots the names of all would be most of the file. */
const mostTitles = 300;
/** Images this wide have room for their dots side by side. */
const leastRoom = 9;

interface Value {
  x: number;
  y: number;
  name: string;
}

interface Drawn {
  name: string;
  baseline: boolean;
  style: SeriesStyle;
  points: Value[];
}

/** One number per image for several methods: a column of dots per image, or a curve per method. */
export function perImage(data: PerImageData, options: ChartOptions = {}): string {
  const { methods, order = "given" } = data;
  const count = Math.max(0, ...methods.map(({ values }) => values.length));
  const places = order === "first" ? sortedPlaces(methods[0]?.values ?? [], count) : range(count);
  const chosen = thin(range(count), mostImages);
  const styles = methodStyles(methods);
  const all = methods.map(({ values }) => values.filter(isNumber));
  const drawn = methods.map(({ name, values, baseline = false }, m): Drawn => {
    const at =
      order === "each" ? [...all[m]].sort((a, b) => a - b) : places.map((image) => values[image] ?? null);
    const nameOf = (place: number): string =>
      order === "each" ? `place ${place}` : (data.names?.[places[place]] ?? `image ${places[place]}`);
    const points = chosen.flatMap((place): Value[] => {
      const y = at[place];
      return isNumber(y) ? [{ x: place, y, name: nameOf(place) }] : [];
    });
    return { name, baseline, style: styles[m], points };
  });
  const references = usableReferences(data.references, { x: false, y: false }).filter(
    ({ x }) => x === undefined,
  );
  const names = referenceRoom(references);
  const values = [...all.flat(), ...references.map(({ y }) => y)];
  const y = axisScale([...values, ...zeroFor(values)], {
    atLeast: data.yDomain,
    percent: data.yPercent,
    nice: true,
  });
  const length = (options.width ?? defaultWidth) - 52 - Math.max(16, names);
  const x = axisScale([0, Math.max(1, count - 1)], { whole: true, length, count: Math.round(length / 48) });
  const margins = marginsFor(x, y);
  const word = data.yPercent ? percent : brief;
  const place = {
    given: "image",
    first: `images, sorted by ${methods[0]?.name}`,
    each: "images, sorted for each method",
  };
  return drawChart(options, {
    title: `${data.label} per image`,
    description: describe(data, all, count, word),
    legend: methods.map(({ name }, m) =>
      seriesEntry(
        all[m].length === 0 ? name : `${name} (median ${word(median(all[m]))})`,
        styles[m],
        order === "each" ? "line" : "dot",
      ),
    ),
    plot: {
      ...margins,
      marginRight: Math.max(margins.marginRight, names),
      x: { domain: [x.domain[0] - 0.5, x.domain[1] + 0.5] },
      y: { domain: y.domain },
      marks: [
        ...scaleAxes(x, y, { x: place[order], y: data.label }),
        referenceLines(references, true),
        ...(order === "each"
          ? seriesMarks(drawn, "band", drawn.length * count <= mostTitles)
          : dotMarks(drawn, length / Math.max(1, Math.min(count, mostImages)), word)),
      ],
    },
  });
}

const isNumber = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The images by their values, those without one last. */
function sortedPlaces(values: readonly (number | null)[], count: number): number[] {
  const key = (image: number): number => {
    const value = values[image];
    return isNumber(value) ? value : Number.POSITIVE_INFINITY;
  };
  return range(count).sort((a, b) => (key(a) === key(b) ? a - b : key(a) - key(b)));
}

function methodStyles(methods: readonly PerImageMethod[]): SeriesStyle[] {
  let next = 0;
  return methods.map(({ baseline }) => (baseline ? baselineStyle : seriesStyle(next++)));
}

/** Zero belongs on the axis unless it would press the values together. */
function zeroFor(values: readonly number[]): number[] {
  const [low, high] = extent(values) ?? [0, 0];
  return low > high / 2 || high < low / 2 ? [] : [0];
}

/**
 * A line joins the dots of one image. Where images have room, the dots of the methods stand side by side, so that
 * equal values do not hide each other. Baselines lie below.
 *
 * @param room  the pixels of one image
 */
function dotMarks(drawn: readonly Drawn[], room: number, word: (value: number) => string): Markish[] {
  const spans = new Map<number, { x: number; y1: number; y2: number }>();
  for (const { x, y } of drawn.flatMap(({ points }) => points)) {
    const span = spans.get(x) ?? { x, y1: y, y2: y };
    spans.set(x, { x, y1: Math.min(span.y1, y), y2: Math.max(span.y2, y) });
  }
  const titled = drawn.reduce((sum, { points }) => sum + points.length, 0) <= mostTitles;
  const methods = drawn.filter(({ baseline }) => !baseline);
  const step = Math.min(6, (0.8 * room) / Math.max(1, methods.length)) / room;
  const aside = (one: Drawn): number =>
    one.baseline || room < leastRoom ? 0 : (methods.indexOf(one) - (methods.length - 1) / 2) * step;
  return [
    drawn.length < 2
      ? null
      : link([...spans.values()], {
          x: "x",
          y1: "y1",
          y2: "y2",
          stroke: colour("grid"),
          ...(room < leastRoom
            ? { strokeWidth: Math.min(2, room / 3) }
            : { strokeWidth: 0.76 * room, strokeOpacity: 0.55 }),
        }),
    ...[...drawn.filter(({ baseline }) => baseline), ...methods].map((one) =>
      dots(
        one.points.map((point) => ({ ...point, x: point.x + aside(one) })),
        one.style,
        {
          radius: Math.min(3.2, Math.max(1.4, 1.2 + room / 6)),
          hollowFill: "none",
          opacity: 0.9,
          title: titled ? ({ name, y }) => `${name}, ${one.name}: ${word(y)}` : undefined,
        },
      ),
    ),
  ];
}

function describe(
  { methods, label }: PerImageData,
  all: readonly (readonly number[])[],
  count: number,
  word: (value: number) => string,
): string {
  if (count === 0) return "no images";
  const parts = methods.map(({ name }, m) => {
    const ends = extent(all[m]);
    return ends === undefined
      ? `${name}: none`
      : `${name}: median ${word(median(all[m]))}, from ${word(ends[0])} to ${word(ends[1])}`;
  });
  const drawn = count > mostImages ? `, ${mostImages} of them drawn` : "";
  return `${label} of ${counted(count, "image")}${drawn}: ${parts.join("; ")}`;
}
