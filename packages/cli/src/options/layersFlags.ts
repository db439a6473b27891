/** Which layer weights belong to. */
export interface ModuleFlags {
  readonly module?: string;
  readonly config?: string;
}

/** Flags of `hopfield inspect`. */
export interface InspectFlags extends ModuleFlags {
  readonly json?: boolean;
}

/** Flags of `hopfield convert`. */
export interface ConvertFlags extends ModuleFlags {
  readonly quiet?: boolean;
}

/** Flags of `hopfield train`. */
export interface TrainFlags {
  readonly networks?: string;
  readonly seeds: string;
  readonly seed: string;
  readonly epochs?: string;
  readonly dataDir?: string;
  readonly predict?: string;
  readonly out?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}
