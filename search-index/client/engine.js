// The search engine of the browser. FORMAT.md says what it reads and how it ranks.

import { explanation } from './explain.js';
import { standing } from './facets.js';
import { damage } from './fault.js';
import { Index } from './index.js';
import { those } from './lists.js';
import { marker, passageOf } from './passage.js';
import { allowedBy, check } from './phrase.js';
import { prepare } from './plan.js';
import { parse } from './query.js';
import { rank } from './score.js';

/** A phrase is looked up in all candidates where they are so few; else in no more than this. */
const FEW = 60;
const MOST = 200;

/**
 * @typedef {{document: number, score: number}} Hit
 * @typedef {{
 *   unfinished?: boolean, asTyped?: boolean, filters?: Record<string, string[]>, sort?: 'relevance'|'date',
 *   limit?: number, offset?: number, today?: string, texts?: number,
 * }} Options  `texts`: how many to read at most for phrases
 *
 * What a query found. `exact` is false where phrases were not looked up in all candidates; `found`, `checked` and `chosen` are for the
 * engine, which goes on from there, and so is what the plan has besides words, corrections, suggestion, synonyms and missing.
 *
 * @typedef {import('./plan.js').Plan & {
 *   hits: Hit[], total: number, exact: boolean, found: Int32Array, checked: Map<number, boolean>, chosen: string[][], today: string,
 *   groupOf?: (piece: string) => number,
 * }} Answer
 */

/**
 * The first `count` documents of an order, without sorting all where there are many.
 *
 * @param {Int32Array} documents
 * @param {number} count
 * @param {(a: number, b: number) => number} compare never 0
 * @returns {number[]}
 */
export function leading(documents, count, compare) {
  if (count >= documents.length) return [...documents].sort(compare);
  const first = [];
  for (const document of documents) {
    if (first.length === count && !(compare(document, first[count - 1]) < 0)) continue;
    const at = first.findIndex((other) => compare(document, other) < 0);
    first.splice(at < 0 ? first.length : at, 0, document);
    first.length = Math.min(first.length, count);
  }
  return first;
}

export class Engine {
  /** @param {Index} index */
  constructor(index) {
    this.index = index;
  }

  /**
   * @param {string} text
   * @param {Options} [options]
   * @returns {Promise<Answer>}
   */
  async search(text, { unfinished = false, asTyped = false, filters = {}, sort = 'relevance', limit = 10, offset = 0, today = '', texts = MOST } = {}) {
    const { index } = this;
    const ids = index.facets.map(({ id }) => id);
    const query = parse(text, ids, index.split);
    const chosen = ids.map((id) => [...(filters[id] ?? []), ...(query.filters[id] ?? [])]);
    const isWords = query.words.length > 0;
    const isDated = sort === 'date' || !isWords;
    const [plan, facets, dates] = await Promise.all([
      prepare(index, query, unfinished, asTyped),
      Promise.all(chosen.map(({ length }, i) => (length ? index.facet(i) : null))),
      isDated ? index.dates() : null,
    ]);

    const { documents, scores } = rank(plan, index.total);
    const isAll = !isWords && (!text.trim() || query.excluded.length || chosen.flat().length);
    const found = (isAll ? those(index.total, () => true) : documents).filter(allowedBy(plan, index.total));
    const state = standing(facets.map((facet, i) => facet?.options(chosen[i], today)), found, index.total);
    const passing = found.filter((document) => state[document] === 1);
    const end = offset + limit;
    let order = leading(passing, plan.texts.length ? passing.length : end, (a, b) => (isDated ? dates && dates[b] - dates[a] : scores[b] - scores[a]) || a - b);
    const checked = new Map();
    let exact = true;
    if (plan.texts.length) {
      await check(index, plan.texts, order, checked, order.length > FEW ? end : Infinity, texts);
      exact = checked.size === order.length;
      order = order.filter((document) => checked.get(document));
    }
    const hits = order.slice(offset, end).map((document) => ({ document, score: scores[document] }));
    // Asked for before anyone shows them. A fault is for whoever waits for it.
    for (const { document } of hits) index.entry(document).catch(() => {});
    return { ...plan, hits, total: passing.length - checked.size + (plan.texts.length ? order.length : 0), exact, found, checked, chosen, today };
  }

  /**
   * What the hits are.
   *
   * @param {Hit[]} hits
   */
  documents(hits) {
    return Promise.all(hits.map(async ({ document }) => {
      const [id, url, title, summary, type, lang, date] = await this.index.entry(document);
      return { id: id || url, url, title, summary, type, typeLabel: this.index.types.get(type) ?? type, lang, date };
    }));
  }

  /**
   * For each hit the words of the page that answer best, and the section in which they stand.
   *
   * @param {Hit[]} hits
   * @param {Answer} answer
   */
  passages(hits, answer) {
    const groupOf = answer.groupOf ??= marker(this.index, answer);
    return Promise.all(hits.map(async ({ document }) => passageOf(await this.index.text(await this.index.entry(document)), groupOf)));
  }

  /**
   * How many documents each value would leave, if it alone were chosen in its facet. Makes the answer's total exact.
   *
   * @param {Answer} answer
   */
  async counts(answer) {
    const { index } = this;
    const { texts, checked, chosen, today } = answer;
    const facets = await Promise.all(chosen.map((_, i) => index.facet(i)));
    if (texts.length) await check(index, texts, answer.found, checked, Infinity, Infinity);
    const found = answer.found.filter((document) => !texts.length || checked.get(document));
    const options = facets.map((facet, i) => facet.options(chosen[i], today));
    const state = standing(options.map((values, i) => (chosen[i].length ? values : null)), found, index.total);
    answer.total = found.filter((document) => state[document] === 1).length;
    answer.exact = true;
    return index.facets.map(({ id, label, kind }, i) => {
      const count = (documents) => documents.filter((document) => state[document] === 1 || state[document] === 2 + i).length;
      return { id, label, kind, values: options[i].map(({ documents, ...option }) => ({ ...option, count: count(documents) })) };
    });
  }

  /**
   * Every number that went into a document's score.
   *
   * @param {Answer} answer
   * @param {number} document
   */
  explain(answer, document) {
    return explanation(answer, document);
  }
}

/**
 * @param {{read: import('./files.js').Read, manifest: any}} source
 * @returns {Engine}
 */
export function openIndex({ read, manifest }) {
  try {
    return new Engine(new Index(read, manifest));
  } catch {
    throw damage();
  }
}
