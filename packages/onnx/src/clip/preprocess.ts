import type { ImageShape } from "modern-hopfield/images";
import { bicubicResizer, type Extent } from "./bicubic.ts";
import type { Processor } from "./processor.ts";

/** What makes pictures of one shape ready for a model. */
export interface Preprocessing {
  /** The size that the model sees. */
  readonly seen: Extent;
  /** Writes 3 x height x width numbers: the red plane, the green and the blue one. */
  write(bytes: Uint8Array, out: Float32Array): void;
}

/** The size after the shorter side has become `resize`; the longer one is cut to a whole number of pixels. */
function resized({ width, height }: Extent, resize: Processor["resize"]): Extent {
  if (resize === null) return { width, height };
  if (typeof resize !== "number") return resize;
  const longer = Math.floor((resize * Math.max(width, height)) / Math.min(width, height));
  return width <= height ? { width: resize, height: longer } : { width: longer, height: resize };
}

/**
 * What the published image processor of CLIP does to pictures of this shape: the shorter side is resized (bicubic, as
 * Pillow does it), the middle kept (black around it where the picture is smaller), bytes become
 * (factor x byte - mean) / deviation in float32, gray is repeated over the channels.
 *
 * @see transformers, CLIPImageProcessor
 */
export function preprocessing(shape: ImageShape, processor: Processor): Preprocessing {
  const { channels } = shape;
  const whole = resized(shape, processor.resize);
  const seen = processor.crop ?? whole;
  const resize = bicubicResizer(shape, whole, channels);
  const left = Math.floor((whole.width - seen.width) / 2);
  const top = Math.floor((whole.height - seen.height) / 2);
  const { fround } = Math;
  const tables = processor.means.map((mean, c) =>
    Float32Array.from({ length: 256 }, (_, byte) => {
      // Rounded to float32 where the published processor is.
      return fround(fround(byte * processor.factor) - fround(mean)) / fround(processor.deviations[c]);
    }),
  );
  return {
    seen,
    write(bytes, out) {
      const pixels = resize(bytes);
      let at = 0;
      for (let c = 0; c < 3; c++) {
        const table = tables[c];
        const channel = channels === 1 ? 0 : c;
        for (let y = 0; y < seen.height; y++) {
          const v = y + top;
          for (let x = 0; x < seen.width; x++) {
            const u = x + left;
            const inside = v >= 0 && v < whole.height && u >= 0 && u < whole.width;
            out[at++] = table[inside ? pixels[(v * whole.width + u) * channels + channel] : 0];
          }
        }
      }
    },
  };
}
