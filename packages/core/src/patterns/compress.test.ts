import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { distance } from "../math/vector.ts";
import { compress } from "./compress.ts";
import { compressedForms } from "./encode.ts";
import { type Normalization, normalizations } from "./normalize.ts";
import { Patterns } from "./patterns.ts";
import { rowOf } from "./rows.ts";
import type { PixelScaleName } from "./scale.ts";

/** Rows of moderate floats, with constant rows and large offsets among them. */
const rowsOf = (size: number): fc.Arbitrary<number[][]> =>
  fc.array(
    fc.oneof(
      fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: size, maxLength: size }),
      fc.double({ min: -1000, max: 1000, noNaN: true }).map((value) => new Array<number>(size).fill(value)),
    ),
    { minLength: 1, maxLength: 6 },
  );

const scaleNames: readonly PixelScaleName[] = ["pixel", "bipolar"];

describe.each(compressedForms)("patterns as %s", (form) => {
  test.each(normalizations)("have the error that they say, in float64, normalised by %s", (normalize) => {
    fc.assert(
      fc.property(rowsOf(7), fc.constantFrom(...scaleNames), (rows, scale) => {
        const given = new Patterns(rows, { size: 7, scale, normalize });
        const small = compress(given, form);
        expect(small.count).toBe(rows.length);
        small.errorNorm.forEach((error, i) => {
          const measured = distance(given.at(i), small.at(i));
          // Layer norm blows the rounding of a constant row up, by 1 / sqrt(1e-5).
          expect(Math.abs(error - measured)).toBeLessThanOrEqual(1e-10 * (1 + measured));
        });
        expect(small.storageError).toBe(Math.max(...small.errorNorm));
      }),
    );
  });

  test("are off by no more than the form allows", () => {
    fc.assert(
      fc.property(rowsOf(9), (rows) => {
        const small = compress(new Patterns(rows, { size: 9 }), form);
        rows.forEach((row, i) => {
          const range = Math.max(...row) - Math.min(...row);
          small.at(i).forEach((value, j) => {
            const most = form === "int8" ? range / 510 : Math.max(Math.abs(row[j]) * 2 ** -11, 2 ** -25);
            expect(Math.abs(value - row[j])).toBeLessThanOrEqual(most * (1 + 1e-9) + 1e-12);
          });
        });
      }),
    );
  });

  test("measure again what is added, replaced and moved up", () => {
    const random = new Random("changes");
    const row = (): Float64Array => Float64Array.from({ length: 12 }, () => random.normal());
    const rows = Array.from({ length: 5 }, row);
    const small = compress(
      new Patterns(rows, { size: 12, normalize: "layer", labels: [0, 1, 2, 3, 4] }),
      form,
    );
    const check = (): void => {
      const fresh = compress(new Patterns(rows, { size: 12, normalize: "layer" }), form);
      expect(small.errorNorm).toEqual(fresh.errorNorm);
      rows.forEach((_, i) => {
        expect(small.at(i)).toEqual(fresh.at(i));
        expect(rowOf(small.plain, i)).toEqual(rowOf(fresh.plain, i));
      });
    };
    for (let k = 0; k < 9; k++) {
      const added = row();
      expect(small.add(added, 7)).toBe(rows.length);
      rows.push(added);
      check();
    }
    rows[3] = row();
    const undo = small.replace(3, rows[3]);
    check();
    const before = rows[3];
    const takeBack = small.replace(3, row());
    takeBack();
    rows[3] = before;
    check();
    expect(undo).toBeTypeOf("function");
    small.remove(1);
    rows.splice(1, 1);
    check();
    expect([...(small.labels ?? [])]).toEqual([0, 2, 3, 4, 7, 7, 7, 7, 7, 7, 7, 7, 7]);
  });

  test("leave the patterns given as they were", () => {
    const data = Float32Array.from({ length: 20 }, (_, k) => Math.sin(k));
    const before = data.slice();
    const given = new Patterns(data, { size: 5, scale: "bipolar", labels: [3, 1, 4, 1] });
    const small = compress(given, form);
    small.replace(0, [1, 2, 3, 4, 5]);
    small.add([5, 4, 3, 2, 1]);
    small.remove(2);
    expect(data).toEqual(before);
    expect(given.count).toBe(4);
    expect(given.errorNorm).toEqual(new Float64Array(4));
    expect([...(small.labels ?? [])]).toEqual([3, 1, 1, -1]);
    expect(small.scale.name).toBe("bipolar");
    expect(small.form).toBe(form);
  });

  test("tell equal rows apart from rows that only have the same shape", () => {
    for (const normalize of normalizations as readonly Normalization[]) {
      const rows = [
        [0, 1, 2, 3],
        [0, 2, 4, 6],
        [1, 2, 3, 4],
        [0, 1, 2, 3],
      ];
      const small = compress(new Patterns(rows, { size: 4, normalize }), form);
      expect(small.duplicates()).toEqual([[0, 3]]);
      expect([small.twinOf(3), small.twinOf(1), small.twinOf(2)]).toEqual([0, -1, -1]);
    }
  });

  test("refuse numbers that are not finite, wherever they come from", () => {
    expect(() => new Patterns([[1, Number.NaN]], { size: 2, form })).toThrow(
      /pattern 0 has NaN at component 1/,
    );
    const small = compress(new Patterns([[1, 2]], { size: 2 }), form);
    expect(() => small.add([1, Number.POSITIVE_INFINITY])).toThrow(/pattern 1 has Infinity at component 1/);
    expect(small.count).toBe(1);
  });
});

describe.each(compressedForms)("patterns kept as %s", (form) => {
  test.each(normalizations)("are had back bit for bit, with their errors, normalised by %s", (normalize) => {
    const random = new Random("kept");
    const rows = Array.from({ length: 6 }, () => Float64Array.from({ length: 11 }, () => random.normal()));
    const options = { size: 11, scale: "bipolar", normalize, labels: [1, 2, 3, 4, 5, 6] } as const;
    const small = compress(new Patterns(rows, options), form);
    const { data, errorNorm, plain } = small;
    const maps = form === "int8" ? { gain: plain.gain, offset: plain.offset } : {};
    const back = Patterns.restore({ form, data: data.slice(), errorNorm, ...maps }, options);
    expect([back.form, back.count, [...(back.labels ?? [])]]).toEqual([form, 6, [...options.labels]]);
    expect([back.data, back.gain, back.offset, back.errorNorm]).toEqual([
      data,
      small.gain,
      small.offset,
      errorNorm,
    ]);
    expect(rowOf(back.plain, 3)).toEqual(rowOf(plain, 3));
    expect(back.add(rows[0])).toBe(6);
    expect(back.at(6)).toEqual(small.at(0));
    expect(back.errorNorm[6]).toBe(errorNorm[0]);
    expect(back.duplicates()).toEqual([[0, 6]]);
  });

  test("are refused where their parts do not belong together", () => {
    const data = form === "int8" ? new Uint8Array(4) : new Uint16Array(4);
    const maps = form === "int8" ? { gain: [1, 1], offset: [0, 0] } : {};
    const make = (parts: object): Patterns =>
      Patterns.restore({ form, data, errorNorm: [0, 0], ...maps, ...parts }, { size: 2 });
    expect(make({}).count).toBe(2);
    expect(() => make({ data: new Float32Array(4) })).toThrow(/are kept in a Uint.*got Float32Array/);
    expect(() => make({ data: data.slice(1) })).toThrow(/3 values are not a whole number/);
    expect(() => make({ errorNorm: [0] })).toThrow(/1 values of errorNorm for 2 patterns/);
    expect(() => make({ errorNorm: [0, -1] })).toThrow(/errorNorm of pattern 1 is -1/);
    expect(() =>
      Patterns.restore({ form, data, errorNorm: [0, 0], ...maps }, { size: 2, labels: [1] }),
    ).toThrow(/1 labels for 2 patterns/);
    if (form === "int8") {
      expect(() => make({ gain: undefined })).toThrow(/0 values of gain for 2 patterns/);
      expect(() => make({ offset: [0, Number.NaN] })).toThrow(/offset has NaN at component 1/);
    } else {
      expect(() => make({ data: Uint16Array.from([0, 0, 0x7c00, 0]) })).toThrow(/pattern 1 has Infinity/);
    }
  });
});

test("a pattern takes a byte or two per component, and 16 bytes for its map", () => {
  const floats = new Patterns(new Float32Array(200).fill(0.5, 0, 7), { size: 100 });
  expect(floats.bytesPerPattern).toBe(416);
  expect(compress(floats, "float16").bytesPerPattern).toBe(216);
  expect(compress(floats, "int8").bytesPerPattern).toBe(116);
  expect(new Patterns(new Uint8Array(200), { size: 100 }).bytesPerPattern).toBe(116);
  expect(compress(floats, "int8").data).toBeInstanceOf(Uint8Array);
  expect(compress(floats, "float16").data).toBeInstanceOf(Uint16Array);
});

test("bytes are small and exact already: they come back as a copy of their own", () => {
  const bytes = Uint8Array.from([1, 2, 3, 4]);
  const given = new Patterns(bytes, { size: 2 });
  expect(compress(given, "int8").data.buffer).toBe(bytes.buffer);
  for (const form of compressedForms) {
    const same = compress(given, form);
    expect(same.form).toBeUndefined();
    same.replace(0, [9, 9]);
    given.add([7, 7]);
    expect([...given.at(0), ...same.at(0)]).toEqual([1, 2, 9, 9]);
    expect(same.count).toBe(2);
    given.remove(2);
  }
  expect([...bytes]).toEqual([1, 2, 3, 4]);
});

test("a copy and its origin change without each other, also when the origin owns its data", () => {
  const given = new Patterns([1, 2, 3, 4], { size: 2 });
  given.add([5, 6]);
  const copy = given.copy();
  given.replace(0, [8, 8]);
  copy.replace(1, [9, 9]);
  expect([...given.at(0), ...given.at(1)]).toEqual([8, 8, 3, 4]);
  expect([...copy.at(0), ...copy.at(1), ...copy.at(2)]).toEqual([1, 2, 9, 9, 5, 6]);
  const picked = given.pick([2, 0]);
  given.replace(2, [0, 0]);
  expect([...picked.at(0), ...picked.at(1)]).toEqual([5, 6, 8, 8]);
  expect(() => given.pick([3])).toThrow(/no pattern 3; 3 are stored/);
});

test("a float32 memory measures what it rounds, and bytes and float64 lose nothing", () => {
  const single = new Patterns(new Float32Array(2), { size: 2 });
  single.add([0.1, 0.25]);
  expect(single.errorNorm[1]).toBe(Math.abs(Math.fround(0.1) - 0.1));
  single.replace(1, Float32Array.from([0.1, 0.25]));
  expect([...single.errorNorm]).toEqual([0, 0]);
  const double = new Patterns([0.1, 0.2], { size: 2 });
  double.add([0.3, 1e-300]);
  expect(double.storageError).toBe(0);
});

test("a constant pattern is exact as int8, and so are 256 even levels", () => {
  const levels = Array.from({ length: 256 }, (_, k) => k / 4 - 7);
  const small = compress(new Patterns([new Array<number>(256).fill(0.1), levels], { size: 256 }), "int8");
  expect([...small.errorNorm]).toEqual([0, 0]);
});

test.each<[string, RegExp, () => unknown]>([
  [
    "ERR_RANGE",
    /pattern 1 has -65505 at component 0; float16 ends at 65504 \(divide .* or use int8/,
    () => compress(new Patterns([1, 65504, -65505, 0], { size: 2 }), "float16"),
  ],
  [
    "ERR_RANGE",
    /pattern 1 has 70000 at component 1; float16 ends at 65504/,
    () => new Patterns([1, 2], { size: 2, form: "float16" }).add([1, 70000]),
  ],
  [
    "ERR_RANGE",
    /pattern 0 reaches from -1e\+308 to 1e\+308, too far for int8/,
    () => compress(new Patterns([1e308, -1e308], { size: 2 }), "int8"),
  ],
  [
    "ERR_OPTION",
    /the patterns are int8 already .*compress the originals/,
    () => compress(compress(new Patterns([1, 2], { size: 2 }), "int8"), "float16"),
  ],
  [
    "ERR_OPTION",
    /unknown form of patterns: int4 \(did you mean int8\?/,
    () => compress(new Patterns([1, 2], { size: 2 }), "int4" as "int8"),
  ],
  [
    "ERR_OPTION",
    /bytes need no form \(got int8\)/,
    () => new Patterns(new Uint8Array(2), { size: 2, form: "int8" }),
  ],
])("%s: %s", (code, message, act) => {
  expect(act).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
});

test("whole numbers of 16 bits are numbers, not the bits of half floats", () => {
  const patterns = new Patterns(Uint16Array.from([1, 65535]), { size: 2 });
  expect([...patterns.at(0)]).toEqual([1, 65535]);
});
