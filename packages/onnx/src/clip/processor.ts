import { HopfieldError } from "modern-hopfield";
import type { Extent } from "./bicubic.ts";

/** What is done to a picture before a vision model sees it. */
export interface Processor {
  /** The new length of the shorter side, or the new width and height; null where the size stays. */
  readonly resize: number | Extent | null;
  /** The part of the middle that is kept; null for all of it. */
  readonly crop: Extent | null;
  /** What a byte is multiplied by. */
  readonly factor: number;
  /** Per channel: (value - mean) / deviation. */
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

/** The processor of CLIP as it is published with the models. */
export const clipProcessor: Processor = {
  resize: 224,
  crop: { width: 224, height: 224 },
  factor: 1 / 255,
  means: [0.48145466, 0.4578275, 0.40821073],
  deviations: [0.26862954, 0.26130258, 0.27577711],
};

/** The number of bicubic among the filters of Pillow. */
const bicubic = 3;

type Fields = Readonly<Record<string, unknown>>;

function invalid(field: string, value: unknown, expected: string): HopfieldError {
  return new HopfieldError(
    "ERR_DATA",
    `invalid ${field} in the preprocessor config: ${JSON.stringify(value)} (expected ${expected}); give the preprocessor_config.json of the model, or none for CLIP's own`,
    { field, value },
  );
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A side of at least 1 pixel; no model looks at pictures of millions of pixels. */
const isSide = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 4096;

/** `{ height, width }`, or a number where that is allowed. */
function extentOf(field: string, value: unknown): Extent {
  if (isSide(value)) return { width: value, height: value };
  if (isFields(value) && isSide(value.width) && isSide(value.height)) {
    return { width: value.width, height: value.height };
  }
  throw invalid(field, value, "a side or { height, width }, 1 to 4096");
}

function resizeOf(value: unknown): number | Extent {
  if (isSide(value)) return value;
  if (isFields(value) && isSide(value.shortest_edge)) return value.shortest_edge;
  if (isFields(value) && isSide(value.width) && isSide(value.height)) return extentOf("size", value);
  throw invalid("size", value, "a side, { shortest_edge } or { height, width }, 1 to 4096");
}

function threeOf(field: string, value: unknown, positive: boolean): number[] {
  const numbers = Array.isArray(value) ? value : [value, value, value];
  const right = (one: unknown): boolean =>
    typeof one === "number" && Number.isFinite(one) && (!positive || one > 0);
  if (numbers.length === 3 && numbers.every(right)) return numbers as number[];
  throw invalid(field, value, `three ${positive ? "positive " : ""}numbers`);
}

/**
 * Reads a `preprocessor_config.json` of a CLIP model; what it does not say is as CLIP has it.
 * @param config  the file, parsed
 * @throws HopfieldError ERR_DATA for a field that means something else, or a resampling other than bicubic
 */
export function readProcessor(config: unknown): Processor {
  if (!isFields(config)) throw invalid("file", config, "an object");
  const whether = (field: string): boolean => {
    const value = config[field] ?? true;
    if (typeof value !== "boolean") throw invalid(field, value, "true or false");
    return value;
  };
  const [resizes, crops, rescales, normalizes] = [
    "do_resize",
    "do_center_crop",
    "do_rescale",
    "do_normalize",
  ].map(whether);
  const resample = config.resample ?? bicubic;
  if (resizes && resample !== bicubic) throw invalid("resample", resample, "3, bicubic");
  const factor = config.rescale_factor ?? clipProcessor.factor;
  if (typeof factor !== "number" || !Number.isFinite(factor)) {
    throw invalid("rescale_factor", factor, "a number");
  }
  return {
    resize: resizes ? resizeOf(config.size ?? clipProcessor.resize) : null,
    crop: crops ? extentOf("crop_size", config.crop_size ?? clipProcessor.crop) : null,
    factor: rescales ? factor : 1,
    means: normalizes ? threeOf("image_mean", config.image_mean ?? clipProcessor.means, false) : [0, 0, 0],
    deviations: normalizes
      ? threeOf("image_std", config.image_std ?? clipProcessor.deviations, true)
      : [1, 1, 1],
  };
}
