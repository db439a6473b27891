/** The width, height and channels of a frame. */
export interface FrameShape {
  /** Without the border. */
  readonly side: number;
  readonly channels: number;
}

/** A square picture of numbers with a border of zeros, one pixel wide; the channels of a pixel stand side by side. */
export interface Frame extends FrameShape {
  /** (side + 2)² x channels numbers. */
  readonly data: Float32Array;
}

/** How many numbers a frame holds. */
export function frameLength({ side, channels }: FrameShape): number {
  return (side + 2) ** 2 * channels;
}

/** Where the first pixel of row `y` stands, behind the border. */
export function rowStart({ side, channels }: FrameShape, y: number): number {
  return ((y + 1) * (side + 2) + 1) * channels;
}

/** The mean of every channel over all pixels. */
export function channelMeans(frame: Frame): Float64Array {
  const { side, channels, data } = frame;
  const means = new Float64Array(channels);
  for (let y = 0; y < side; y++) {
    let at = rowStart(frame, y);
    for (let x = 0; x < side; x++) {
      for (let c = 0; c < channels; c++) means[c] += data[at++];
    }
  }
  for (let c = 0; c < channels; c++) means[c] /= side * side;
  return means;
}

/**
 * Writes every second pixel of a frame into one of half its side and twice its channels, as many channels of zeros on
 * either side: a shortcut without weights.
 *
 * @see He et al. 2016, "Deep Residual Learning for Image Recognition", section 3.3, option A
 */
export function writeShortened(from: Frame, to: Frame): void {
  const skipped = (to.channels - from.channels) / 2;
  to.data.fill(0);
  for (let y = 0; y < to.side; y++) {
    let source = rowStart(from, 2 * y);
    let target = rowStart(to, y) + skipped;
    for (let x = 0; x < to.side; x++) {
      for (let c = 0; c < from.channels; c++) to.data[target + c] = from.data[source + c];
      source += 2 * from.channels;
      target += to.channels;
    }
  }
}
