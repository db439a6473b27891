import { type CorruptionFamily, invalid, numberOf, pictureShape } from "../corruption.ts";

/** Keeps a value within the bytes' range. */
const clipped = (value: number): number => Math.min(255, Math.max(0, value));

/** Adds a normal number to each component. */
const noise: CorruptionFamily = {
  name: "noise",
  usage: "noise:<standard deviation in pixel units 0..255>, with /mean=<number> and /clip=on|off",
  options: ["mean", "clip"],
  make(spec) {
    const deviation = numberOf(noise, spec, spec.value, 0);
    const mean = spec.options.mean === undefined ? 0 : numberOf(noise, spec, spec.options.mean);
    const clip = spec.options.clip;
    if (clip !== undefined && clip !== "on" && clip !== "off") throw invalid(noise, spec.spec);
    return ({ values, known }, { shape, random }) => {
      // A damaged picture is a picture; vectors have no range to be clipped to.
      const clips = clip === undefined ? shape !== null : clip === "on";
      const noisy = values.map((value, j) => {
        const drawn = value + random.normal(mean, deviation);
        if (known[j] === 0) return value;
        return clips ? clipped(drawn) : drawn;
      });
      return { values: noisy, known };
    };
  },
};

/**
 * |v + n| with a normal number n, clipped: the noise of Millidge et al. 2022, who take the absolute value before they clip.
 * It makes dark pixels bright: black ones get the mean 0.8 standard deviations.
 */
const absoluteNoise: CorruptionFamily = {
  name: "absolute-noise",
  usage: "absolute-noise:<standard deviation in pixel units 0..255>",
  options: [],
  make(spec) {
    const deviation = numberOf(absoluteNoise, spec, spec.value, 0);
    return ({ values, known }, { shape, random }) => {
      const noisy = values.map((value, j) => {
        const drawn = Math.abs(value + random.normal(0, deviation));
        if (known[j] === 0) return value;
        return shape === null ? drawn : clipped(drawn);
      });
      return { values: noisy, known };
    };
  },
};

/** x (1 - share) + share · N(0, 1), in units of 0..1 for pictures: the noise of the prototype experiments; not clipped. */
const mix: CorruptionFamily = {
  name: "mix",
  usage: "mix:<share of noise between 0 and 1>",
  options: [],
  make(spec) {
    const share = numberOf(mix, spec, spec.value, 0, 1);
    return ({ values, known }, { shape, random }) => {
      const unit = shape === null ? 1 : 255;
      const mixed = values.map((value, j) => {
        const drawn = random.normal(0, unit);
        return known[j] === 0 ? value : value * (1 - share) + share * drawn;
      });
      return { values: mixed, known };
    };
  },
};

/** Makes that share of the pixels black or white, all channels together. */
const saltPepper: CorruptionFamily = {
  name: "salt-pepper",
  usage: "salt-pepper:<share between 0 and 1>",
  options: [],
  make(spec) {
    const share = numberOf(saltPepper, spec, spec.value, 0, 1);
    return ({ values, known }, context) => {
      const { width, height, channels } = pictureShape("salt-pepper", context);
      const { random } = context;
      const total = width * height;
      const out = values.slice();
      for (const pixel of random.sample(total, Math.round(share * total))) {
        const value = random.uniform() < 0.5 ? 0 : 255;
        for (let j = pixel * channels; j < (pixel + 1) * channels; j++) if (known[j]) out[j] = value;
      }
      return { values: out, known };
    };
  },
};

/** Turns that share of the components over: 255 - v in pictures, -v in vectors. */
const flip: CorruptionFamily = {
  name: "flip",
  usage: "flip:<share between 0 and 1>",
  options: [],
  make(spec) {
    const share = numberOf(flip, spec, spec.value, 0, 1);
    return ({ values, known }, { shape, random }) => {
      const out = values.slice();
      for (const j of random.sample(values.length, Math.round(share * values.length))) {
        if (known[j]) out[j] = shape === null ? -out[j] : 255 - out[j];
      }
      return { values: out, known };
    };
  },
};

/** Corruptions that change values and leave every component known; what is unknown already stays as it is. */
export const noiseFamilies: readonly CorruptionFamily[] = [noise, absoluteNoise, mix, saltPepper, flip];
