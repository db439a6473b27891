import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { unknownName } from "modern-hopfield";
import type { Program } from "./child.ts";
import { pythonTuning } from "./machine.ts";
import type { BenchSimilarity } from "./workloads.ts";

/** A peer: another way to do the same jobs, measured beside ours. */
export interface PeerEntry {
  readonly name: string;
  readonly similarities: readonly BenchSimilarity[];
  /** A script in the folder `bench/peers` of the checkout, and its arguments. */
  readonly script: string;
  readonly args: readonly string[];
  /** How to get it. */
  readonly install: string;
}

/** Where programs and libraries of peers are. */
export interface PeerPlaces {
  /** null where none was found. */
  readonly python: string | null;
  /** A folder that holds the package `hflayers`. */
  readonly hflayers: string | null;
  /** A folder with a `node_modules`. */
  readonly peersFrom: string | null;
  readonly threads: number;
}

const products = ["squaredEuclidean", "dot"] as const;
const sums = ["manhattan"] as const;

const torchInstall = "apt install python3-torch libopenblas0-openmp, or pip install torch";
const npmInstall = (packages: string): string =>
  `npm install --ignore-scripts --prefix DIR ${packages}, then --peers-from DIR`;

/** All peers, in the order of the table. */
export const peers: readonly PeerEntry[] = [
  {
    name: "hflayers",
    similarities: products,
    script: "with_hflayers.py",
    args: [],
    install: `${torchInstall}; github.com/ml-jku/hopfield-layers, then --hflayers DIR (or HFLAYERS_DIR)`,
  },
  {
    name: "torch",
    similarities: products,
    script: "with_torch.py",
    args: ["plain"],
    install: torchInstall,
  },
  {
    name: "torch-chunked",
    similarities: products,
    script: "with_torch.py",
    args: ["chunked"],
    install: torchInstall,
  },
  {
    name: "torch-cdist",
    similarities: sums,
    script: "with_torch.py",
    args: ["cdist"],
    install: torchInstall,
  },
  {
    name: "numpy",
    similarities: products,
    script: "with_numpy.py",
    args: ["matmul"],
    install: "apt install python3-numpy libopenblas0-openmp, or pip install numpy",
  },
  {
    name: "scipy-cdist",
    similarities: sums,
    script: "with_numpy.py",
    args: ["cityblock"],
    install: "apt install python3-scipy, or pip install scipy",
  },
  {
    name: "onnxruntime",
    similarities: products,
    script: "withOnnxruntime.mjs",
    args: [],
    install: npmInstall("onnxruntime-node"),
  },
  {
    name: "ours-onnx",
    similarities: products,
    script: "withOurOnnx.mjs",
    args: [],
    install: npmInstall("onnxruntime-node"),
  },
  {
    name: "tfjs-wasm",
    similarities: products,
    script: "withTfjs.mjs",
    args: [],
    install: npmInstall("@tensorflow/tfjs @tensorflow/tfjs-backend-wasm"),
  },
  {
    name: "jax-js",
    similarities: products,
    script: "withJaxJs.mjs",
    args: [],
    install: npmInstall("@jax-js/jax"),
  },
];

/**
 * The peers of `--peers`: all, none, or some by name.
 * @throws HopfieldError ERR_OPTION for another name, naming the nearest
 */
export function choosePeers(list: string, similarity: BenchSimilarity): PeerEntry[] {
  const able = peers.filter(({ similarities }) => similarities.includes(similarity));
  if (list === "all") return able;
  if (list === "none") return [];
  const names = peers.map(({ name }) => name);
  const wanted = list.split(",").map((name) => name.trim());
  for (const name of wanted) if (!names.includes(name)) throw unknownName("peer", name, names);
  return able.filter(({ name }) => wanted.includes(name));
}

/** The program that measures this library. */
export function ourProgram(): Program {
  return {
    command: process.execPath,
    args: [fileURLToPath(new URL("./oursChild.js", import.meta.url))],
    env: {},
  };
}

/** The program that makes the data. */
export function dataProgram(): Program {
  return {
    command: process.execPath,
    args: [fileURLToPath(new URL("./dataChild.js", import.meta.url))],
    env: {},
  };
}

/** The program that measures a peer, or why there is none: the scripts come with the checkout alone. */
export function peerProgram(
  { script, args }: PeerEntry,
  places: PeerPlaces,
): Program | { readonly absent: string } {
  const path = fileURLToPath(new URL(`../../../../bench/peers/${script}`, import.meta.url));
  if (!existsSync(path)) return { absent: "its script comes with the checkout, not with the package" };
  if (script.endsWith(".mjs")) {
    const env = { BENCH_THREADS: String(places.threads), BENCH_PEERS_FROM: places.peersFrom ?? "" };
    return { command: process.execPath, args: [path, ...args], env };
  }
  if (places.python === null) return { absent: "no Python" };
  const env = pythonTuning(places.threads);
  if (places.hflayers !== null) env.HFLAYERS_DIR = places.hflayers;
  return { command: places.python, args: ["-B", path, ...args], env };
}
