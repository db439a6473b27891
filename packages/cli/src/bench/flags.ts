/** The flags of `hopfield bench`, as they were given. */
export interface BenchFlags {
  only?: string;
  similarity: string;
  peers: string;
  exact: string;
  rounds: string;
  threads?: string;
  seed: string;
  data?: string;
  dataDir?: string;
  python?: string;
  hflayers?: string;
  peersFrom?: string;
  timeout: string;
  scale: string;
  out?: string;
  json?: boolean;
  quiet?: boolean;
  color: boolean;
}
