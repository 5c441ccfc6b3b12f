// The files of the index: fetched once, unpacked, and known by their first bytes to be the ones that were asked for.

import { Reader } from './bytes.js';
import { IndexFault, damage } from './fault.js';

/** No file of an index comes near this when unpacked; a few bytes of gzip can ask for far more. */
const LARGEST = 1 << 25;

/** @typedef {(path: string) => Promise<Uint8Array<ArrayBuffer>>} Read gives a file under the folder of the index */

/**
 * @param {string} base address of the folder of the index, with the last slash
 * @returns {Read}
 */
export function fetchFrom(base) {
  return async (path) => {
    const response = await fetch(base + path);
    if (response.status === 404) throw new IndexFault('missing', `${path} is gone`);
    if (!response.ok) throw new IndexFault('network', `${path}: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function unpack(bytes) {
  // Some servers say that the file's own packing is that of the transfer, and the browser has undone it.
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await stream.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    parts.push(value);
    size += value.length;
    if (size > LARGEST) {
      stream.cancel();
      throw damage();
    }
  }
}

/** Files that were read stay read. */
export class Files {
  /**
   * @param {Read} read
   * @param {string} generation
   */
  constructor(read, generation) {
    this.read = read;
    this.generation = generation;
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
  }

  /**
   * @template T
   * @param {'T'|'C'|'S'|'D'|'F'|'X'} kind
   * @param {number|string} name its number in the generation; texts outlive a generation, and have names of their own
   * @param {(reader: Reader) => T} parse
   * @returns {Promise<T>}
   */
  get(kind, name, parse) {
    const isText = kind === 'X';
    const path = `${isText ? '' : `${this.generation}/`}${kind.toLowerCase()}/${name}.bin`;
    if (!this.kept.has(path)) {
      const file = this.open(path, kind, isText ? 0 : name, isText ? 0 : parseInt(this.generation.slice(0, 8), 16), parse);
      this.kept.set(path, file);
      // Forgotten, so that asking again tries again.
      file.catch(() => this.kept.delete(path));
    }
    return this.kept.get(path);
  }

  /** @private */
  async open(path, kind, number, generation, parse) {
    /** @type {IndexFault['kind']} */
    let fault = 'network';
    try {
      const packed = await this.read(path);
      fault = 'damaged';
      const reader = new Reader(await unpack(packed));
      const isIt = reader.text(1) === kind && reader.varint() === number;
      if (isIt && reader.take(4).reduce((sum, byte) => sum * 256 + byte, 0) === generation) return parse(reader);
    } catch (error) {
      if (error.kind === 'missing') fault = error.kind;
    }
    throw new IndexFault(fault, `${path} is ${fault}`);
  }
}
