import { HopfieldError, type Random } from "modern-hopfield";
import { allocate, type Dtype, Tensor } from "../autodiff/tensor.ts";

/** A bag of instances with one label. */
export interface Bag {
  /** The instances one after another, each of the same size. */
  readonly instances: ArrayLike<number>;
  readonly label: number;
}

/** Bags of different sizes as one tensor. */
export interface BagBatch {
  /** batch x S x size, zeros behind the instances of shorter bags. */
  readonly patterns: Tensor;
  /** 1 where there is no instance; undefined when all bags are full. Fits `storedPatternPaddingMask`. */
  readonly padding: { readonly shape: readonly number[]; readonly data: Uint8Array } | undefined;
  readonly labels: Float64Array;
  /** Instances of each bag. */
  readonly counts: Int32Array;
  /** Which bags these are. */
  readonly indices: readonly number[];
}

/** Bags of instances, in batches with padding. */
export class Bags {
  readonly bags: readonly Bag[];
  /** Features of an instance. */
  readonly size: number;
  readonly #dtype: Dtype;

  /** @throws HopfieldError ERR_SIZE for a bag that is empty or holds a part of an instance */
  constructor(
    bags: readonly Bag[],
    { size, dtype = "float32" }: { readonly size: number; readonly dtype?: Dtype },
  ) {
    bags.forEach(({ instances }, n) => {
      if (instances.length === 0 || instances.length % size !== 0) {
        throw new HopfieldError(
          "ERR_SIZE",
          `bag ${n} holds ${instances.length} numbers (expected one instance of ${size} or more)`,
          { bag: n, length: instances.length, size },
        );
      }
    });
    this.bags = bags;
    this.size = size;
    this.#dtype = dtype;
  }

  get count(): number {
    return this.bags.length;
  }

  /** Some bags side by side, all of them by default. */
  batch(indices: readonly number[] = this.bags.map((_, n) => n)): BagBatch {
    const chosen = indices.map((n) => this.bags[n]);
    const counts = Int32Array.from(chosen, ({ instances }) => instances.length / this.size);
    const S = counts.reduce((a, b) => Math.max(a, b), 0);
    const data = allocate(this.#dtype, chosen.length * S * this.size);
    chosen.forEach(({ instances }, b) => {
      data.set(instances, b * S * this.size);
    });
    const even = counts.every((count) => count === S);
    const shape = [chosen.length, S];
    const mask = Uint8Array.from({ length: even ? 0 : chosen.length * S }, (_, k) =>
      k % S >= counts[Math.floor(k / S)] ? 1 : 0,
    );
    return {
      patterns: new Tensor(data, [chosen.length, S, this.size]),
      padding: even ? undefined : { shape, data: mask },
      labels: Float64Array.from(chosen, ({ label }) => label),
      counts,
      indices,
    };
  }

  /** All bags in batches: in their order, or shuffled by a stream. */
  *batches(batchSize: number, random?: Random): Generator<BagBatch> {
    if (!(Number.isInteger(batchSize) && batchSize >= 1)) {
      throw new HopfieldError("ERR_OPTION", `invalid batch size: ${batchSize} (expected at least 1)`, {
        batchSize,
      });
    }
    const order = this.bags.map((_, n) => n);
    random?.shuffle(order);
    for (let from = 0; from < order.length; from += batchSize) {
      yield this.batch(order.slice(from, from + batchSize));
    }
  }
}
