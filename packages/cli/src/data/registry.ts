/** A file of a data set, as it is published. */
export interface DataFile {
  /** Below the folder of the data set, which may have folders of its own ("onnx/model.onnx"). */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Mirrors, tried in turn. */
  readonly urls: readonly string[];
}

/** A file as it is after unpacking an archive or a gzip, with the checksum it must have. */
export interface DataMember {
  readonly name: string;
  readonly bytes: number;
  readonly sha256?: string;
  /** The object name of git (sha1 over "blob <length>\0" and the bytes), where no sha256 is published. */
  readonly gitBlob?: string;
}

/** A data set that can be asked for by name. */
export interface DataSetEntry {
  readonly name: string;
  readonly title: string;
  readonly home: string;
  readonly licence: string;
  readonly citation: string;
  /** The files to fetch. */
  readonly files: readonly DataFile[];
  /** What is known of the unpacked files. Those of an archive replace it once it is fetched. */
  readonly members: readonly DataMember[];
  /** Where below a data folder the files may lie, in the order they are looked for. */
  readonly places: readonly string[];
  /** Names under which data of this kind is known that is not the published original. */
  readonly variants: readonly string[];
}

/** A published file that every mirror holds under its own name. */
function file(mirrors: readonly string[], name: string, bytes: number, sha256: string): DataFile {
  return { name, bytes, sha256, urls: mirrors.map((mirror) => `${mirror}${name}`) };
}

const mnist = [
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
  "https://raw.githubusercontent.com/fgnt/mnist/ae608a02b796c9ee908c082585a5f006fe05258e/",
  "http://yann.lecun.com/exdb/mnist/",
];
const fashion = [
  "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
  "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
  "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/b2617bb6d3ffa2e429640350f613e3291e10b141/data/fashion/",
];
const batchBytes = 30_730_000;

/** The data sets that can be fetched. Sizes and checksums are those of the published files. */
export const registry: readonly DataSetEntry[] = [
  {
    name: "cifar10",
    title: "CIFAR-10: 60,000 colour pictures of 32x32 in 10 classes",
    home: "https://www.cs.toronto.edu/~kriz/cifar.html",
    licence: "none published; for research, with citation",
    citation: "Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images",
    files: [
      file(
        ["https://www.cs.toronto.edu/~kriz/"],
        "cifar-10-binary.tar.gz",
        170_052_171,
        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
      ),
    ],
    members: [
      ...[
        "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
        "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
        "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
        "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
        "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
      ].map((sha256, i) => ({ name: `data_batch_${i + 1}.bin`, bytes: batchBytes, sha256 })),
      {
        name: "test_batch.bin",
        bytes: batchBytes,
        gitBlob: "e3f3b4653f18f27ada1558cabc3352a3ed1b25cc",
      },
    ],
    places: ["cifar-10-batches-bin", "cifar10/cifar-10-batches-bin", "cifar10", "cifar10-more", "."],
    variants: ["test_batch.approx23.bin"],
  },
  {
    name: "mnist",
    title: "MNIST: 70,000 gray digits of 28x28",
    home: "http://yann.lecun.com/exdb/mnist/",
    licence: "CC BY-SA 3.0, as usually stated",
    citation: "LeCun, Cortes and Burges, The MNIST database of handwritten digits",
    files: [
      file(
        mnist,
        "train-images-idx3-ubyte.gz",
        9_912_422,
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
      ),
      file(
        mnist,
        "train-labels-idx1-ubyte.gz",
        28_881,
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
      ),
      file(
        mnist,
        "t10k-images-idx3-ubyte.gz",
        1_648_877,
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
      ),
      file(
        mnist,
        "t10k-labels-idx1-ubyte.gz",
        4_542,
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
      ),
    ],
    members: [
      {
        name: "train-images-idx3-ubyte",
        bytes: 47_040_016,
        sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      },
      {
        name: "train-labels-idx1-ubyte",
        bytes: 60_008,
        sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      },
      {
        name: "t10k-images-idx3-ubyte",
        bytes: 7_840_016,
        sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      },
      {
        name: "t10k-labels-idx1-ubyte",
        bytes: 10_008,
        sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
      },
    ],
    places: ["mnist", "MNIST/raw", "mnist/raw", "."],
    variants: [],
  },
  {
    name: "fashion-mnist",
    title: "Fashion-MNIST: 70,000 gray pictures of clothing, 28x28",
    home: "https://github.com/zalandoresearch/fashion-mnist",
    licence: "MIT",
    citation: "Xiao, Rasul and Vollgraf 2017, arXiv 1708.07747",
    files: [
      file(
        fashion,
        "train-images-idx3-ubyte.gz",
        26_421_880,
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
      ),
      file(
        fashion,
        "train-labels-idx1-ubyte.gz",
        29_515,
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
      ),
      file(
        fashion,
        "t10k-images-idx3-ubyte.gz",
        4_422_102,
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
      ),
      file(
        fashion,
        "t10k-labels-idx1-ubyte.gz",
        5_148,
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
      ),
    ],
    members: [],
    // The folder itself is no place: MNIST's files have the same names, and one would be taken for the other.
    places: ["fashion-mnist", "FashionMNIST/raw", "fashion-mnist-sample"],
    variants: ["sample10k-images-idx3-ubyte", "sample10k-labels-idx1-ubyte"],
  },
];

/** The pictures that are painted by seeded code, so that nothing has to be fetched. */
export const procedural: readonly { readonly name: string; readonly title: string }[] = [
  { name: "scenes", title: "painted scenes, 32x32 in colour, 10 kinds; built in" },
  { name: "digits", title: "digits drawn from strokes, 28x28 gray; built in" },
];

/** All names that `--data` knows. */
export const dataNames: readonly string[] = [...procedural, ...registry].map(({ name }) => name);
