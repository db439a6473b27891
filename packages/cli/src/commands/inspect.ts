import { exitCodes } from "../exitCodes.ts";
import type { InspectFlags } from "../options/layersFlags.ts";
import { table } from "../terminal/table.ts";
import { loadInto, loadInWords, moduleOf, readWeights } from "../weights/readWeights.ts";

/** What there is to say about some numbers. */
function summaryOf(data: ArrayLike<number | bigint>): {
  mean: number;
  deviation: number;
  least: number;
  largest: number;
  finite: boolean;
} {
  let [sum, squares, least, largest, finite] = [
    0,
    0,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    true,
  ];
  for (let k = 0; k < data.length; k++) {
    const value = Number(data[k]);
    sum += value;
    least = Math.min(least, value);
    largest = Math.max(largest, value);
    finite &&= Number.isFinite(value);
  }
  const mean = sum / data.length;
  for (let k = 0; k < data.length; k++) squares += (Number(data[k]) - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / data.length), least, largest, finite };
}

/** `hopfield inspect`: 0, or 3 when the weights hold something that is no finite number. */
export function runInspect(path: string, flags: InspectFlags): number {
  const file = readWeights(path);
  const named = moduleOf(file.metadata, flags);
  const loaded = named === null ? null : { named, ...loadInto(named, file) };
  const tensors = [...file.tensors].map(([name, { dtype, shape, data }]) => ({
    name,
    dtype,
    shape,
    ...summaryOf(data),
  }));
  const broken = tensors.filter(({ finite }) => !finite).map(({ name }) => name);
  const code = broken.length > 0 ? exitCodes.data : exitCodes.ok;
  if (flags.json) {
    const defects = loaded?.report.defects ?? null;
    const document = { path, tensors, metadata: file.metadata, module: named, defects, notFinite: broken };
    process.stdout.write(`${JSON.stringify(document)}\n`);
    return code;
  }
  const number = (value: number): string => (Number.isFinite(value) ? value.toPrecision(3) : String(value));
  const rows = tensors.map(({ name, dtype, shape, mean, deviation, least, largest }) => [
    name,
    dtype,
    shape.join(" x "),
    number(mean),
    number(deviation),
    number(least),
    number(largest),
  ]);
  const count = [...file.tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
  const lines = [
    table(["tensor", "type", "shape", "mean", "deviation", "least", "largest"], rows),
    "",
    ` ${rows.length} tensors, ${count} numbers`,
    ...(loaded === null
      ? [" which layer they belong to is not said: --module HopfieldPooling --config '{\"input_size\": 8}'"]
      : loadInWords(loaded.named, loaded.layer, loaded.report)),
    ...(broken.length > 0 ? [` not finite: ${broken.join(", ")}`] : []),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return code;
}
