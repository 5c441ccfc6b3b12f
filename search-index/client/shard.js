// A shard of terms or of prefixes: which words there are, and which documents have them. Lists are unpacked when they are asked for.

import { Reader } from './bytes.js';
import { damage } from './fault.js';
import { behind, countBefore } from './words.js';

/**
 * The documents of a group of forms, ascending, with what each scores, and how many fifteenths of its title the group makes.
 *
 * @typedef {{documents: Int32Array, scores: Float64Array, titles: Uint8Array, forms: string[]}} List
 *
 * A word as it occurs. `has` says of each document of the list of its group whether it has this very form, `pages` how many do:
 * no page has another spelling of a word, which is known all the same.
 *
 * @typedef {{form: string, list: List, has: Uint8Array, pages: number, scale: number}} Form
 */

const bit = (bytes, at, i) => (bytes[at + (i >> 3)] >> (i & 7)) & 1;
const half = (bytes, at, i) => (bytes[at + (i >> 1)] >> ((i & 1) << 2)) & 15;

function titled(bytes, at, count) {
  let sum = 0;
  for (let i = 0; i < (count + 7) >> 3; i++) for (let byte = bytes[at + i]; byte; byte &= byte - 1) sum++;
  return sum;
}

export class Shard {
  /**
   * @param {Reader} reader
   * @param {number} total how many documents there are
   * @param {boolean} isTerms
   */
  constructor(reader, total, isTerms) {
    this.total = total;
    this.isTerms = isTerms;
    this.bytes = reader.bytes;
    this.forms = reader.strings();
    let last = 0;
    this.groupOf = this.forms.map(() => {
      const step = reader.varint();
      return last += step & 1 ? ~(step >> 1) : step >> 1;
    });
    this.groups = Array.from({ length: reader.count(4) }, () => {
      const count = reader.varint();
      const [low, high] = reader.take(2);
      return { count, scale: low | (high << 8), gaps: reader.varint(), members: [], starts: [], list: null };
    });
    this.groupOf.forEach((group, form) => this.groups[group].members.push(form));
    const bits = ({ count }) => (count + 7) >> 3;
    // The five streams, one behind the other: gaps, impacts, titles, their shares, forms.
    for (const size of [
      ({ gaps }) => gaps,
      ({ count }) => (count + 1) >> 1,
      bits,
      ({ count, starts }) => (titled(this.bytes, starts[2], count) + 1) >> 1,
      (group) => (isTerms && group.members.length > 1 ? group.members.length * bits(group) : 0),
    ]) {
      for (const group of this.groups) {
        group.starts.push(reader.at);
        reader.take(size(group));
      }
    }
    this.rules = isTerms ? reader.text(reader.varint()) : '';
    if (reader.at < this.bytes.length) throw damage();
  }

  /**
   * The lists of the groups of all forms that begin so.
   *
   * @param {string} prefix
   * @returns {List[]}
   */
  beginning(prefix) {
    const groups = this.groupOf.slice(countBefore(this.forms, prefix), countBefore(this.forms, behind(prefix)));
    return [...new Set(groups)].map((group) => this.list(group));
  }

  /**
   * @param {string} word
   * @returns {Form|undefined}
   */
  find(word) {
    const at = countBefore(this.forms, word);
    if (this.forms[at] === word) return this.form(at);
  }

  /**
   * @param {number} at
   * @returns {Form}
   */
  form(at) {
    const number = this.groupOf[at];
    const { count, scale, members, starts } = this.groups[number];
    const list = this.list(number);
    const has = new Uint8Array(count).fill(1);
    const start = starts[4] + members.indexOf(at) * ((count + 7) >> 3);
    const isOne = members.length < 2;
    const pages = isOne ? count : has.reduce((sum, _, i) => sum + (has[i] = bit(this.bytes, start, i)), 0);
    return { form: this.forms[at], list, has, pages, scale };
  }

  /**
   * @param {number} number of the group
   * @returns {List}
   */
  list(number) {
    const group = this.groups[number];
    if (!group.list) {
      const { count, scale, members, starts: [gaps, impacts, titles, shares] } = group;
      let share = 0;
      const documents = new Reader(this.bytes, gaps).documents(count, this.total);
      group.list = {
        documents,
        scores: Float64Array.from(documents, (_, i) => half(this.bytes, impacts, i) * scale),
        titles: Uint8Array.from(documents, (_, i) => (bit(this.bytes, titles, i) ? half(this.bytes, shares, share++) : 0)),
        // What a prefix begins is marked in texts, and not it alone.
        forms: members.map((form) => (this.isTerms ? this.forms[form] : behind(this.forms[form]))),
      };
    }
    return group.list;
  }
}
