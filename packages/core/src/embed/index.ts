export { type EmbedOptions, ResNet, type ResNetOptions, resnet20 } from "./resnet.ts";
