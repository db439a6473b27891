import { HopfieldError, unknownName } from "modern-hopfield";
import type { ActivationName } from "../autodiff/activations.ts";
import type { Module } from "../modules/module.ts";
import { Hopfield } from "./hopfield.ts";
import { HopfieldDecoderLayer } from "./hopfieldDecoderLayer.ts";
import { HopfieldEncoderLayer } from "./hopfieldEncoderLayer.ts";
import { HopfieldLayer, type HopfieldLayerOptions } from "./hopfieldLayer.ts";
import { HopfieldPooling, type HopfieldPoolingOptions } from "./hopfieldPooling.ts";
import type { HopfieldOptions } from "./options.ts";

/** Constructor arguments of hflayers by their Python names; a list stands for a tensor with one entry per head. */
export type HflayersConfig = Readonly<Record<string, unknown>>;

/** The classes of hflayers. */
export type HflayersModule =
  | "Hopfield"
  | "HopfieldPooling"
  | "HopfieldLayer"
  | "HopfieldEncoderLayer"
  | "HopfieldDecoderLayer";

/** hflayers' arguments that mean the same here, one to one. */
const plain: Readonly<Record<string, string>> = {
  input_size: "inputSize",
  hidden_size: "hiddenSize",
  output_size: "outputSize",
  pattern_size: "patternSize",
  num_heads: "numHeads",
  scaling: "scaling",
  update_steps_max: "updateStepsMax",
  update_steps_eps: "updateStepsEps",
  batch_first: "batchFirst",
  association_activation: "associationActivation",
  dropout: "dropout",
  input_bias: "inputBias",
  concat_bias_pattern: "concatBiasPattern",
  add_zero_association: "addZeroAssociation",
  disable_out_projection: "disableOutProjection",
  quantity: "quantity",
  trainable: "trainable",
  lookup_weights_as_separated: "lookupWeightsAsSeparated",
  lookup_targets_as_trainable: "lookupTargetsAsTrainable",
};

/** hflayers' arguments that belong to a role. */
const roles: Readonly<Record<string, readonly [string, string]>> = {
  stored_pattern_size: ["storedPattern", "size"],
  stored_pattern_as_static: ["storedPattern", "static"],
  normalize_stored_pattern: ["storedPattern", "normalize"],
  normalize_stored_pattern_affine: ["storedPattern", "affine"],
  normalize_stored_pattern_eps: ["storedPattern", "eps"],
  state_pattern_as_static: ["statePattern", "static"],
  normalize_state_pattern: ["statePattern", "normalize"],
  normalize_state_pattern_affine: ["statePattern", "affine"],
  normalize_state_pattern_eps: ["statePattern", "eps"],
  pattern_projection_size: ["patternProjection", "size"],
  pattern_projection_as_static: ["patternProjection", "static"],
  pattern_projection_as_connected: ["patternProjection", "connected"],
  normalize_pattern_projection: ["patternProjection", "normalize"],
  normalize_pattern_projection_affine: ["patternProjection", "affine"],
  normalize_pattern_projection_eps: ["patternProjection", "eps"],
  normalize_hopfield_space: ["hopfieldSpace", "normalize"],
  normalize_hopfield_space_affine: ["hopfieldSpace", "affine"],
  normalize_hopfield_space_eps: ["hopfieldSpace", "eps"],
};

/**
 * hflayers' constructor arguments as options of `Hopfield`, `HopfieldPooling` or `HopfieldLayer`.
 *
 * hflayers' defaults hold: norms are affine unless that is switched off, so switching a norm off alone is refused.
 *
 * @throws HopfieldError ERR_OPTION for an argument that hflayers does not have
 */
export function optionsFromHflayers(
  config: HflayersConfig,
): HopfieldOptions & { readonly inputSize: number } {
  const options: Record<string, unknown> = {};
  const groups: Record<string, Record<string, unknown>> = {
    storedPattern: { affine: true },
    statePattern: { affine: true },
    patternProjection: { affine: true },
    hopfieldSpace: {},
  };
  for (const [name, value] of Object.entries(config)) {
    if (Object.hasOwn(plain, name)) {
      // Only a limit means something when it is None; everything else has its default then.
      if (value !== null || name === "update_steps_max") options[plain[name]] = value;
    } else if (Object.hasOwn(roles, name)) {
      const [group, key] = roles[name];
      if (value !== null) groups[group][key] = value;
    } else {
      throw unknownName("argument of hflayers", name, [...Object.keys(plain), ...Object.keys(roles)]);
    }
  }
  const sizeless = config.input_size === undefined || config.input_size === null;
  for (const [name, group] of Object.entries(groups)) {
    // Without sizes a norm has no weights to be affine with.
    if (sizeless && group.affine === true && group.size === undefined && group.normalize !== false) {
      delete group.affine;
    }
    options[name] = group;
  }
  return options as unknown as HopfieldOptions & { readonly inputSize: number };
}

function inner(config: HflayersConfig, name: string, more: HopfieldOptions): Hopfield {
  const value = config[name];
  if (typeof value !== "object" || value === null) {
    throw new HopfieldError("ERR_OPTION", `${name} is missing (expected the arguments of its Hopfield)`, {
      name,
    });
  }
  return new Hopfield({ ...optionsFromHflayers(value as HflayersConfig), ...more });
}

/**
 * A module of hflayers from its constructor arguments.
 *
 * @param more  options of our own: `compat`, `dtype`, `gradient`, `seed`
 * @throws HopfieldError ERR_OPTION for arguments that contradict each other or do not exist
 * @example
 * const pooling = fromHflayers("HopfieldPooling", { input_size: 8, num_heads: 2 });
 * pooling.loadStateDict(readSafetensors(bytes).tensors);
 */
export function fromHflayers(
  module: HflayersModule,
  config: HflayersConfig,
  more: Pick<HopfieldOptions, "compat" | "dtype" | "gradient" | "seed"> = {},
): Module {
  switch (module) {
    case "Hopfield":
      return new Hopfield({ ...optionsFromHflayers(config), ...more });
    case "HopfieldPooling":
      return new HopfieldPooling({ ...optionsFromHflayers(config), ...more } as HopfieldPoolingOptions);
    case "HopfieldLayer":
      return new HopfieldLayer({ ...optionsFromHflayers(config), ...more } as HopfieldLayerOptions);
    case "HopfieldEncoderLayer":
    case "HopfieldDecoderLayer": {
      const feedForward = {
        ...(typeof config.dim_feedforward === "number" ? { dimFeedforward: config.dim_feedforward } : {}),
        ...(typeof config.dropout === "number" ? { dropout: config.dropout } : {}),
        ...(typeof config.activation === "string" ? { activation: config.activation as ActivationName } : {}),
      };
      if (module === "HopfieldEncoderLayer") {
        return new HopfieldEncoderLayer(inner(config, "hopfield_association", more), feedForward);
      }
      return new HopfieldDecoderLayer(
        inner(config, "hopfield_association_self", more),
        inner(config, "hopfield_association_cross", more),
        feedForward,
      );
    }
    default:
      throw unknownName("module of hflayers", module, [
        "Hopfield",
        "HopfieldPooling",
        "HopfieldLayer",
        "HopfieldEncoderLayer",
        "HopfieldDecoderLayer",
      ]);
  }
}
