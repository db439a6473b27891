export { type BarsData, bars } from "./charts/bars.ts";
export { type EnergySeries, energyTrace } from "./charts/energyTrace.ts";
export { type HeatmapData, heatmap } from "./charts/heatmap.ts";
export { type HistogramData, histogram } from "./charts/histogram.ts";
export { type LinesData, lines } from "./charts/lines.ts";
export type { ChartOptions } from "./charts/parts/chart.ts";
export type { QuerySteps } from "./charts/parts/stepStates.ts";
export { type PerImageData, type PerImageMethod, perImage } from "./charts/perImage.ts";
export { type ScatterData, type ScatterPoint, scatter } from "./charts/scatter.ts";
export { type SimilarityMatrixData, similarityMatrix } from "./charts/similarityMatrix.ts";
export { type SmallMultiplesData, smallMultiples } from "./charts/smallMultiples.ts";
export { type SortedMetricData, sortedMetric } from "./charts/sortedMetric.ts";
export { type StepsTraceData, stepsTrace } from "./charts/stepsTrace.ts";
export { type Atlas, atlas } from "./images/atlas.ts";
export { differenceAmplification, differencePicture } from "./images/differencePicture.ts";
export { type ImageGridOptions, imageGrid } from "./images/imageGrid.ts";
export {
  cutAtlas,
  type RunAtlas,
  type RunAtlasLayout,
  runAtlas,
  runAtlasCss,
  runAtlasPlace,
} from "./images/runAtlas.ts";
export { shrink, type Tile } from "./images/tile.ts";
export { type SvgToPngOptions, svgToPng } from "./svgToPng.ts";
export { type ColourName, colour, resolveTheme, seriesColour, type Theme, themeCss } from "./theme.ts";
