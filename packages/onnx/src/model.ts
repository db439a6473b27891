import { constant, model, node, value } from "./graph.ts";
import type { Bytes } from "./protobuf.ts";

/**
 * The graph of an association and its update: for states η (m x d, times β), patterns C (N x d) and biases b (N)
 *
 *   z = η Cᵀ + b,  p = softmax(z),  mean = p C,
 *
 * with the `top` largest z of each row, their places and weights, and Σ pᵢ (zᵢ - max z) for the entropy.
 *
 * The largest is taken out before the softmax, so that what the entropy sums is exact where it matters.
 */
export function associationModel(top: number): Bytes {
  return model("association", [
    node("Gemm", ["states", "stored", "bias"], ["logits"], { transB: 1 }),
    node("TopK", ["logits", "top"], ["topLogits", "topIndices"], { axis: 1 }),
    node("Slice", ["topLogits", "zero", "one", "one"], ["largest"]),
    node("Sub", ["logits", "largest"], ["lowered"]),
    node("Softmax", ["lowered"], ["weights"], { axis: 1 }),
    node("MatMul", ["weights", "stored"], ["means"]),
    node("GatherElements", ["weights", "topIndices"], ["topWeights"], { axis: 1 }),
    node("Mul", ["weights", "lowered"], ["products"]),
    node("ReduceSum", ["products", "one"], ["sums"]),
    constant("top", top),
    constant("zero", 0),
    constant("one", 1),
    value(11, "states", "float32", ["m", "d"]),
    value(11, "stored", "float32", ["N", "d"]),
    value(11, "bias", "float32", ["N"]),
    value(12, "weights", "float32", ["m", "N"]),
    value(12, "means", "float32", ["m", "d"]),
    value(12, "topIndices", "int64", ["m", top]),
    value(12, "topWeights", "float32", ["m", top]),
    value(12, "sums", "float32", ["m", 1]),
  ]);
}

/** The graph of a readout: means = weights (m x N) values (N x w). */
export function readoutModel(): Bytes {
  return model("readout", [
    node("MatMul", ["weights", "values"], ["means"]),
    value(11, "weights", "float32", ["m", "N"]),
    value(11, "values", "float32", ["N", "w"]),
    value(12, "means", "float32", ["m", "w"]),
  ]);
}
