// The index as the engine sees it: the manifest, and the files that it leads to.

import { Facet } from './facets.js';
import { damage } from './fault.js';
import { Files } from './files.js';
import { Shard } from './shard.js';
import { behind, countBefore, splitter } from './words.js';

/**
 * @typedef {[id: string, url: string, title: string, summary: string, type: string, lang: string, date: string, text: string]} Entry
 * @typedef {[anchor: string, heading: string, text: string]} Section
 */

const parted = (text) => text?.split(' ').filter(Boolean);

export class Index {
  /**
   * @param {import('./files.js').Read} read
   * @param {any} manifest
   */
  constructor(read, manifest) {
    if (manifest.format !== 1 || !(manifest.documents < 1 << 24)) throw damage();
    this.files = new Files(read, manifest.generation);
    this.total = manifest.documents;
    this.perShard = manifest.perShard;
    this.facets = manifest.facets;
    this.types = new Map(Object.entries(manifest.types));
    this.stop = new Set(parted(manifest.stop));
    this.split = splitter(manifest.specials);
    this.boundaries = { T: parted(manifest.terms), C: parted(manifest.prefixes), S: parted(manifest.suffixes) };
  }

  /**
   * The shard of terms, of prefixes or of suffixes in which a word stands if it is anywhere.
   *
   * @param {'T'|'C'|'S'} kind
   * @param {string} word
   * @returns {Promise<any>} a shard; for suffixes the reversed forms and in how many pages each is
   */
  async shard(kind, word) {
    const boundaries = this.boundaries[kind];
    if (!boundaries) return;
    return this.files.get(kind, countBefore(boundaries, `${word}\0`), (reader) => {
      if (kind !== 'S') return new Shard(reader, this.total, kind === 'T');
      const forms = reader.strings();
      return { forms, pages: forms.map(() => reader.varint()) };
    });
  }

  /**
   * @param {string} word
   * @returns {Promise<import('./shard.js').Form|undefined>}
   */
  async find(word) {
    return (await this.shard('T', word)).find(word);
  }

  /**
   * In how many term shards besides the first words with this beginning may stand.
   *
   * @param {string} prefix
   * @returns {number}
   */
  reach(prefix) {
    return countBefore(this.boundaries.T, behind(prefix)) - countBefore(this.boundaries.T, `${prefix}\0`);
  }

  /**
   * The words that tell something: those of the language's list only where there are no others.
   *
   * @param {string[]} words
   * @returns {string[]}
   */
  telling(words) {
    const telling = words.filter((word) => !this.stop.has(word));
    return telling.length ? telling : words;
  }

  /**
   * @param {number} document
   * @returns {Promise<Entry>}
   */
  async entry(document) {
    const entries = await this.files.get('D', Math.floor(document / this.perShard), (reader) => JSON.parse(reader.text()).map((entry) => entry.map(String)));
    const entry = entries[document % this.perShard];
    if (entry?.length !== 8) throw damage();
    return entry;
  }

  /**
   * The text of a page, in sections.
   *
   * @param {Entry} entry
   * @returns {Promise<Section[]>}
   */
  async text([id, url, , , , , , name]) {
    const section = (part) => [0, 1, 2].map((i) => `${part[i]}`);
    const pages = await this.files.get('X', name, (reader) => JSON.parse(reader.text()).map(([key, ...parts]) => [key, ...parts.map(section)]));
    const page = pages.find(([key]) => key === (url || id));
    if (!page) throw damage();
    return page.slice(1);
  }

  /**
   * @param {number} number
   * @returns {Promise<Facet>}
   */
  facet(number) {
    return this.files.get('F', number, (reader) => new Facet(reader, this.facets[number].kind, this.total));
  }

  /**
   * The day of each document, where pages have one.
   *
   * @returns {Promise<Int32Array|undefined>}
   */
  async dates() {
    const number = this.facets.findIndex(({ kind }) => kind === 'days');
    return number < 0 ? undefined : (await this.facet(number)).days;
  }
}
