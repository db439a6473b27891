import {
  fromHflayers,
  gradients,
  HopfieldDecoderLayer,
  HopfieldEncoderLayer,
  HopfieldPooling,
  tensor,
  withoutGradients,
} from "@modern-hopfield/layers";
import { differs, first } from "./compare.mjs";

/**
 * Kind "layers": a module of the PyTorch package hopfield-layers with given weights. Forward, association, projected
 * patterns and all gradients: in float64 to 1e-10, in float32 to the tolerances of the folder's README.
 *
 * With `compat` the package's own behaviour is the reference; without it what its documentation describes: `intended/` where
 * the case has that, and otherwise the same numbers with a tolerance that stops no state, unless the package's own rule
 * ended the updates.
 */
export function checkLayers(entry, tensor, _kernels, tensors) {
  const weights = new Map(
    [...tensors].filter(([name]) => name.startsWith("param/")).map(([name, t]) => [name.slice(6), t]),
  );
  const failures = [];
  for (const dtype of ["float64", "float32"]) {
    failures.push(runCase(entry, tensor, weights, { dtype, compat: "hflayers" }, ""));
    if (entry.has_intended) failures.push(runCase(entry, tensor, weights, { dtype }, "intended/"));
    else if (!stopsByTolerance(entry)) failures.push(runCase(entry, tensor, weights, { dtype }, ""));
  }
  return first(...failures);
}

/** Whether the package's own rule ended the updates before their largest number. */
function stopsByTolerance({ config, active_heads: active }) {
  const { update_steps_max: most = 0 } = config;
  return Math.max(...[most ?? Number.POSITIVE_INFINITY].flat()) + 1 > active[0].length;
}

function runCase(entry, stored, weights, options, prefix) {
  const { dtype, compat } = options;
  const where = `${dtype}${compat ? " compat" : ""}${prefix ? " intended" : ""} `;
  const asTensor = (name, requiresGrad) => {
    const found = stored(name);
    return found && tensor(Float64Array.from(found.data), { shape: found.shape, dtype, requiresGrad });
  };
  const steady = compat || !entry.config.update_steps_max ? {} : { update_steps_eps: Number.MIN_VALUE };
  const module = fromHflayers(entry.module, { ...entry.config, ...steady }, options);
  module.loadStateDict(weights);
  const inputs = Object.fromEntries(entry.inputs.map((name) => [name, asTensor(`input/${name}`, true)]));
  const call = callOf(module, inputs, masksOf(entry, stored));
  const { output, association, projected } = call();
  const wanted = (name) => stored(`${prefix}${name}`)?.data;
  const close = (what, got, reference) => {
    if (reference === undefined) return null;
    return differs(`${where}${what}`, got, reference, dtype === "float64" ? 1e-10 : 1e-5);
  };
  const values = first(
    close("output", output.data, wanted("output64")),
    association ? close("association", association.data, wanted("association64")) : null,
    projected && prefix === ""
      ? close("projected_patterns", projected.data, wanted("projected_patterns64"))
      : null,
  );
  if (values !== null || prefix !== "") return values;
  return gradientsOf(entry, stored, module, inputs, output, where, dtype);
}

function masksOf(entry, stored) {
  return Object.fromEntries(
    Object.keys(entry.masks).map((name) => {
      const { dtype, data, shape } = stored(`mask/${name}`);
      return [name, { shape, data: dtype === "BOOL" ? Uint8Array.from(data) : data }];
    }),
  );
}

/** The forward pass of a case. */
function callOf(module, inputs, masks) {
  const options = {
    storedPatternPaddingMask: masks.stored_pattern_padding_mask,
    associationMask: masks.association_mask,
  };
  if (module instanceof HopfieldEncoderLayer) return () => ({ output: module.forward(inputs.src, options) });
  if (module instanceof HopfieldDecoderLayer) {
    return () => ({ output: module.forward(inputs.tgt, inputs.memory) });
  }
  const { stored_pattern: key, state_pattern: state, pattern_projection: projection } = inputs;
  const given =
    inputs.input ??
    (module instanceof HopfieldPooling ? { stored: key, projection } : { stored: key, state, projection });
  return () => {
    const { output, association, projectedPatterns } = module.run(given, options);
    return { output, association, projected: withoutGradients(projectedPatterns) };
  };
}

/** Every gradient the case has, to a share of its largest entry. */
function gradientsOf(entry, stored, module, inputs, output, where, dtype) {
  const parameters = module.namedParameters();
  const leaves = [
    ...[...parameters].map(([name, leaf]) => [`grad/param/${name}`, leaf]),
    ...Object.entries(inputs).map(([name, leaf]) => [`grad/input/${name}`, leaf]),
  ];
  const references = leaves.map(([name]) => stored(name)?.data);
  const scale = Math.max(...references.flatMap((data) => (data ? [...data].map(Math.abs) : [0])));
  const tolerance = dtype === "float64" ? 1e-10 : 2e-5;
  const found = gradients(
    output,
    leaves.map(([, leaf]) => leaf),
    stored("cotangent").data,
  );
  for (const [n, [name]] of leaves.entries()) {
    const reference = references[n];
    const unused = entry.no_grad.some((parameter) => name === `grad/param/${parameter}`);
    if (reference === undefined) {
      if (!unused) return `${where}${name} is not among the reference gradients`;
      continue;
    }
    for (let k = 0; k < reference.length; k++) {
      // Our tolerance in float64 is 1e-10 of max(1, largest); in float32 2e-5 of the largest.
      const room = tolerance * (dtype === "float64" ? Math.max(1, scale) : scale);
      if (!(Math.abs(found[n][k] - reference[k]) <= room)) {
        return `${where}${name}[${k}] is ${found[n][k]}, expected ${reference[k]} (scale ${scale})`;
      }
    }
  }
  return null;
}

/** A configuration that the package refuses: refused here with a HopfieldError, or built where that was its defect. */
export function checkReject({ module, config, why }) {
  const repaired = /package limitation/.test(why);
  let built = false;
  try {
    fromHflayers(module, config);
    built = true;
  } catch (error) {
    if (error.name !== "HopfieldError") return `a ${error.name} was thrown: ${error.message}`;
    if (repaired) return `refused with ${JSON.stringify(error.message)}, should be built`;
  }
  return built && !repaired ? `built, should be refused: ${why}` : null;
}
