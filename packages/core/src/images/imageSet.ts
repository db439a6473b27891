import { HopfieldError } from "../errors.ts";

/** Pictures hold one channel (gray) or three (red, green, blue). */
export type Channels = 1 | 3;

/** The width, height and channels of a picture. */
export interface ImageShape {
  readonly width: number;
  readonly height: number;
  readonly channels: Channels;
}

/** What an `ImageSet` is made of. */
export interface ImageSetInit extends ImageShape {
  /** Bytes 0..255, one picture after the other, row by row, the channels of a pixel side by side. */
  readonly data: Uint8Array;
  /** A class number per picture. */
  readonly labels?: ArrayLike<number> | undefined;
  /** The words for the class numbers. */
  readonly classNames?: readonly string[] | undefined;
  /** Where the pictures come from, for reports. */
  readonly name?: string | undefined;
}

/**
 * Pictures of one shape as bytes.
 *
 * Layout: picture after picture; within one, row by row, and the channels of a pixel side by side
 * (`data[((i * height + y) * width + x) * channels + c]`), as canvases and PNG files have it.
 */
export class ImageSet implements ImageShape {
  readonly data: Uint8Array;
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly channels: Channels;
  readonly labels: Int32Array | undefined;
  readonly classNames: readonly string[] | undefined;
  readonly name: string;

  constructor(init: ImageSetInit) {
    const { width, height, channels, data } = init;
    const size = width * height * channels;
    if (!(size > 0) || data.length % size !== 0) {
      throw new HopfieldError(
        "ERR_SIZE",
        `${data.length} bytes are not a whole number of ${width}x${height} pictures with ${channels} channel(s)`,
        { length: data.length, width, height, channels },
      );
    }
    this.data = data;
    this.count = data.length / size;
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.classNames = init.classNames;
    this.name = init.name ?? "images";
    this.labels = init.labels === undefined ? undefined : Int32Array.from(init.labels);
    if (this.labels !== undefined && this.labels.length !== this.count) {
      throw new HopfieldError("ERR_SIZE", `${this.labels.length} labels for ${this.count} pictures`, {
        labels: this.labels.length,
        count: this.count,
      });
    }
  }

  /** The number of bytes of one picture: width x height x channels. */
  get size(): number {
    return this.width * this.height * this.channels;
  }

  /** The bytes of picture `i`, a view that shares memory with the set. */
  at(i: number): Uint8Array {
    return this.data.subarray(i * this.size, (i + 1) * this.size);
  }

  /** The class of picture `i` in words: its name, else its number, else an empty text. */
  labelOf(i: number): string {
    const label = this.labels?.[i];
    return label === undefined ? "" : (this.classNames?.[label] ?? String(label));
  }

  /** A new set with the pictures at `indices`, in that order. */
  select(indices: ArrayLike<number>): ImageSet {
    const data = new Uint8Array(indices.length * this.size);
    const labels = this.labels === undefined ? undefined : new Int32Array(indices.length);
    for (let k = 0; k < indices.length; k++) {
      const i = indices[k];
      if (!Number.isInteger(i) || i < 0 || i >= this.count) {
        throw new HopfieldError("ERR_COUNT", `there is no picture ${i} in a set of ${this.count}`, {
          index: i,
        });
      }
      data.set(this.at(i), k * this.size);
      if (labels !== undefined) labels[k] = this.labels![i];
    }
    return new ImageSet({ ...this.#meta(), data, labels });
  }

  /** The set in gray: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), rounded. A gray set is returned as it is. */
  toGray(): ImageSet {
    if (this.channels === 1) return this;
    const data = new Uint8Array(this.count * this.width * this.height);
    for (let k = 0; k < data.length; k++) {
      const at = 3 * k;
      data[k] = Math.round(0.299 * this.data[at] + 0.587 * this.data[at + 1] + 0.114 * this.data[at + 2]);
    }
    return new ImageSet({ ...this.#meta(), channels: 1, data, labels: this.labels });
  }

  #meta(): Omit<ImageSetInit, "data" | "labels"> {
    const { width, height, channels, classNames, name } = this;
    return { width, height, channels, classNames, name };
  }
}
