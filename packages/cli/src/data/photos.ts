import { readdirSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { HopfieldError } from "modern-hopfield";
import { ImageSet } from "modern-hopfield/images";
import type { Sharp } from "sharp";

const endings = new Set([".png", ".jpg", ".jpeg", ".webp"]);

/** Whether a file's name says that it is a photograph. */
export function isPhoto(path: string): boolean {
  return endings.has(extname(path).toLowerCase());
}

/** The middle square of a picture as red, green, blue and alpha bytes, upright. */
function square(picture: Sharp, side: number): Promise<Uint8Array> {
  return picture
    .resize(side, side, { fit: "cover" })
    .toColourspace("srgb")
    .ensureAlpha()
    .raw({ depth: "uchar" })
    .toBuffer();
}

/**
 * A folder of PNG, JPEG and WebP photographs (or one file) as pictures of `side` x `side`: the middle square of each,
 * resized; sorted by name. `alphaKnown` has 0 where most of a pixel is fully transparent in the original.
 * @throws HopfieldError ERR_DATA_MISSING for a folder without photographs, ERR_DATA naming a file that is none
 */
export async function loadPhotos(
  path: string,
  side: number,
): Promise<{ images: ImageSet; alphaKnown: Uint8Array | undefined }> {
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter(isPhoto)
        .sort()
        .map((name) => join(path, name))
    : [path];
  if (files.length === 0) {
    throw new HopfieldError(
      "ERR_DATA_MISSING",
      `no photographs in ${path} (expected .png, .jpg or .webp files); for a data set in there: --data <name> --data-dir ${path}`,
      {
        path,
      },
    );
  }
  const { default: sharp } = await import("sharp");
  const pixels = side * side;
  const data = new Uint8Array(files.length * pixels * 3);
  const known = new Uint8Array(data.length).fill(1);
  for (const [i, file] of files.entries()) {
    let rgba: Uint8Array;
    let seen: Uint8Array | null = null;
    try {
      rgba = await square(sharp(file).rotate(), side);
      if ((await sharp(file).metadata()).hasAlpha) {
        // Resizing smears alpha over the edge, and the colour under a trace of it is noise: so what is transparent is
        // decided before, and resized on its own.
        const opaque = await sharp(file).rotate().extractChannel("alpha").threshold(1).png().toBuffer();
        seen = await square(sharp(opaque), side);
      }
    } catch (error) {
      throw new HopfieldError(
        "ERR_DATA",
        `${file} is no picture that can be read: ${(error as Error).message}`,
        { file },
      );
    }
    for (let p = 0; p < pixels; p++) {
      for (let c = 0; c < 3; c++) {
        const to = (i * pixels + p) * 3 + c;
        data[to] = rgba[4 * p + c];
        if (seen !== null && seen[4 * p] < 128) known[to] = 0;
      }
    }
  }
  const classNames = files.map((file) => basename(file, extname(file)));
  const images = new ImageSet({
    width: side,
    height: side,
    channels: 3,
    data,
    labels: files.map((_, i) => i),
    classNames,
    name: basename(path),
  });
  return { images, alphaKnown: known.includes(0) ? known : undefined };
}
