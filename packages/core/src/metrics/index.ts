export { cosine } from "./cosine.ts";
export type { Embedder } from "./embedder.ts";
export { equal } from "./equal.ts";
export { mse } from "./mse.ts";
export { psnr } from "./psnr.ts";
export { marginOf, rankOf } from "./rank.ts";
export { ssim } from "./ssim.ts";
