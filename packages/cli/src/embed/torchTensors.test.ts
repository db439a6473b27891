import fc from "fast-check";
import { HopfieldError } from "modern-hopfield";
import { expect, test } from "vitest";
import { isTorchFile, readTorchTensors } from "./torchTensors.ts";

// Made by PyTorch 1.13: torch.save(value, file, _use_new_zipfile_serialization=False), in base64.
/** a = [[1.5, -2, 3], [4, 5, -6.25]] as module.a, its second row as module.row (the same storage), one = 7. */
const state =
  "gAKKCmz8nEb5IGqoUBkugAJN6QMugAJ9cQAoWBAAAABwcm90b2NvbF92ZXJzaW9ucQFN6QNYDQAAAGxpdHRsZV9lbmRpYW5xAohYCgAAAHR5cGVfc2l6ZXNxA31xBChYBQAAAHNob3J0cQVLAlgDAAAAaW50cQZLBFgEAAAAbG9uZ3EHSwR1dS6AAmNjb2xsZWN0aW9ucwpPcmRlcmVkRGljdApxAClScQEoWAgAAABtb2R1bGUuYXECY3RvcmNoLl91dGlscwpfcmVidWlsZF90ZW5zb3JfdjIKcQMoKFgHAAAAc3RvcmFnZXEEY3RvcmNoCkZsb2F0U3RvcmFnZQpxBVgIAAAANzYzMTY1MTJxBlgDAAAAY3B1cQdLBk50cQhRSwBLAksDhnEJSwNLAYZxColoAClScQt0cQxScQ1YCgAAAG1vZHVsZS5yb3dxDmgDKChoBGgFWAgAAAA3NjMxNjUxMnEPaAdLBk50cRBRSwNLA4VxEUsBhXESiWgAKVJxE3RxFFJxFVgDAAAAb25lcRZoAygoaARoBVgJAAAAMTM4MTA5NzYwcRdoB0sBTnRxGFFLACkpiWgAKVJxGXRxGlJxG3UugAJdcQAoWAkAAAAxMzgxMDk3NjBxAVgIAAAANzYzMTY1MTJxAmUuAQAAAAAAAAAAAOBABgAAAAAAAAAAAMA/AAAAwAAAQEAAAIBAAACgQAAAyMA=";
/** { best: 91.5, epoch: 3, state_dict: { b: [0.5] } } */
const checkpoint =
  "gAKKCmz8nEb5IGqoUBkugAJN6QMugAJ9cQAoWBAAAABwcm90b2NvbF92ZXJzaW9ucQFN6QNYDQAAAGxpdHRsZV9lbmRpYW5xAohYCgAAAHR5cGVfc2l6ZXNxA31xBChYBQAAAHNob3J0cQVLAlgDAAAAaW50cQZLBFgEAAAAbG9uZ3EHSwR1dS6AAn1xAChYBAAAAGJlc3RxAUdAVuAAAAAAAFgFAAAAZXBvY2hxAksDWAoAAABzdGF0ZV9kaWN0cQN9cQRYAQAAAGJxBWN0b3JjaC5fdXRpbHMKX3JlYnVpbGRfdGVuc29yX3YyCnEGKChYBwAAAHN0b3JhZ2VxB2N0b3JjaApGbG9hdFN0b3JhZ2UKcQhYCQAAADEzODIxNjk0NHEJWAMAAABjcHVxCksBTnRxC1FLAEsBhXEMSwGFcQ2JY2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnEOKVJxD3RxEFJxEXN1LoACXXEAWAkAAAAxMzgyMTY5NDRxAWEuAQAAAAAAAAAAAAA/";
/** { t: a transposed } */
const transposed =
  "gAKKCmz8nEb5IGqoUBkugAJN6QMugAJ9cQAoWBAAAABwcm90b2NvbF92ZXJzaW9ucQFN6QNYDQAAAGxpdHRsZV9lbmRpYW5xAohYCgAAAHR5cGVfc2l6ZXNxA31xBChYBQAAAHNob3J0cQVLAlgDAAAAaW50cQZLBFgEAAAAbG9uZ3EHSwR1dS6AAn1xAFgBAAAAdHEBY3RvcmNoLl91dGlscwpfcmVidWlsZF90ZW5zb3JfdjIKcQIoKFgHAAAAc3RvcmFnZXEDY3RvcmNoCkZsb2F0U3RvcmFnZQpxBFgIAAAANzYzMTY1MTJxBVgDAAAAY3B1cQZLBk50cQdRSwBLA0sChnEISwFLA4ZxCYljY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcQopUnELdHEMUnENcy6AAl1xAFgIAAAANzYzMTY1MTJxAWEuBgAAAAAAAAAAAMA/AAAAwAAAQEAAAIBAAACgQAAAyMA=";
/** { d: two zeros, float64 } */
const doubles =
  "gAKKCmz8nEb5IGqoUBkugAJN6QMugAJ9cQAoWBAAAABwcm90b2NvbF92ZXJzaW9ucQFN6QNYDQAAAGxpdHRsZV9lbmRpYW5xAohYCgAAAHR5cGVfc2l6ZXNxA31xBChYBQAAAHNob3J0cQVLAlgDAAAAaW50cQZLBFgEAAAAbG9uZ3EHSwR1dS6AAn1xAFgBAAAAZHEBY3RvcmNoLl91dGlscwpfcmVidWlsZF90ZW5zb3JfdjIKcQIoKFgHAAAAc3RvcmFnZXEDY3RvcmNoCkRvdWJsZVN0b3JhZ2UKcQRYCQAAADEzODEwNzMxMnEFWAMAAABjcHVxBksCTnRxB1FLAEsChXEISwGFcQmJY2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnEKKVJxC3RxDFJxDXMugAJdcQBYCQAAADEzODEwNzMxMnEBYS4CAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "base64"));

test("tensors come with their shapes, views of one storage and numbers without a shape as well", () => {
  expect(isTorchFile(bytesOf(state))).toBe(true);
  expect([...readTorchTensors(bytesOf(state))]).toEqual([
    ["module.a", { shape: [2, 3], data: Float32Array.of(1.5, -2, 3, 4, 5, -6.25) }],
    ["module.row", { shape: [3], data: Float32Array.of(4, 5, -6.25) }],
    ["one", { shape: [], data: Float32Array.of(7) }],
  ]);
});

test("the tensors of a checkpoint are those of its state_dict", () => {
  expect([...readTorchTensors(bytesOf(checkpoint))]).toEqual([
    ["b", { shape: [1], data: Float32Array.of(0.5) }],
  ]);
});

test("float64 is read as it is, columns are refused", () => {
  expect(readTorchTensors(bytesOf(doubles)).get("d")).toEqual({ shape: [2], data: new Float64Array(2) });
  expect(() => readTorchTensors(bytesOf(transposed))).toThrow(/"t" does not lie row by row/);
});

test("a file that ends early is refused wherever it ends", () => {
  const whole = bytesOf(state);
  for (let length = 0; length < whole.length; length++) {
    expect(() => readTorchTensors(whole.subarray(0, length))).toThrow(
      expect.objectContaining({ code: "ERR_DATA" }),
    );
  }
});

test("a damaged file gives tensors or an error of ours, whatever the damage", () => {
  const whole = bytesOf(state);
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(damage, (changes) => {
      const bytes = whole.slice();
      for (const [at, value] of changes) bytes[at] = value;
      try {
        expect(readTorchTensors(bytes)).toBeInstanceOf(Map);
      } catch (error) {
        expect(error).toBeInstanceOf(HopfieldError);
      }
    }),
    { numRuns: 2000 },
  );
});

test("what a pickle calls is never executed, and refused where a tensor should stand", () => {
  // The same file, calling os.system instead of what rebuilds a tensor.
  const text = Buffer.from(state, "base64").toString("latin1");
  const evil = text.replace("ctorch._utils\n_rebuild_tensor_v2\n", "cos\nsystem\n");
  expect(evil).not.toBe(text);
  expect(() => readTorchTensors(Uint8Array.from(Buffer.from(evil, "latin1")))).toThrow(
    /"module.a" is no tensor/,
  );
});
