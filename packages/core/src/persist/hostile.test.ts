import fc from "fast-check";
import { expect, test } from "vitest";
import { HopfieldError } from "../errors.ts";
import { readSafetensors, type SafetensorsInput, writeSafetensors } from "../formats/safetensors.ts";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { compress } from "../patterns/compress.ts";
import { Patterns } from "../patterns/patterns.ts";
import { fromBytes, readMemory } from "./fromBytes.ts";
import { toBytes } from "./toBytes.ts";

const floats = new Patterns(new Float32Array([1, 2, 3, 4, 5, 7]), { size: 3, labels: [1, 2] });
const values = new Patterns(new Uint8Array([1, 2]), { size: 1 });
const good = toBytes(new AssociativeMemory(floats, { weights: [1, 2], values, beta: 2 }), {
  keys: ["a", "b"],
});

function failure(bytes: Uint8Array): HopfieldError {
  try {
    fromBytes(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(HopfieldError);
    return error as HopfieldError;
  }
  throw new Error("the file was accepted");
}

type Change = (tensors: Map<string, SafetensorsInput>, metadata: Record<string, string>) => void;

/** The good file with other tensors or metadata, written soundly. */
function changed(change: Change, file: Uint8Array = good): Uint8Array {
  const read = readSafetensors(file);
  const tensors = new Map<string, SafetensorsInput>(read.tensors);
  const metadata = { ...read.metadata };
  change(tensors, metadata);
  return writeSafetensors(tensors, metadata);
}

const said =
  (name: string, text: string): Change =>
  (_tensors, metadata) => {
    metadata[name] = text;
  };
const unsaid =
  (name: string): Change =>
  (_tensors, metadata) => {
    delete metadata[name];
  };
const tensor =
  (name: string, shape: number[], data: SafetensorsInput["data"]): Change =>
  (tensors) => {
    tensors.set(name, { shape, data });
  };

test("a file cut off anywhere is refused", () => {
  for (let length = 0; length < good.length; length++) {
    expect(failure(good.subarray(0, length)).code).toBe("ERR_DATA");
  }
  expect(failure(new Uint8Array([...good, 0])).code).toBe("ERR_DATA");
});

test.each<[string, Change, RegExp]>([
  [
    "no metadata",
    (_t, m) => {
      for (const name of Object.keys(m)) delete m[name];
    },
    /its format is nothing \(expected modern-hopfield\)/,
  ],
  ["another format", said("format", "pt"), /its format is "pt"/],
  [
    "a newer version",
    said("version", "2"),
    /its version is "2" \(this release reads version 1\); update modern-hopfield/,
  ],
  ["no version", unsaid("version"), /its metadata has no version/],
  ["no size", unsaid("size"), /its metadata has no size/],
  ["a size of words", said("size", "three"), /its size is "three" \(expected a whole number >= 1\)/],
  ["size 0", said("size", "0"), /its size is "0"/],
  ["a size beyond 2^53", said("size", "99999999999999999999"), /its size is/],
  [
    "another size",
    said("size", "2"),
    /tensor patterns has shape "\[2, 3\]" \(expected \[2, 2\] as the metadata says\)/,
  ],
  ["another count", said("count", "3"), /its keys are no list of 3 texts/],
  ["a negative count", said("count", "-1"), /its count is "-1"/],
  ["no beta", unsaid("beta"), /its metadata has no beta/],
  ["beta 0", said("beta", "0"), /its beta is "0"/],
  ["an infinite beta", said("beta", "Infinity"), /its beta is "Infinity"/],
  ["beta NaN", said("beta", "NaN"), /its beta is "NaN"/],
  ["an overflowing beta", said("beta", "1e999"), /its beta is "1e999"/],
  ["effective below 1", said("effective", "0.5"), /its effective is "0.5" \(expected a finite number >= 1\)/],
  [
    "an unknown similarity",
    said("similarity", "euclid"),
    /its similarity is "euclid", which nothing is called/,
  ],
  ["an unknown separation", said("separation", "entmax/alpha=x"), /its separation is "entmax\/alpha=x"/],
  ["an unknown scale", said("scale", "huge"), /its scale is "huge" \(expected unit or bipolar/],
  ["an unknown normalisation", said("normalization", "z"), /its normalization is "z"/],
  ["an unknown form", said("form", "int4"), /its form is "int4"/],
  ["another form", said("form", "int8"), /tensor patterns has dtype F32 \(expected U8\)/],
  ["halves without halves", said("form", "float16"), /tensor patterns has dtype F32 \(expected F16\)/],
  ["a name from Object", said("scale", "__proto__"), /its scale is "__proto__"/],
  ["no patterns", (t) => t.delete("patterns"), /it has no tensor patterns/],
  [
    "patterns of integers",
    tensor("patterns", [2, 3], new Int32Array(6)),
    /dtype I32 \(expected U8, F32, F64\)/,
  ],
  ["patterns with three axes", tensor("patterns", [2, 3, 1], new Float32Array(6)), /shape "\[2, 3, 1\]"/],
  [
    "NaN in a pattern",
    tensor("patterns", [2, 3], new Float32Array([1, 2, 3, 4, Number.NaN, 6])),
    /pattern 1 has NaN at component 1/,
  ],
  ["equal patterns", tensor("patterns", [2, 3], new Float32Array(6)), /patterns 0 and 1 are equal/],
  ["weights in float32", tensor("log_weights", [2], new Float32Array(2)), /log_weights has dtype F32/],
  ["too few weights", tensor("log_weights", [1], new Float64Array(1)), /log_weights has shape/],
  [
    "an infinite weight",
    tensor("log_weights", [2], new Float64Array([0, Number.POSITIVE_INFINITY])),
    /log_weights has Infinity for pattern 1/,
  ],
  ["labels of floats", tensor("labels", [2], new Float32Array(2)), /labels has dtype F32/],
  ["too many labels", tensor("labels", [3], new Int32Array(3)), /labels has shape/],
  ["values without a size", unsaid("values_size"), /its metadata has no values_size/],
  ["too few values", tensor("values", [1, 1], new Uint8Array(1)), /tensor values has shape/],
  ["keys that are no JSON", tensor("keys", [2], new Uint8Array([91, 34])), /its keys are no JSON/],
  ["keys that are no UTF-8", tensor("keys", [2], new Uint8Array([255, 254])), /its keys are no JSON/],
  ["keys that are numbers", tensor("keys", [5], new TextEncoder().encode("[1,2]")), /no list of 2 texts/],
  ["equal keys", tensor("keys", [9], new TextEncoder().encode('["x","x"]')), /two patterns have the key "x"/],
])("%s: refused with the reason", (_, change, reason) => {
  const { code, message } = failure(changed(change));
  expect(message).toMatch(reason);
  expect(code).toBe("ERR_DATA");
  expect(message.length).toBeLessThan(400);
});

test("numbers of int8 patterns must be finite, and must be there", () => {
  const stored = compress(new Patterns(new Float64Array([1, 2, 3, 4, 5, 7]), { size: 3 }), "int8");
  const file = toBytes(new AssociativeMemory(stored));
  expect(failure(changed((t) => t.delete("gain"), file)).message).toMatch(/it has no tensor gain/);
  const nan = tensor("offset", [2], new Float64Array([0, Number.NaN]));
  expect(failure(changed(nan, file)).message).toMatch(/tensor offset has NaN for pattern 1/);
  expect(failure(changed((t) => t.delete("storage_error"), file)).message).toMatch(/no tensor storage_error/);
  const negative = tensor("storage_error", [2], new Float64Array([0, -1]));
  expect(failure(changed(negative, file)).message).toMatch(/errorNorm of pattern 1 is -1/);
});

test("a count or size that lies costs no memory", () => {
  const empty = toBytes(new AssociativeMemory(new Patterns(new Uint8Array(0), { size: 4 })));
  const lies = changed(said("count", "9007199254740991"), empty);
  expect(failure(lies).message).toMatch(/tensor patterns has shape/);
  const shape = changed((t, m) => {
    t.set("patterns", { shape: [2 ** 32, 0], data: new Uint8Array(0) });
    m.count = String(2 ** 32);
  }, empty);
  expect(failure(shape).code).toBe("ERR_DATA");
});

test("a header that claims more than there is, and other files, are refused", () => {
  for (const length of [0n, 1n, BigInt(good.length), 2n ** 40n, 2n ** 64n - 1n]) {
    const bytes = good.slice();
    new DataView(bytes.buffer).setBigUint64(0, length, true);
    expect(failure(bytes).code).toBe("ERR_DATA");
  }
  const plain = writeSafetensors({ x: { shape: [1], data: new Float32Array(1) } });
  expect(failure(plain).message).toMatch(/its format is nothing/);
  expect(() => fromBytes(good.buffer as unknown as Uint8Array)).toThrow(
    /wrap an ArrayBuffer as new Uint8Array/,
  );
});

test("any damage gives a HopfieldError or a memory, and nothing else", () => {
  const change = fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 }));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const bytes = good.slice();
      for (const [at, byte] of changes) bytes[at] = byte;
      try {
        expect(readMemory(bytes).memory).toBeInstanceOf(AssociativeMemory);
      } catch (error) {
        expect(error).toBeInstanceOf(HopfieldError);
      }
    }),
    { numRuns: 3000 },
  );
});

test("any text in the metadata gives a HopfieldError or a memory, and nothing else", () => {
  const names = Object.keys(readSafetensors(good).metadata);
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.string(), (name, text) => {
      try {
        readMemory(changed(said(name, text)));
      } catch (error) {
        expect(error).toBeInstanceOf(HopfieldError);
      }
    }),
    { numRuns: 1000 },
  );
});
