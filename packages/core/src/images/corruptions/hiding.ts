import { HopfieldError } from "../../errors.ts";
import {
  type Corrupted,
  type CorruptionFamily,
  type CorruptionSpec,
  hide,
  invalid,
  numberOf,
  pictureShape,
  wholeOf,
} from "../corruption.ts";
import type { ImageShape } from "../imageSet.ts";

/** Hides all channels of the pixels for which `hidden` holds. */
function hidePixels(
  input: Corrupted,
  { width, channels }: ImageShape,
  hidden: (x: number, y: number) => boolean,
): Corrupted {
  return hide(input, (j) => {
    const pixel = Math.floor(j / channels);
    return hidden(pixel % width, Math.floor(pixel / width));
  });
}

/** Hides one half; with an odd number of rows the middle one belongs to the bottom. Vectors have a top and a bottom. */
const half: CorruptionFamily = {
  name: "half",
  usage: "half:bottom, half:top, half:left or half:right",
  options: [],
  make(spec) {
    const side = spec.value ?? "bottom";
    if (!["bottom", "top", "left", "right"].includes(side)) throw invalid(half, spec.spec);
    return (input, context) => {
      if (context.shape === null && (side === "bottom" || side === "top")) {
        const middle = Math.floor(input.values.length / 2);
        return hide(input, (j) => (side === "bottom" ? j >= middle : j < middle));
      }
      const shape = pictureShape(`half:${side}`, context);
      const middleX = Math.floor(shape.width / 2);
      const middleY = Math.floor(shape.height / 2);
      return hidePixels(input, shape, (x, y) => {
        if (side === "bottom") return y >= middleY;
        if (side === "top") return y < middleY;
        return side === "right" ? x >= middleX : x < middleX;
      });
    };
  },
};

/**
 * Hides that share of the rows from the bottom up; of the components from the end in vectors. The first hidden row is
 * floor(height (1 - share)), as Millidge et al. 2022 mask their pictures.
 */
const rows: CorruptionFamily = {
  name: "rows",
  usage: "rows:<share between 0 and 1>",
  options: [],
  make(spec) {
    const share = numberOf(rows, spec, spec.value, 0, 1);
    return (input, { shape }) => {
      const height = shape?.height ?? input.values.length;
      const first = Math.floor(height * (1 - share));
      if (shape === null) return hide(input, (j) => j >= first);
      return hidePixels(input, shape, (_x, y) => y >= first);
    };
  },
};

/** Reads "12" or "12x8" as a width and a height of a block. */
function sides(family: CorruptionFamily, spec: CorruptionSpec): [number, number] {
  const match = /^(\d+)(?:x(\d+))?$/.exec(spec.value ?? "");
  if (match === null) throw invalid(family, spec.spec);
  return [wholeOf(family, spec, match[1], 1), wholeOf(family, spec, match[2] ?? match[1], 1)];
}

/** Throws unless a block of that size fits into the picture at that place. */
function requireInside(
  spec: CorruptionSpec,
  shape: ImageShape,
  block: readonly [number, number, number, number],
): void {
  const [left, top, width, height] = block;
  if (left + width > shape.width || top + height > shape.height) {
    throw new HopfieldError(
      "ERR_OPTION",
      `the block of ${spec.spec} leaves the picture of ${shape.width}x${shape.height} pixels; make it smaller or move it`,
      { given: spec.spec, width: shape.width, height: shape.height },
    );
  }
}

/** Hides a block at a random place, or at the place that is named. */
const block: CorruptionFamily = {
  name: "block",
  usage: "block:<side> or block:<width>x<height>, with /x=<left>/y=<top> for a fixed place",
  options: ["x", "y"],
  make(spec) {
    const [width, height] = sides(block, spec);
    const { x: namedX, y: namedY } = spec.options;
    const fixedX = namedX === undefined ? undefined : wholeOf(block, spec, namedX, 0);
    const fixedY = namedY === undefined ? undefined : wholeOf(block, spec, namedY, 0);
    return (input, context) => {
      const shape = pictureShape("block", context);
      requireInside(spec, shape, [fixedX ?? 0, fixedY ?? 0, width, height]);
      const left = fixedX ?? context.random.below(shape.width - width + 1);
      const top = fixedY ?? context.random.below(shape.height - height + 1);
      return hidePixels(
        input,
        shape,
        (x, y) => x >= left && x < left + width && y >= top && y < top + height,
      );
    };
  },
};

/** Hides a border all around. */
const frame: CorruptionFamily = {
  name: "frame",
  usage: "frame:<pixels>, less than half the picture",
  options: [],
  make(spec) {
    const border = wholeOf(frame, spec, spec.value, 1);
    return (input, context) => {
      const shape = pictureShape("frame", context);
      const right = shape.width - border;
      const bottom = shape.height - border;
      if (right <= border || bottom <= border) throw invalid(frame, spec.spec);
      return hidePixels(input, shape, (x, y) => x < border || y < border || x >= right || y >= bottom);
    };
  },
};

/** Hides that share of the pixels, all channels together; of the components in vectors. */
const pixels: CorruptionFamily = {
  name: "pixels",
  usage: "pixels:<share between 0 and 1>",
  options: [],
  make(spec) {
    const share = numberOf(pixels, spec, spec.value, 0, 1);
    return (input, { shape, random }) => {
      const channels = shape?.channels ?? 1;
      const total = input.values.length / channels;
      const hidden = new Uint8Array(total);
      for (const pixel of random.sample(total, Math.round(share * total))) hidden[pixel] = 1;
      return hide(input, (j) => hidden[Math.floor(j / channels)] === 1);
    };
  },
};

/** Pastes a block of another picture at a random place, where it is in that picture too, and marks it unknown. */
const occlude: CorruptionFamily = {
  name: "occlude",
  usage: "occlude:<side> or occlude:<width>x<height>",
  options: [],
  make(spec) {
    const [width, height] = sides(occlude, spec);
    return ({ values, known }, context) => {
      const shape = pictureShape("occlude", context);
      requireInside(spec, shape, [0, 0, width, height]);
      if (context.others === undefined) {
        throw new HopfieldError(
          "ERR_OPTION",
          `${spec.spec} has no other picture to paste; pass \`others\` in the context, or use block`,
          { given: spec.spec },
        );
      }
      const left = context.random.below(shape.width - width + 1);
      const top = context.random.below(shape.height - height + 1);
      const other = context.others(context.random.fork("other"));
      const out = { values: values.slice(), known: known.slice() };
      for (let y = top; y < top + height; y++) {
        const from = (y * shape.width + left) * shape.channels;
        const to = from + width * shape.channels;
        out.values.set(other.subarray(from, to), from);
        out.known.fill(0, from, to);
      }
      return out;
    };
  },
};

/** Corruptions that take parts of a pattern away and leave the rest as it was. */
export const hidingFamilies: readonly CorruptionFamily[] = [half, rows, block, frame, pixels, occlude];
