/** A setting's value: plain data. */
export type Scalar = number | string | boolean | null;

/** What a setting may be. The description is one sentence; it becomes the documentation of the published schema. */
export type Field = { readonly about: string } & (
  | { readonly kind: "whole"; readonly least: number; readonly most?: number }
  | { readonly kind: "number"; readonly least?: number; readonly most?: number; readonly above?: number }
  | { readonly kind: "choice"; readonly choices: readonly string[] }
  /** A number within bounds, or one of some words. */
  | {
      readonly kind: "number-or-choice";
      readonly choices: readonly string[];
      readonly least?: number;
      readonly above?: number;
    }
  /** A text with a grammar of its own, which `check` reads and throws a HopfieldError for. */
  | { readonly kind: "text"; readonly check?: (text: string) => void; readonly examples?: readonly string[] }
);

/** The fields of a protocol's settings by name. */
export type Fields<S> = { readonly [K in keyof S]: Field };
