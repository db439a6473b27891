// Layers point one way and nothing goes round. Lowest first; a folder may import itself and what stands below it.
const core = "^packages/core/src/";

/** Which folders each folder of the core stands on. */
const standsOn = {
  "math/": ["errors[.]ts"],
  "patterns/": ["errors[.]ts", "math/"],
  "kernels/": ["errors[.]ts", "math/", "patterns/"],
  "formats/": ["errors[.]ts", "math/"],
  "images/": ["errors[.]ts", "math/", "patterns/"],
  "metrics/": ["errors[.]ts", "math/", "images/"],
  "theory/": ["errors[.]ts", "math/", "patterns/"],
  "memory/": ["errors[.]ts", "math/", "patterns/", "kernels/", "theory/"],
  "binary/": ["errors[.]ts", "math/", "patterns/", "images/"],
  "embed/": ["errors[.]ts", "math/", "patterns/", "kernels/", "formats/", "images/", "metrics/"],
  "analysis/": ["errors[.]ts", "math/", "patterns/", "theory/", "memory/"],
  "persist/": ["errors[.]ts", "math/", "patterns/", "kernels/", "formats/", "memory/"],
  "node/": ["errors[.]ts", "patterns/", "formats/", "memory/", "persist/"],
  "parallel/": ["errors[.]ts", "math/", "patterns/", "kernels/", "memory/", "persist/"],
  "trial/": [
    "errors[.]ts",
    "math/",
    "patterns/",
    "images/",
    "metrics/",
    "theory/",
    "memory/",
    "analysis/",
    "binary/",
  ],
  "experiment/": [
    "errors[.]ts",
    "math/",
    "patterns/",
    "kernels/",
    "images/",
    "metrics/",
    "theory/",
    "memory/",
    "binary/",
    "analysis/",
    "trial/",
  ],
};

const layers = "^packages/layers/src/";

/** The same for the trainable layers, which stand on the core's public doors alone. */
const layersStandOn = {
  "autodiff/": [],
  "association/": ["autodiff/"],
  "modules/": ["autodiff/"],
  "hopfield/": ["autodiff/", "association/", "modules/"],
  "train/": ["autodiff/", "modules/"],
  "tasks/": ["autodiff/", "association/", "modules/", "hopfield/", "train/"],
};

const tests = "[.]test[.]ts$|/testing/";

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "errors-import-nothing",
      severity: "error",
      from: { path: `${core}errors[.]ts` },
      to: { path: "." },
    },
    ...Object.entries(standsOn).map(([folder, below]) => ({
      name: `core-${folder.replace("/", "")}-stands-on-lower-layers`,
      severity: "error",
      from: { path: `${core}${folder}`, pathNot: tests },
      to: { path: core, pathNot: `${core}(${[folder, ...below].join("|")})` },
    })),
    {
      name: "core-folders-have-a-layer",
      comment: "a new folder of the core gets its line in the table above",
      severity: "error",
      from: { path: `${core}[^/]+/`, pathNot: `${core}(${Object.keys(standsOn).join("|")})|${tests}` },
      to: { path: "." },
    },
    ...Object.entries(layersStandOn).map(([folder, below]) => ({
      name: `layers-${folder.replace("/", "")}-stands-on-lower-layers`,
      severity: "error",
      from: { path: `${layers}${folder}`, pathNot: tests },
      to: { path: layers, pathNot: `${layers}(${[folder, ...below].join("|")})` },
    })),
    {
      name: "layers-folders-have-a-layer",
      comment: "a new folder of the layers gets its line in the table above",
      severity: "error",
      from: {
        path: `${layers}[^/]+/`,
        pathNot: `${layers}(${Object.keys(layersStandOn).join("|")})|${tests}`,
      },
      to: { path: "." },
    },
    {
      name: "layers-stand-on-the-core-alone",
      severity: "error",
      from: { path: layers, pathNot: tests },
      to: { pathNot: `${layers}|^(packages/core|modern-hopfield)` },
    },
    {
      name: "no-barrels-inside",
      comment: "index.ts is the public door; inside, the file that defines a thing is imported",
      severity: "error",
      from: { pathNot: tests },
      to: { path: "^packages/.*/index[.]ts$", dependencyTypes: ["local"] },
    },
    {
      name: "core-imports-nothing-outside",
      comment: "node/ alone may import what Node brings; whoever wants it imports modern-hopfield/node",
      severity: "error",
      from: { path: core, pathNot: `${core}node/|${tests}` },
      to: { pathNot: core },
    },
    {
      name: "core-node-imports-node-alone",
      severity: "error",
      from: { path: `${core}node/`, pathNot: tests },
      to: { pathNot: core, dependencyTypesNot: ["core"] },
    },
    {
      name: "core-node-is-a-door",
      comment: "nothing that a browser loads stands on node/",
      severity: "error",
      from: { path: core, pathNot: `${core}node/|${tests}` },
      to: { path: `${core}node/` },
    },
    {
      name: "figures-import-neither-core-nor-cli",
      severity: "error",
      from: { path: "^packages/figures/src" },
      to: { path: "^packages/(core|cli)|modern-hopfield" },
    },
    {
      name: "packages-by-public-name",
      severity: "error",
      from: { path: "^packages/([^/]+)/" },
      to: { path: "^packages/([^/]+)/src", pathNot: "^packages/$1/", dependencyTypes: ["local"] },
    },
    {
      name: "no-unresolved",
      severity: "error",
      from: { pathNot: tests },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    parser: "swc",
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["modern-hopfield-source", "import", "types", "node", "default"],
      extensions: [".ts", ".js", ".json"],
    },
  },
};
