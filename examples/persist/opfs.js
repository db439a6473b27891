// @ts-check
// Memories that stay in the browser: files of the origin (OPFS), or IndexedDB where those cannot be written.
import { fromBytes, toBytes } from "modern-hopfield";

/** @typedef {{ kind: string, read(name: string): Promise<Uint8Array | null>, write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> }} Store */

/** The files that belong to this site. What `createWritable` wrote takes its place at `close`, whole. */
const files = {
  kind: "OPFS",
  /** @param {string} name */
  async read(name) {
    const folder = await navigator.storage.getDirectory();
    try {
      const file = await (await folder.getFileHandle(name)).getFile();
      return new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotFoundError") return null;
      throw error;
    }
  },
  /** @param {string} name @param {Uint8Array<ArrayBuffer>} bytes */
  async write(name, bytes) {
    const folder = await navigator.storage.getDirectory();
    const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
    await writable.write(bytes);
    await writable.close();
  },
};

/**
 * One request to the database, as a promise that waits until the transaction is over.
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(table: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
function inDatabase(mode, ask) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("modern-hopfield", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("memories");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction("memories", mode);
      const request = ask(transaction.objectStore("memories"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.addEventListener("complete", () => database.close());
    };
  });
}

/** A table of a database: every browser has one. */
const table = {
  kind: "IndexedDB",
  /** @param {string} name */
  read: async (name) => (await inDatabase("readonly", (memories) => memories.get(name))) ?? null,
  /** @param {string} name @param {Uint8Array<ArrayBuffer>} bytes */
  write: async (name, bytes) => {
    await inDatabase("readwrite", (memories) => memories.put(bytes, name));
  },
};

/**
 * Where this browser keeps memories: OPFS needs a secure page (https or localhost) and a browser that writes it here.
 * @returns {Promise<Store>}
 */
export async function chooseStore() {
  try {
    if (!("createWritable" in FileSystemFileHandle.prototype)) return table;
    await navigator.storage.getDirectory();
    return files;
  } catch {
    return table;
  }
}

/**
 * Saves a memory under a name.
 * @param {string} name
 * @param {import("modern-hopfield").AssociativeMemory} memory
 * @param {Store} [store]
 */
export async function saveMemory(name, memory, store) {
  await (store ?? (await chooseStore())).write(name, toBytes(memory));
}

/**
 * The memory of that name; null where none was saved.
 * @param {string} name
 * @param {Store} [store]
 */
export async function loadMemory(name, store) {
  const bytes = await (store ?? (await chooseStore())).read(name);
  return bytes === null ? null : fromBytes(bytes);
}
