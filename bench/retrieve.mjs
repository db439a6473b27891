// How long 200 queries over N RGB pictures take: npm run bench [-- N]. Procedural pictures, 32x32x3, lower half unknown
// to the memory or noise of standard deviation 100. Prints seconds, and the accuracy as a signature of behaviour.

import { proceduralScenes } from "modern-hopfield/images";
import { defaultTrialConfig, runTrial } from "modern-hopfield/trial";

const patterns = Number(process.argv[2] ?? 10_000);
const images = proceduralScenes(patterns, 1);
console.log(`200 queries over ${patterns} pictures of 32x32 rgb, squaredEuclidean`);
for (const corrupt of ["half:bottom", "noise:100"]) {
  const started = performance.now();
  const { results } = runTrial(
    { kind: "images", images },
    { ...defaultTrialConfig, patterns, queries: 200, corrupt: [corrupt] },
  );
  const total = (performance.now() - started) / 1000;
  console.log(
    `${corrupt.padEnd(12)} retrieval ${results.seconds.toFixed(1)} s, with measures ${total.toFixed(1)} s, right ${(100 * results.accuracy).toFixed(1)} %, steps ${results.meanSteps.toFixed(2)}`,
  );
}
