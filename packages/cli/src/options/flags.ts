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
