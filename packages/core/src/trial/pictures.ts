import type { ImageShape } from "../images/imageSet.ts";
import { toImageSet } from "../images/toImageSet.ts";
import type { PreparedTrial } from "./prepare.ts";
import type { TrialPictures } from "./result.ts";
import type { TrialRun } from "./retrieveAll.ts";

/** The pictures of a trial as bytes: a state that left the range of numbers is black. */
export function picturesOf(
  { store, queries, told }: PreparedTrial,
  shape: ImageShape,
  { outputs }: Pick<TrialRun, "outputs">,
): TrialPictures {
  const { size } = store.patterns;
  const set = (rows: readonly Float64Array[], name: string) => {
    const values = new Float64Array(rows.length * size);
    rows.forEach((row, i) => {
      for (let j = 0; j < size; j++) values[i * size + j] = Number.isFinite(row[j]) ? row[j] : 0;
    });
    return toImageSet(values, shape, name);
  };
  const known = new Uint8Array(queries.length * size);
  queries.forEach((query, q) => {
    known.set(query.known, q * size);
  });
  return {
    corrupted: set(
      queries.map(({ values }) => values),
      "corrupted",
    ),
    retrieved: set(outputs, "retrieved"),
    original: set(
      queries.map(({ stored }) => store.original(stored)),
      "original",
    ),
    known: told ? known : null,
  };
}
