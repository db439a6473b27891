import { HopfieldError, unknownName } from "modern-hopfield";
import { activationNames } from "../autodiff/activations.ts";
import type { HopfieldOptions, PatternOptions } from "./options.ts";

/** The norm of one role. */
export interface NormPlan {
  readonly normalize: boolean;
  readonly affine: boolean;
  readonly eps: number;
}

/** A configuration with every default filled in and every contradiction refused. */
export interface HopfieldPlan {
  readonly heads: number;
  /** null where nothing is projected and no size was given: the patterns decide. */
  readonly inputSize: number | null;
  /** d, per head. */
  readonly hiddenSize: number | null;
  /** p, per head. */
  readonly patternSize: number | null;
  readonly outputSize: number | null;
  readonly storedSize: number | null;
  readonly stateSize: number | null;
  readonly projectionSize: number | null;
  readonly storedStatic: boolean;
  readonly stateStatic: boolean;
  readonly projectionStatic: boolean;
  readonly connected: boolean;
  readonly outProjection: boolean;
  /** Whether one weight holds all projections (`in_proj_weight`). */
  readonly together: boolean;
  readonly storedNorm: NormPlan;
  readonly stateNorm: NormPlan;
  readonly projectionNorm: NormPlan;
  readonly spaceNorm: NormPlan;
  readonly scaling: readonly number[];
  /** Whether a scaling per head was given, not one for all. */
  readonly scalingPerHead: boolean;
  readonly scalingTrainable: boolean;
  readonly maxSteps: readonly number[];
  readonly epsilon: readonly number[];
}

function refuse(message: string, details: Record<string, unknown> = {}): never {
  throw new HopfieldError("ERR_OPTION", message, details);
}

/** A whole number of at least 1, or undefined. */
function size(name: string, value: number | undefined): number | undefined {
  if (value !== undefined && !(Number.isInteger(value) && value >= 1)) {
    refuse(`invalid ${name}: ${value} (expected a whole number of at least 1)`, { name, value });
  }
  return value;
}

function normOf(
  name: string,
  { normalize, affine, eps = 1e-5 }: PatternOptions,
  byDefault: { readonly normalize: boolean; readonly affine: boolean },
): NormPlan {
  const on = normalize ?? byDefault.normalize;
  if (affine === true && !on) {
    refuse(`${name} has affine weights of a norm that is off; leave affine out or set normalize: true`, {
      name,
    });
  }
  if (!(eps > 0)) refuse(`invalid ${name}.eps: ${eps} (expected a positive number)`, { name, eps });
  return { normalize: on, affine: on && (affine ?? byDefault.affine), eps };
}

/** One number per head. */
function perHead<T>(name: string, value: T | readonly T[], heads: number): readonly T[] {
  if (!Array.isArray(value)) return new Array<T>(heads).fill(value as T);
  if (value.length !== heads) {
    refuse(`${name} has ${value.length} numbers for ${heads} heads (expected one each, or one number)`, {
      name,
      count: value.length,
      heads,
    });
  }
  return value;
}

function scalingOf(
  { scaling }: HopfieldOptions,
  heads: number,
  byDefault: number | null,
): Pick<HopfieldPlan, "scaling" | "scalingPerHead" | "scalingTrainable"> {
  const trainable = typeof scaling === "object" && "trainable" in scaling;
  const given = trainable ? scaling.initial : (scaling as number | readonly number[] | undefined);
  // Where sizes are known only from the patterns the default is that of the static mode.
  const values = perHead<number>("scaling", given ?? byDefault ?? 1, heads);
  for (const value of values) {
    if (!Number.isFinite(value)) refuse(`invalid scaling: ${value} (expected a finite number)`, { value });
  }
  return { scaling: values, scalingPerHead: Array.isArray(given), scalingTrainable: trainable };
}

/**
 * Fills in the defaults of a configuration.
 * @throws HopfieldError ERR_OPTION for sizes that contradict each other, with what to change
 */
export function planOf(options: HopfieldOptions): HopfieldPlan {
  const stored = options.storedPattern ?? {};
  const state = options.statePattern ?? {};
  const projection = options.patternProjection ?? {};
  const space = options.hopfieldSpace ?? {};
  const heads = size("numHeads", options.numHeads) ?? 1;
  const inputSize = size("inputSize", options.inputSize) ?? null;
  const storedStatic = stored.static ?? false;
  const stateStatic = state.static ?? false;
  const projectionStatic = projection.static ?? false;
  const connected = projection.connected ?? false;
  const outProjection = !(options.disableOutProjection ?? false);
  const nothingProjected = storedStatic && stateStatic && projectionStatic;
  const spaceNorm = normOf("hopfieldSpace", space, { normalize: false, affine: false });
  const staticOnly = nothingProjected && !connected && !outProjection && !spaceNorm.normalize;
  if (inputSize === null && !staticOnly) {
    refuse(
      "inputSize is missing (expected the number of features of a state; only a layer whose three inputs are static and that has no output projection does without)",
    );
  }
  let hiddenSize = size("hiddenSize", options.hiddenSize) ?? null;
  if (hiddenSize === null && inputSize !== null) {
    if (inputSize % heads !== 0 && !staticOnly) {
      refuse(`inputSize ${inputSize} is no multiple of ${heads} heads; give hiddenSize`, {
        inputSize,
        heads,
      });
    }
    // A head of static patterns sees all of their features.
    hiddenSize = staticOnly ? inputSize : inputSize / heads;
  }
  const patternSize = size("patternSize", options.patternSize) ?? hiddenSize;
  const storedSize = size("storedPattern.size", stored.size) ?? (storedStatic ? hiddenSize : inputSize);
  const projectionSize =
    size("patternProjection.size", projection.size) ?? (projectionStatic ? patternSize : inputSize);
  const stateSize = stateStatic ? hiddenSize : inputSize;
  if (connected && projectionStatic) {
    refuse(
      "patternProjection cannot be both connected and static: a connected projection goes through the stored patterns' projection and its own; drop one of the two",
    );
  }
  if (connected && storedStatic) {
    refuse("patternProjection.connected needs stored patterns that are projected; storedPattern is static");
  }
  if (connected && storedSize !== projectionSize) {
    refuse(
      `patternProjection.connected needs patterns of the stored patterns' size ${storedSize}, not ${projectionSize}`,
      { storedSize, projectionSize },
    );
  }
  if (storedStatic && projectionStatic && !stateStatic && heads > 1) {
    refuse(
      "stored patterns and projection are both static, the state is not, and there are several heads: hflayers splits the projection by features there; project one of them, or use one head",
      { heads },
    );
  }
  const dropout = options.dropout ?? 0;
  if (!(dropout >= 0 && dropout < 1)) {
    refuse(`invalid dropout: ${dropout} (expected at least 0 and below 1)`, { dropout });
  }
  const { associationActivation } = options;
  if (associationActivation !== undefined && !activationNames.includes(associationActivation)) {
    throw unknownName("associationActivation", associationActivation, activationNames);
  }
  const { updateStepsMax = 0 } = options;
  const maxSteps = perHead("updateStepsMax", updateStepsMax, heads).map((n) => {
    if (n !== null && !Number.isInteger(n))
      refuse(`invalid updateStepsMax: ${n} (expected a whole number, or null)`);
    return n === null || n < 0 ? Number.POSITIVE_INFINITY : n;
  });
  const epsilon = perHead<number>("updateStepsEps", options.updateStepsEps ?? 1e-4, heads);
  for (const eps of epsilon) {
    if (!(eps > 0)) refuse(`invalid updateStepsEps: ${eps} (expected a positive number)`, { eps });
  }
  // A norm whose size nobody knows cannot have weights.
  const known = (width: number | null): { normalize: boolean; affine: boolean } => ({
    normalize: true,
    affine: width !== null,
  });
  return {
    heads,
    inputSize,
    hiddenSize,
    patternSize,
    outputSize: size("outputSize", options.outputSize) ?? inputSize,
    storedSize,
    stateSize,
    projectionSize,
    storedStatic,
    stateStatic,
    projectionStatic,
    connected,
    outProjection,
    together:
      storedSize === inputSize &&
      projectionSize === inputSize &&
      options.patternSize === undefined &&
      !connected,
    storedNorm: normOf("storedPattern", stored, known(storedSize)),
    stateNorm: normOf("statePattern", state, known(stateSize)),
    projectionNorm: normOf("patternProjection", projection, known(projectionSize)),
    spaceNorm,
    ...scalingOf(options, heads, staticOnly || hiddenSize === null ? 1 : 1 / Math.sqrt(hiddenSize)),
    maxSteps,
    epsilon,
  };
}
