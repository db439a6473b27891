import type { Diagnosis } from "modern-hopfield";
import { HopfieldError, type HopfieldErrorCode } from "modern-hopfield";
import { ImageSet } from "modern-hopfield/images";
import type { TrialConfig, TrialOutcome, TrialSource } from "modern-hopfield/trial";

/** What the worker is asked to do. */
export type Job =
  | {
      readonly verb: "retrieve";
      readonly source: TrialSource;
      readonly config: TrialConfig;
      readonly diagnose: boolean;
      /** Where embedders are looked for. */
      readonly dataDir: string | undefined;
    }
  | {
      readonly verb: "diagnose";
      readonly source: TrialSource;
      readonly config: TrialConfig;
      readonly sample: number | undefined;
    };

/** What each job gives back. */
export interface Answers {
  readonly retrieve: TrialOutcome;
  readonly diagnose: Diagnosis;
}

/** An error as plain data: a message between threads keeps neither its class nor its code. */
export interface PlainError {
  readonly code: HopfieldErrorCode | null;
  readonly message: string;
  readonly stack: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What the worker says. */
export type Message =
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly kind: "answer"; readonly answer: TrialOutcome | Diagnosis }
  | { readonly kind: "error"; readonly error: PlainError };

/** Pictures that came as a message are plain fields; this gives them their methods back. */
export function revive(images: ImageSet): ImageSet {
  return new ImageSet(images);
}

/** An error as plain data. */
export function plainError(error: unknown): PlainError {
  const { message, stack } = error as Error;
  const ours = error instanceof HopfieldError;
  return {
    code: ours ? error.code : null,
    message: message ?? String(error),
    stack,
    // Details go through JSON, because they may hold what a message cannot carry.
    details: ours ? (JSON.parse(JSON.stringify(error.details)) as Record<string, unknown>) : {},
  };
}

/** The error that a plain one stood for. */
export function revivedError({ code, message, stack, details }: PlainError): Error {
  const error = code === null ? new Error(message) : new HopfieldError(code, message, details);
  if (stack !== undefined) error.stack = stack;
  return error;
}
