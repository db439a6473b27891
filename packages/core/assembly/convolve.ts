// A 3x3 convolution of float32 over a frame: a square picture with a border of zeros one pixel wide, the channels of a
// pixel side by side. What a filter sees of a row is then one run of numbers, and nothing has to be gathered. A module
// of its own, with its own memory: only networks need it.

/** The first byte that the module does not use itself. */
export function scratchStart(): usize {
  return __heap_base;
}

/**
 * out = max(0, filters * input + bias + earlier), in tiles of 4 pixels x 8 filters.
 *
 * @param input     a frame of side `step` x `side`
 * @param channels  of the input, a multiple of 4
 * @param filters   8 filters at a time, the weights of these 8 for one number side by side: outputs / 8 x 9 channels x 8
 * @param side      of the output, a multiple of 4
 * @param outputs   filters, a multiple of 8
 * @param earlier   a frame of the shape of the output, or 0
 * @param out       a frame; its border stays as it is
 */
export function convolve(
  input: usize,
  channels: i32,
  step: i32,
  filters: usize,
  bias: usize,
  outputs: i32,
  side: i32,
  earlier: usize,
  out: usize,
): void {
  const span = <usize>(3 * channels) << 2;
  const pitch = <usize>(step * channels) << 2;
  const line = <usize>((step * side + 2) * channels) << 2;
  const pixel = <usize>outputs << 2;
  const zero = f32x4.splat(0);
  for (let f = 0; f < outputs; f += 8) {
    const group = filters + <usize>(f * 9 * channels << 2);
    const biasA = v128.load(bias + (<usize>f << 2));
    const biasB = v128.load(bias + (<usize>f << 2) + 16);
    for (let y = 0; y < side; y++) {
      let source = input + <usize>(y * step) * line;
      let at = <usize>((y + 1) * (side + 2) + 1) * pixel + (<usize>f << 2);
      for (let x = 0; x < side; x += 4) {
        let pa = biasA;
        let pb = biasB;
        let qa = biasA;
        let qb = biasB;
        let ra = biasA;
        let rb = biasB;
        let sa = biasA;
        let sb = biasB;
        let weights = group;
        let row = source;
        for (let k = 0; k < 3; k++) {
          const end = row + span;
          for (let p = row; p < end; p += 4) {
            const a = v128.load(weights);
            const b = v128.load(weights, 16);
            weights += 32;
            let v = v128.load_splat<f32>(p);
            pa = f32x4.add(pa, f32x4.mul(a, v));
            pb = f32x4.add(pb, f32x4.mul(b, v));
            v = v128.load_splat<f32>(p + pitch);
            qa = f32x4.add(qa, f32x4.mul(a, v));
            qb = f32x4.add(qb, f32x4.mul(b, v));
            v = v128.load_splat<f32>(p + 2 * pitch);
            ra = f32x4.add(ra, f32x4.mul(a, v));
            rb = f32x4.add(rb, f32x4.mul(b, v));
            v = v128.load_splat<f32>(p + 3 * pitch);
            sa = f32x4.add(sa, f32x4.mul(a, v));
            sb = f32x4.add(sb, f32x4.mul(b, v));
          }
          row += line;
        }
        if (earlier != 0) {
          let e = earlier + at;
          pa = f32x4.add(pa, v128.load(e));
          pb = f32x4.add(pb, v128.load(e, 16));
          e += pixel;
          qa = f32x4.add(qa, v128.load(e));
          qb = f32x4.add(qb, v128.load(e, 16));
          e += pixel;
          ra = f32x4.add(ra, v128.load(e));
          rb = f32x4.add(rb, v128.load(e, 16));
          e += pixel;
          sa = f32x4.add(sa, v128.load(e));
          sb = f32x4.add(sb, v128.load(e, 16));
        }
        let target = out + at;
        v128.store(target, f32x4.max(pa, zero));
        v128.store(target, f32x4.max(pb, zero), 16);
        target += pixel;
        v128.store(target, f32x4.max(qa, zero));
        v128.store(target, f32x4.max(qb, zero), 16);
        target += pixel;
        v128.store(target, f32x4.max(ra, zero));
        v128.store(target, f32x4.max(rb, zero), 16);
        target += pixel;
        v128.store(target, f32x4.max(sa, zero));
        v128.store(target, f32x4.max(sb, zero), 16);
        source += 4 * pitch;
        at += 4 * pixel;
      }
    }
  }
}
