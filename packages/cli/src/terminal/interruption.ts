let said = "";

/** What is said, and promised, when the user interrupts: nothing by default. */
export function sayOnInterrupt(sentence: string): void {
  said = sentence;
}

/** The sentence for an interruption now. */
export function interruptSentence(): string {
  return said;
}
