// Bytes as the index writes them. Every offset is checked: a file may be cut short, or written by an enemy.

import { damage } from './fault.js';
import { countBefore } from './words.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads numbers and texts one after the other. */
export class Reader {
  /**
   * @param {Uint8Array} bytes
   * @param {number} [at]
   */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /**
   * A number of at most 28 bits: nothing in an index needs more.
   *
   * @returns {number}
   */
  varint() {
    let number = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      // Behind the end this is `undefined`, which is not below 128 either.
      const byte = this.bytes[this.at++];
      number |= (byte & 127) << shift;
      if (byte < 128) return number;
    }
    throw damage();
  }

  /**
   * A number of things that take `size` bytes or more each: no memory is asked for that the file could not fill.
   *
   * @param {number} size
   * @returns {number}
   */
  count(size) {
    const count = this.varint();
    if (count * size > this.bytes.length - this.at) throw damage();
    return count;
  }

  /**
   * @param {number} count
   * @returns {Uint8Array}
   */
  take(count) {
    const part = this.bytes.subarray(this.at, this.at += count);
    if (part.length < count) throw damage();
    return part;
  }

  /**
   * @param {number} [count]
   * @returns {string}
   */
  text(count = this.bytes.length - this.at) {
    return UTF8.decode(this.take(count));
  }

  /**
   * Ascending numbers of documents, as gaps.
   *
   * @param {number} count
   * @param {number} total how many documents there are
   * @returns {Int32Array}
   */
  documents(count, total) {
    if (count > total) throw damage();
    let document = -1;
    return new Int32Array(count).map(() => {
      document += this.varint() + 1;
      if (document >= total) throw damage();
      return document;
    });
  }

  /**
   * Sorted strings, of which each gives only what differs from the one before.
   *
   * @returns {string[]}
   */
  strings() {
    const count = this.varint();
    const shared = this.take(count);
    const rests = this.take(count);
    const text = this.text(this.varint());
    let string = '';
    let at = 0;
    return Array.from(shared, (common, i) => {
      if (common > string.length || at + rests[i] > text.length) throw damage();
      return string = string.slice(0, common) + text.slice(at, at += rests[i]);
    });
  }
}

/**
 * @param {string[]} sorted
 * @param {string} string
 * @returns {number} its place, or −1
 */
export function find(sorted, string) {
  const at = countBefore(sorted, string);
  return sorted[at] === string ? at : -1;
}
