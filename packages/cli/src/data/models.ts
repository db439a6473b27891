import { type DataFile, type DataSetEntry, registry } from "./registry.ts";

/** A trained network that can be asked for by name. */
export interface ModelEntry extends DataSetEntry {
  /** What must be installed before it can be used. */
  readonly needs?: string;
}

/**
 * An ONNX export of CLIP, pinned to a revision. Its sizes and checksums (the Hub's own ids of large files are their sha256)
 * are those that several independent projects pin it with; they agree.
 */
const clipHome =
  "https://huggingface.co/Xenova/clip-vit-base-patch32/resolve/d15189d7028b43f1d3e65039190477f6af591c2a/";

function clipFile(name: string, bytes: number, sha256: string): DataFile {
  return { name, bytes, sha256, urls: [`${clipHome}${name}`] };
}

const clipConfigs: readonly DataFile[] = [
  clipFile(
    "preprocessor_config.json",
    520,
    "6f638fb9401a6d6296feff533ee7efe657b787c49f954f82f5906b36ef2a1b1f",
  ),
  clipFile("config.json", 4_524, "493ef57ff783e42d1530c91b53469b7fdf8db8a9c1408e86998fcb7899a4f495"),
];

const clipWords = {
  home: "https://huggingface.co/Xenova/clip-vit-base-patch32 (OpenAI's weights, exported to ONNX)",
  licence: "MIT",
  citation:
    "Radford et al. 2021, Learning Transferable Visual Models From Natural Language, arXiv 2103.00020",
  needs: "onnxruntime-node (npm install --ignore-scripts onnxruntime-node)",
  members: [],
  variants: [],
};

/** Folders that people keep the model in. */
const clipPlaces = ["clip-vit-base-patch32", "models/clip", "models/clip-vit-base-patch32"];

/** The trained networks that can be fetched; the weights are the first of the files. */
export const models: readonly ModelEntry[] = [
  {
    name: "resnet20",
    title: "ResNet-20 for CIFAR-10: 64 features of a 32x32 picture, 91.73 % of the test pictures right",
    home: "https://github.com/akamaster/pytorch_resnet_cifar10",
    licence: "BSD-2-Clause",
    citation: "Idelbayev, Proper ResNet Implementation for CIFAR10/CIFAR100 in PyTorch; He et al. 2016",
    files: [
      {
        name: "resnet20-12fca82f.th",
        bytes: 1_099_231,
        sha256: "12fca82f0bebc4135bf1f32f6e3710e61d5108578464b84fd6d7f5c1b04036c8",
        urls: [
          "https://raw.githubusercontent.com/akamaster/pytorch_resnet_cifar10/d5489e8995e81e91ce6b1d69dcc98ad579b0b153/pretrained_models/resnet20-12fca82f.th",
        ],
      },
    ],
    members: [],
    places: ["resnet20", "models", "."],
    variants: ["resnet20-cifar10.safetensors"],
  },
  {
    ...clipWords,
    name: "clip",
    title: "CLIP ViT-B/32, the vision model: 512 numbers for a picture of any size",
    files: [
      clipFile(
        "onnx/vision_model.onnx",
        351_685_709,
        "fd6e1402a588279d1723c7534d4bcba5bc0b14b47dfab0e46f8c47b8270d7d40",
      ),
      ...clipConfigs,
    ],
    places: ["clip", ...clipPlaces],
  },
  {
    ...clipWords,
    name: "clip-quantized",
    title: "CLIP ViT-B/32, the vision model in 8 bits: a quarter of the size",
    files: [
      clipFile(
        "onnx/vision_model_quantized.onnx",
        89_117_001,
        "583fd1110a514667812fee7d684952aaf82a99b959760c8d7dca7e0ab9839299",
      ),
      ...clipConfigs,
    ],
    places: ["clip-quantized", "clip", ...clipPlaces],
  },
];

/** Everything that `hopfield data` can fetch and verify. */
export const catalogue: readonly (DataSetEntry | ModelEntry)[] = [...registry, ...models];
