// The ResNet-20 for CIFAR-10 on the test batch: how many of the 10,000 pictures it names right, and how many pictures a
// second it looks at, on one thread. `node bench/resnet.mjs`; a folder with models/resnet20-cifar10.safetensors and the
// test batch is given as an argument or HOPFIELD_DATA, --count N takes the first N pictures, --kernels another arithmetic.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { useSharedFolders } from "../scripts/house/shared.mjs";

const core = new URL("../packages/core/dist/", import.meta.url).href;
const { resnet20 } = await import(`${core}embed/index.js`);
const { readCifar10 } = await import(`${core}images/index.js`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: "string", default: "10000" }, kernels: { type: "string", default: "auto" } },
});
useSharedFolders();
const folder = positionals[0] ?? process.env.HOPFIELD_DATA;
if (folder === undefined) throw new Error("give the folder of the data, or set HOPFIELD_DATA");

/** The first of the files that is there. */
function find(...names) {
  const path = names.map((name) => join(folder, name)).find((name) => existsSync(name));
  if (path === undefined) throw new Error(`none of ${names.join(", ")} in ${folder}`);
  return path;
}

const weights = find("models/resnet20-cifar10.safetensors", "resnet20-cifar10.safetensors");
const batch = find(
  "cifar10/cifar-10-batches-bin/test_batch.bin",
  "cifar-10-batches-bin/test_batch.bin",
  "cifar10/test_batch.bin",
  "cifar10/test_batch.bin.gz",
  "cifar10/test_batch.approx23.bin.gz",
);
const packed = readFileSync(batch);
const bytes = batch.endsWith(".gz") ? gunzipSync(packed) : packed;
const images = readCifar10(bytes.subarray(0, 3073 * Number(values.count)), batch);
const network = resnet20(readFileSync(weights), { kernels: values.kernels });

network.embedSync(images.select(Array.from({ length: Math.min(20, images.count) }, (_, i) => i)));
const [started, used] = [performance.now(), process.cpuUsage()];
const features = network.embedSync(images);
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(used);
const processor = (user + system) / 1e6;

const logits = network.logitsOf(features);
const right = Array.from({ length: images.count }, (_, i) => {
  const scores = logits.subarray(i * network.classes, (i + 1) * network.classes);
  return scores.indexOf(Math.max(...scores)) === images.labels[i];
}).filter(Boolean).length;
console.log(`${network.name} (${weights}) on ${images.count} pictures of ${batch}`);
console.log(`right: ${right} of ${images.count} (${((100 * right) / images.count).toFixed(2)} %)`);
const rate = (time) => (images.count / time).toFixed(0);
console.log(
  `${rate(seconds)} pictures per second on one thread, ${rate(processor)} per second of processor time (${values.kernels})`,
);
