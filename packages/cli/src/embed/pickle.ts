import { HopfieldError } from "modern-hopfield";

/** A function or class that a pickle names, with what it was called with. */
export interface PickledCall {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** A reference to something beside the pickle. */
export interface Persistent {
  readonly persistent: unknown;
}

/** Where a list or a dictionary begins on the stack. */
const mark = Symbol("mark");

/** Reads numbers and texts off bytes, in their order. */
class Reader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  /** Goes over some bytes and returns where they begin. */
  skip(count: number): number {
    const from = this.at;
    if (from + count > this.bytes.length) throw broken(from, "it ends there");
    this.at += count;
    return from;
  }

  byte(): number {
    return this.bytes[this.skip(1)];
  }

  uint16(): number {
    return this.#view.getUint16(this.skip(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.skip(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.skip(4), true);
  }

  float64(): number {
    return this.#view.getFloat64(this.skip(8), false);
  }

  text(length: number): string {
    const from = this.skip(length);
    return new TextDecoder().decode(this.bytes.subarray(from, from + length));
  }

  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw broken(this.at, "a name does not end");
    const text = this.text(end - this.at);
    this.at++;
    return text;
  }

  /** A whole number of so many bytes, two's complement. */
  long(length: number): bigint {
    let value = 0n;
    const from = this.skip(length);
    for (let k = length - 1; k >= 0; k--) value = (value << 8n) | BigInt(this.bytes[from + k]);
    return BigInt.asIntN(8 * length, value);
  }
}

function broken(offset: number, what: string): HopfieldError {
  return new HopfieldError(
    "ERR_DATA",
    `this is no file of tensors that PyTorch has saved: at offset ${offset} ${what}; fetch it again, or convert it to safetensors`,
    { offset },
  );
}

/**
 * Reads one value off a pickle of protocol 2, as far as files of tensors go: numbers, texts, tuples, lists and dictionaries
 * (as Map). Nothing is ever executed: what a pickle calls comes back as a `PickledCall`, for the caller to understand.
 *
 * @param start  where the pickle begins
 * @returns the value, and where the pickle ends
 * @throws HopfieldError ERR_DATA naming the offset of an operation that is damaged or does not belong in such a file
 * @see Python's pickletools
 */
export function readPickle(bytes: Uint8Array, start = 0): { readonly value: unknown; readonly end: number } {
  const reader = new Reader(bytes, start);
  const stack: unknown[] = [];
  const memo = new Map<number, unknown>();
  let at = start;
  const pop = (): unknown => {
    if (stack.length === 0 || stack.at(-1) === mark) throw broken(at, "a value is missing");
    return stack.pop();
  };
  const top = (): unknown => {
    const value = pop();
    stack.push(value);
    return value;
  };
  const popAll = (): unknown[] => {
    const from = stack.lastIndexOf(mark);
    if (from < 0) throw broken(at, "nothing was begun");
    const values = stack.slice(from + 1);
    stack.length = from;
    return values;
  };
  const popSome = (count: number): unknown[] => Array.from({ length: count }, pop).reverse();
  const fill = (pairs: readonly unknown[]): void => {
    const map = top();
    if (!(map instanceof Map) || pairs.length % 2 !== 0) throw broken(at, "a dictionary is damaged");
    for (let k = 0; k < pairs.length; k += 2) map.set(pairs[k], pairs[k + 1]);
  };
  const append = (values: readonly unknown[]): void => {
    const list = top();
    if (!Array.isArray(list)) throw broken(at, "a list is damaged");
    for (const value of values) list.push(value);
  };
  const recall = (key: number): unknown => {
    if (!memo.has(key)) throw broken(at, `value ${key} was never kept`);
    return memo.get(key);
  };
  const call = (): unknown => {
    const args = pop();
    const what = pop() as Partial<PickledCall> | null;
    if (!Array.isArray(args) || typeof what?.name !== "string") throw broken(at, "a call is damaged");
    // A dictionary that keeps its order, which a Map does.
    return what.name === "collections OrderedDict" ? new Map() : { name: what.name, args };
  };
  for (;;) {
    at = reader.at;
    const operation = String.fromCharCode(reader.byte());
    switch (operation) {
      case "\x80": // PROTO
        reader.byte();
        break;
      case ".": // STOP
        return { value: pop(), end: reader.at };
      case "(": // MARK
        stack.push(mark);
        break;
      case "}": // EMPTY_DICT
        stack.push(new Map());
        break;
      case "]": // EMPTY_LIST
        stack.push([]);
        break;
      case ")": // EMPTY_TUPLE
        stack.push([]);
        break;
      case "N": // NONE
        stack.push(null);
        break;
      case "\x88": // NEWTRUE
        stack.push(true);
        break;
      case "\x89": // NEWFALSE
        stack.push(false);
        break;
      case "K": // BININT1
        stack.push(reader.byte());
        break;
      case "M": // BININT2
        stack.push(reader.uint16());
        break;
      case "J": // BININT
        stack.push(reader.int32());
        break;
      case "\x8a": // LONG1
        stack.push(reader.long(reader.byte()));
        break;
      case "G": // BINFLOAT
        stack.push(reader.float64());
        break;
      case "X": // BINUNICODE
        stack.push(reader.text(reader.uint32()));
        break;
      case "c": // GLOBAL
        stack.push({ name: `${reader.line()} ${reader.line()}`, args: [] } satisfies PickledCall);
        break;
      case "R": // REDUCE
        stack.push(call());
        break;
      case "Q": // BINPERSID
        stack.push({ persistent: pop() } satisfies Persistent);
        break;
      case "q": // BINPUT
        memo.set(reader.byte(), top());
        break;
      case "r": // LONG_BINPUT
        memo.set(reader.uint32(), top());
        break;
      case "h": // BINGET
        stack.push(recall(reader.byte()));
        break;
      case "j": // LONG_BINGET
        stack.push(recall(reader.uint32()));
        break;
      case "t": // TUPLE
        stack.push(popAll());
        break;
      case "\x85": // TUPLE1
      case "\x86": // TUPLE2
      case "\x87": // TUPLE3
        stack.push(popSome(operation.charCodeAt(0) - 0x84));
        break;
      case "s": // SETITEM
        fill(popSome(2));
        break;
      case "u": // SETITEMS
        fill(popAll());
        break;
      case "a": // APPEND
        append([pop()]);
        break;
      case "e": // APPENDS
        append(popAll());
        break;
      default:
        throw broken(at, `stands the operation ${operation.charCodeAt(0)}, which does not belong there`);
    }
  }
}
