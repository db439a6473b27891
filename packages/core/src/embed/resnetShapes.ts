/** Channels of the three stages. */
export const stageChannels: readonly number[] = [16, 32, 64];

/** Sides of the pictures in the three stages. */
export const stageSides: readonly number[] = [32, 16, 8];

/** The features of a picture: channels of the last stage. */
export const featureCount = 64;

/** The names of one convolution of a file and of the batch norm behind it, and what goes in and out. */
export interface ConvolutionNames {
  readonly weight: string;
  readonly norm: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly step: number;
}

/** The four tensors of a batch norm, by what is behind its name. */
export const normParts = ["weight", "bias", "running_mean", "running_var"] as const;

/** The convolutions of a network with so many blocks per stage, first to last: one, then two per block. */
export function convolutionNames(blocks: number): ConvolutionNames[] {
  const names: ConvolutionNames[] = [
    { weight: "conv1.weight", norm: "bn1", inputs: 3, outputs: stageChannels[0], step: 1 },
  ];
  let inputs = stageChannels[0];
  stageChannels.forEach((outputs, stage) => {
    for (let block = 0; block < blocks; block++) {
      const at = `layer${stage + 1}.${block}`;
      const step = outputs === inputs ? 1 : 2;
      names.push({ weight: `${at}.conv1.weight`, norm: `${at}.bn1`, inputs, outputs, step });
      names.push({ weight: `${at}.conv2.weight`, norm: `${at}.bn2`, inputs: outputs, outputs, step: 1 });
      inputs = outputs;
    }
  });
  return names;
}

/** The shape of every tensor of a network, by name. */
export function expectedShapes(blocks: number, classes: number): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const { weight, norm, inputs, outputs } of convolutionNames(blocks)) {
    shapes.set(weight, [outputs, inputs, 3, 3]);
    for (const part of normParts) shapes.set(`${norm}.${part}`, [outputs]);
  }
  shapes.set("linear.weight", [classes, featureCount]);
  shapes.set("linear.bias", [classes]);
  return shapes;
}
