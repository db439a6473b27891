import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { readCifar10 } from "../../images/cifar10.ts";
import { readIdxImages } from "../../images/idx.ts";
import type { TrialSource } from "../../trial/source.ts";

const folder = process.env.HOPFIELD_DATA ?? "";
const cifarPath = join(folder, "cifar10", "data_batch_1.bin.gz");
const mnistPath = join(folder, "mnist", "train-images-idx3-ubyte.gz");

/** Whether HOPFIELD_DATA holds CIFAR-10 batch 1 and the training pictures of MNIST. */
export const haveRealData: boolean = existsSync(cifarPath) && existsSync(mnistPath);

/** The name of a test that is skipped without them. */
export const named = (name: string): string =>
  haveRealData ? name : `${name} (skipped: HOPFIELD_DATA names no folder with cifar10 and mnist)`;

const read = (path: string): Uint8Array => gunzipSync(readFileSync(path));

/** The 10,000 pictures of CIFAR-10's first training batch. */
export const cifar10 = (): TrialSource => ({ kind: "images", images: readCifar10(read(cifarPath)) });

/** The 60,000 training pictures of MNIST. */
export const mnist = (): TrialSource => ({
  kind: "images",
  images: readIdxImages(read(mnistPath), undefined, { name: "mnist" }),
});
