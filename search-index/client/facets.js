// Facets: what a page is about, for whom, how old. Read only where somebody filters, counts or sorts by them.

import { those } from './lists.js';
import { fold } from './words.js';

/** What can be counted of a facet of days: the last year. */
const YEAR = '365';

/** The day of a document without one: before all others. */
const NEVER = -(2 ** 30);

/** @typedef {{value: string, label: string, chosen: boolean, documents: Int32Array}} Option */

/** One column: which values its documents have. */
export class Facet {
  /**
   * @param {import('./bytes.js').Reader} reader
   * @param {string} kind
   * @param {number} total how many documents there are
   */
  constructor(reader, kind, total) {
    const { values, first } = JSON.parse(reader.text(reader.varint()));
    if (kind === 'days') this.days = new Int32Array(total).map(() => first - 1 + (reader.varint() || NEVER));
    else this.values = values.map(([value, label]) => ({ value: `${value}`, label: `${label}`, documents: reader.documents(reader.count(1), total) }));
  }

  /**
   * What can be chosen, and what is.
   *
   * @param {string[]} chosen values or labels; numbers of days for a facet of days
   * @param {string} today
   * @returns {Option[]}
   */
  options(chosen, today) {
    const names = chosen.map(fold);
    if (this.values) return this.values.map((option) => ({ ...option, chosen: names.includes(fold(option.value)) || names.includes(fold(option.label)) }));
    const since = (value) => (/^\d+$/.test(value) ? Math.max(Date.parse(today) / 864e5 - Number(value), NEVER + 1e6) : NaN);
    return [...new Set([YEAR, ...chosen.filter((value) => !Number.isNaN(since(value)))])].map((value) => {
      const first = since(value);
      const documents = those(this.days.length, (document) => this.days[document] >= first);
      return { value, label: value, chosen: chosen.includes(value), documents };
    });
  }
}

/**
 * The facet, if only one, that keeps each document out.
 *
 * @param {(Option[]|null)[]} facets null where nothing was chosen
 * @param {Int32Array} documents
 * @param {number} total how many documents there are
 * @returns {Int32Array} for every document: 0 out, 1 in, 2 + i out by facet i alone
 */
export function standing(facets, documents, total) {
  const state = new Int32Array(total);
  for (const document of documents) state[document] = 1;
  facets.forEach((options, i) => {
    if (!options) return;
    const passes = new Uint8Array(total);
    for (const option of options) if (option.chosen) for (const document of option.documents) passes[document] = 1;
    for (const document of documents) if (!passes[document]) state[document] = state[document] === 1 ? 2 + i : 0;
  });
  return state;
}
