import type { MeasureInfo } from "../protocol.ts";

/** What theory says of N, beside whatever is measured. */
export const theoryMeasures: Readonly<Record<"guaranteed" | "limit", MeasureInfo>> = {
  guaranteed: {
    label: "N of theorem 3",
    about:
      "How many random patterns theorem 3 guarantees to be stored with probability 1 - p; null where it promises none.",
    better: "higher",
  },
  limit: {
    label: "N that no placement exceeds",
    about: "How many patterns can at most hold half of their own association each, however they are placed.",
    better: null,
  },
};
