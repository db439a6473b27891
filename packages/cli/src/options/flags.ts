/** The flags that choose patterns and make a memory of them, as they were given. */
export interface MemoryFlags {
  data: string;
  patterns: string;
  color?: string;
  select: string;
  stored: string;
  intruder?: string;
  space?: string;
  kernels?: string;
  similarity: string;
  separation: string;
  update: string;
  beta: string;
  effective: string;
  scale: string;
  normalize: string;
  seed: string;
  dataDir?: string;
  size: string;
}

/** The flags of `hopfield retrieve`, as they were given. */
export interface RetrieveFlags extends MemoryFlags {
  queries?: string;
  corrupt?: string[];
  missing: string;
  classical?: string;
  vector?: string;
  steps: string;
  eps: string;
  metrics: string;
  /** `--no-color`; `--color` means the colour of the pictures. */
  noColor?: boolean;
  repeats: string;
  out?: string;
  json?: boolean;
  quiet?: boolean;
  open?: boolean;
  report: boolean;
  expect?: string[];
  printConfig?: boolean;
}

/** The flags of `hopfield diagnose`, as they were given. */
export interface DiagnoseFlags extends MemoryFlags {
  json?: boolean;
  quiet?: boolean;
  sample?: string;
}

/** The flags of `hopfield sweep`, as they were given. Those of settings hold lists and ranges. */
export interface SweepFlags {
  config?: string;
  protocol?: string;
  set?: string[];
  corrupt?: string[];
  repeats?: string;
  seed?: string;
  out?: string;
  jobs?: string;
  dataDir?: string;
  force?: boolean;
  json?: boolean;
  quiet?: boolean;
  open?: boolean;
  report: boolean;
  printConfig?: boolean;
  /** Settings by name: the text of their list. */
  [setting: string]: unknown;
}

/** The flags of `hopfield experiment run`, as they were given. */
export interface ExperimentFlags {
  small?: boolean;
  repeats?: string;
  check?: boolean;
  out?: string;
  jobs?: string;
  dataDir?: string;
  force?: boolean;
  json?: boolean;
  quiet?: boolean;
  open?: boolean;
  report: boolean;
}

/** The flags of `hopfield report`, as they were given. */
export interface ReportFlags {
  out?: string;
  open?: boolean;
}
