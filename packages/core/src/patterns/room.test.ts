import { expect, test } from "vitest";
import { compress } from "./compress.ts";
import { Patterns } from "./patterns.ts";
import { allocate, defaultMemoryLimit, requireRoom } from "./room.ts";

const row = [1, 2, 3, 4];

test.each<[string, RegExp, () => unknown]>([
  [
    "rows",
    /3 patterns of 48 bytes need 144 bytes, more than memoryLimit 143; store bytes .*compress.*raise memoryLimit/,
    () => new Patterns([row, row, row], { size: 4, memoryLimit: 143 }),
  ],
  [
    "plain numbers",
    /1 patterns of 48 bytes need 48 bytes/,
    () => new Patterns(row, { size: 4, memoryLimit: 47 }),
  ],
  [
    "a form",
    /3 patterns of 20 bytes need 60 bytes/,
    () => new Patterns([row, row, row], { size: 4, form: "int8", memoryLimit: 59 }),
  ],
  [
    "compress",
    /2 patterns of 24 bytes need 48 bytes/,
    () => compress(new Patterns(new Float64Array(8), { size: 4, memoryLimit: 47 }), "float16"),
  ],
  [
    "the copy before the first change",
    /2 patterns of 20 bytes need 40 bytes/,
    () => new Patterns(new Uint8Array(8), { size: 4, memoryLimit: 39 }).remove(0),
  ],
  [
    "more bytes than whole numbers can count",
    /1099511627776 patterns of 1099511627776 bytes need 1.2\d+e\+24 bytes, more than memoryLimit 8589934592/,
    () => requireRoom(2 ** 40, 2 ** 40, defaultMemoryLimit),
  ],
])("%s that would pass the limit are refused before anything is allocated", (_what, message, act) => {
  expect(act).toThrow(
    expect.objectContaining({ code: "ERR_MEMORY", message: expect.stringMatching(message) }),
  );
});

test("as much as the limit allows is stored", () => {
  expect(new Patterns([row, row, row], { size: 4, memoryLimit: 144 }).count).toBe(3);
  expect(new Patterns([row, row, row], { size: 4, form: "int8", memoryLimit: 60 }).count).toBe(3);
  expect(new Patterns([], { size: 1 }).memoryLimit).toBe(defaultMemoryLimit);
});

test("room doubles while the limit allows it, grows by one after that, and then ends with the patterns unharmed", () => {
  const patterns = new Patterns([row], { size: 4, memoryLimit: 48 * 5 });
  const rooms: number[] = [];
  for (let k = 1; k < 5; k++) {
    patterns.add([k, 0, 0, 0]);
    rooms.push(patterns.data.length / 4);
  }
  expect(rooms).toEqual([2, 4, 4, 5]);
  expect(() => patterns.add([9, 9, 9, 9])).toThrow(
    expect.objectContaining({
      code: "ERR_MEMORY",
      details: { count: 6, bytesPerPattern: 48, bytes: 288, limit: 240 },
    }),
  );
  expect(patterns.count).toBe(5);
  expect([...patterns.at(4)]).toEqual([4, 0, 0, 0]);
  patterns.remove(0);
  expect(patterns.add([9, 9, 9, 9])).toBe(4);
});

test("typed arrays that are used in place are not counted", () => {
  expect(new Patterns(new Float32Array(400), { size: 4, memoryLimit: 1 }).count).toBe(100);
});

test("what an engine refuses is an error of the same kind, and other errors pass", () => {
  expect(() => allocate(2 ** 50, 8, () => new Float64Array(2 ** 53))).toThrow(
    expect.objectContaining({ code: "ERR_MEMORY", message: expect.stringMatching(/this engine refused/) }),
  );
  expect(() =>
    allocate(1, 1, () => {
      throw new TypeError("another");
    }),
  ).toThrow(TypeError);
});

test.each([0, -1, Number.NaN])("a memoryLimit of %s is refused", (memoryLimit) => {
  expect(() => new Patterns([], { size: 1, memoryLimit })).toThrow(/invalid memoryLimit/);
});
