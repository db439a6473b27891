import { imageGrid, type Tile } from "@modern-hopfield/figures";
import type { ImageSet } from "modern-hopfield/images";
import type { QueryResult, TrialPictures } from "modern-hopfield/trial";

/** How many queries the picture shows. */
const shown = 8;

/** A picture of the first queries as PNG bytes: damaged above, retrieved in the middle, original below. */
export function examples(perQuery: readonly QueryResult[], pictures: TrialPictures): Uint8Array {
  const first = perQuery.filter(({ repeat }) => repeat === 0).slice(0, shown);
  const row = (images: ImageSet, known: Uint8Array | null): Tile[] =>
    first.map((_, q) => {
      const { width, height, channels, size } = images;
      const tile = { width, height, channels, data: images.at(q) };
      return known === null ? tile : { ...tile, known: known.subarray(q * size, (q + 1) * size) };
    });
  const tiles = [
    ...row(pictures.corrupted, pictures.known),
    ...row(pictures.retrieved, null),
    ...row(pictures.original, null),
  ];
  return imageGrid({ tiles, columns: first.length, scale: 3, gap: 6 });
}
