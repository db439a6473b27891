import { HopfieldError, unknownName } from "../errors.ts";
import type { Separation } from "./separation.ts";
import { entmax, sparsemax } from "./separations/entmax.ts";
import { normmax } from "./separations/normmax.ts";
import { identity, polynomial } from "./separations/polynomial.ts";
import { max, topK } from "./separations/selective.ts";
import { softmax } from "./separations/softmax.ts";
import { withNull } from "./separations/withNull.ts";
import { bipolar } from "./similarities/bipolar.ts";
import { centredCosine, cosine } from "./similarities/cosine.ts";
import { dot } from "./similarities/dot.ts";
import { euclidean } from "./similarities/euclidean.ts";
import { jensenShannon } from "./similarities/jensenShannon.ts";
import { kullbackLeibler, reverseKullbackLeibler } from "./similarities/kullbackLeibler.ts";
import { manhattan } from "./similarities/manhattan.ts";
import { reciprocalManhattan } from "./similarities/reciprocalManhattan.ts";
import { squaredEuclidean } from "./similarities/squaredEuclidean.ts";
import type { Similarity } from "./similarity.ts";

/** The names of the built-in similarities. */
export type SimilarityName =
  | "dot"
  | "squaredEuclidean"
  | "manhattan"
  | "cosine"
  | "centredCosine"
  | "euclidean"
  | "bipolar"
  | "reciprocalManhattan"
  | "kullbackLeibler"
  | "reverseKullbackLeibler"
  | "jensenShannon";

/** The names of the built-in separations; `null` is softmax with a null pattern. */
export type SeparationName =
  | "softmax"
  | "sparsemax"
  | "entmax"
  | "normmax"
  | "polynomial"
  | "identity"
  | "topK"
  | "max"
  | "null";

/** Options of a choice, as numbers by name. */
type Options = Readonly<Record<string, number>>;

/** A choice: how it is made, and the names of the options that it takes. */
interface Choice<T> {
  readonly options: readonly string[];
  make(options: Options): T;
}

const plain = <T>(value: T): Choice<T> => ({ options: [], make: () => value });

const similarities: Readonly<Record<SimilarityName, Choice<Similarity>>> = {
  dot: plain(dot),
  squaredEuclidean: plain(squaredEuclidean),
  manhattan: plain(manhattan),
  cosine: plain(cosine),
  centredCosine: plain(centredCosine),
  euclidean: plain(euclidean),
  bipolar: plain(bipolar),
  reciprocalManhattan: plain(reciprocalManhattan),
  kullbackLeibler: { options: ["smoothing"], make: kullbackLeibler },
  reverseKullbackLeibler: { options: ["smoothing"], make: reverseKullbackLeibler },
  jensenShannon: { options: ["smoothing"], make: jensenShannon },
};

const separations: Readonly<Record<SeparationName, Choice<Separation>>> = {
  softmax: plain(softmax),
  sparsemax: plain(sparsemax),
  entmax: { options: ["alpha"], make: entmax },
  normmax: { options: ["alpha"], make: normmax },
  polynomial: { options: ["degree"], make: polynomial },
  identity: plain(identity),
  topK: { options: ["k"], make: topK },
  max: plain(max),
  null: { options: ["score"], make: withNull },
};

/** All names of similarities. */
export const similarityNames: readonly SimilarityName[] = Object.keys(similarities) as SimilarityName[];

/** All names of separations. */
export const separationNames: readonly SeparationName[] = Object.keys(separations) as SeparationName[];

/** Reads "name" or "name/option=number/..." and makes the choice. */
function parse<T>(what: string, spec: string, choices: Readonly<Record<string, Choice<T>>>): T {
  const [name, ...settings] = spec.split("/");
  const choice = Object.hasOwn(choices, name) ? choices[name] : undefined;
  if (choice === undefined) throw unknownName(what, name, Object.keys(choices));
  const options: Record<string, number> = {};
  for (const setting of settings) {
    const [key, text, ...rest] = setting.split("=");
    if (!choice.options.includes(key)) {
      if (choice.options.length > 0) throw unknownName(`option of ${name}`, key, choice.options);
      throw new HopfieldError("ERR_OPTION", `${name} takes no options (got ${setting})`, { name, setting });
    }
    const value = Number(text);
    if (text === undefined || text === "" || rest.length > 0 || !Number.isFinite(value)) {
      throw new HopfieldError(
        "ERR_OPTION",
        `invalid ${key} of ${name}: ${setting} (expected ${key}=<number>)`,
        {
          name,
          setting,
        },
      );
    }
    options[key] = value;
  }
  return choice.make(options);
}

/**
 * The similarity of that name, with options after slashes: "manhattan", "kullbackLeibler/smoothing=0.01".
 * @throws HopfieldError ERR_OPTION naming the nearest valid name
 */
export function parseSimilarity(spec: string): Similarity {
  return parse<Similarity>("similarity", spec, similarities);
}

/**
 * The separation of that name, with options after slashes: "softmax", "entmax/alpha=1.5", "topK/k=3",
 * "null/score=-40".
 * @throws HopfieldError ERR_OPTION naming the nearest valid name
 */
export function parseSeparation(spec: string): Separation {
  return parse<Separation>("separation", spec, separations);
}
