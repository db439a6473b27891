import { HopfieldError } from "modern-hopfield";

interface Shaped {
  readonly shape: readonly number[];
  readonly data: { readonly length: number };
}

const shapeOf = ({ shape }: Shaped): string => `[${shape.join(", ")}]`;

/** How tensors differ from those wanted: every difference, in words. */
export function tensorDifferences(
  wanted: ReadonlyMap<string, Shaped>,
  given: ReadonlyMap<string, Shaped>,
): { missing: string[]; unexpected: string[]; misshaped: string[]; notFloat: string[] } {
  const missing = [...wanted]
    .filter(([name]) => !given.has(name))
    .map(([name, t]) => `${name} ${shapeOf(t)}`);
  const unexpected = [...given]
    .filter(([name]) => !wanted.has(name))
    .map(([name, t]) => `${name} ${shapeOf(t)}`);
  const misshaped: string[] = [];
  const notFloat: string[] = [];
  for (const [name, tensor] of wanted) {
    const found = given.get(name);
    if (found === undefined) continue;
    if (shapeOf(found) !== shapeOf(tensor)) {
      misshaped.push(`${name} is ${shapeOf(found)}, expected ${shapeOf(tensor)}`);
    }
    if (!(found.data instanceof Float32Array || found.data instanceof Float64Array)) notFloat.push(name);
  }
  return { missing, unexpected, misshaped, notFloat };
}

/** @throws HopfieldError ERR_DATA that lists every missing, unexpected and misshaped tensor */
export function requireSameTensors(
  wanted: ReadonlyMap<string, Shaped>,
  given: ReadonlyMap<string, Shaped>,
): void {
  const differences = tensorDifferences(wanted, given);
  const { missing, unexpected, misshaped, notFloat } = differences;
  const parts = [
    ["missing", missing],
    ["unexpected", unexpected],
    ["misshaped", misshaped],
    ["not floating point", notFloat],
  ] as const;
  const wrong = parts.filter(([, names]) => names.length > 0);
  if (wrong.length === 0) return;
  throw new HopfieldError(
    "ERR_DATA",
    `these weights are not those of this module; ${wrong.map(([what, names]) => `${what}: ${names.join(", ")}`).join("; ")}`,
    differences,
  );
}
