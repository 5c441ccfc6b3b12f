// The engine's answer in the shapes that the page knows: how words were taken, documents, passages and reasons.

import { BEGINS, ENDS, mayBeWrong } from './asked.js';

/** How many words are shown, and how many of them stand before the first that was asked for. */
const LENGTH = 30;
const BEFORE = 6;
/** A word in so few pages may be a slip, if a word nearby is in so many times as many. */
const RARE = 2;
const MORE = 20;
/** So much of an explanation is read. */
const ROWS = 60;

/** The engine gives how alike two words are; two edits are forgiven from 8 letters on. */
function isNear(word, { text, score }) {
  const letters = [...word].length;
  const edits = (1 - score) * Math.min(letters, [...text].length);
  return edits < (letters < 8 ? 1.5 : 2.5);
}

/**
 * What to do about words that no page has, or hardly any.
 *
 * @param {import('./meant.js').Meant} meant
 * @param {any} response
 * @returns {{corrected: Map<string, string>, suggestion?: {from: string, to: string}}}
 */
export function spellingOf({ words, spans }, response) {
  const corrected = new Map();
  let suggestion;
  const options = new Map((response.suggest?.spelling ?? []).map(({ text, options: found }) => [text, found]));
  for (const [i, word] of words.entries()) {
    const near = (options.get(word.word) ?? []).filter((option) => isNear(word.word, option));
    const count = countOf(response, i);
    const isNamed = spans.some(({ asked }) => asked.includes(word));
    if (!near.length || !mayBeWrong(word.word)) continue;
    if (!count && !isNamed) corrected.set(word.word, near[0].text);
    else if (count && count <= RARE && near[0].freq >= MORE * count) suggestion ??= { from: word.word, to: near[0].text };
  }
  return { corrected, suggestion };
}

const countOf = (response, i) => response.aggregations.known.words.buckets[`w${i}`].doc_count;

/**
 * What a reader should know of how the words were taken.
 *
 * @param {import('./meant.js').Meant} meant
 * @param {import('../query.js').Query} query
 * @param {Map<string, string>} corrected
 * @param {any} response
 */
export function toldBy(meant, query, corrected, response) {
  const asked = new Map(meant.words.map((word, i) => [word.word, { ...word, count: countOf(response, i) }]));
  const isNamed = (place) => meant.spans.some(({ from, to }) => from <= place && place < to);
  const taken = query.words.map(({ word }, place) => {
    const form = meant.all[place];
    const found = asked.get(form);
    if (corrected.has(word)) return { word, form, how: 'corrected' };
    if (!found) return { word, form: '', how: isNamed(place) ? 'synonym' : 'ignored' };
    if (found.count) return { word, form, how: found.isOpen ? 'begins' : 'form' };
    return { word, form: '', how: isNamed(place) ? 'synonym' : 'unknown' };
  });
  return {
    words: [...taken, ...query.excluded.flat().map((word) => ({ word, form: word, how: 'excluded' }))],
    corrections: [...corrected].map(([from, to]) => ({ from, to })),
    synonyms: meant.spans.map(({ words, texts }) => ({ words, texts })),
    missing: taken.filter(({ how }) => how === 'unknown').map(({ word }) => word),
  };
}

/**
 * @param {any} hit
 * @param {Record<string, string>} types
 */
export function documentOf({ _source: { id, url, title, shown, type, lang, date } }, types) {
  const [name] = [title].flat();
  return { id, url, title: name ?? '', summary: shown ?? '', type, typeLabel: types[type] ?? type, lang: lang ?? '', date: date ?? '' };
}

/**
 * @param {any} hit
 * @returns {{anchor: string, heading: string, words: {text: string, mark: boolean}[]}}
 */
export function passageIn(hit) {
  const best = hit.inner_hits?.sections?.hits.hits[0];
  const { anchor = '', heading = '' } = best?._source?.sections ?? best?._source ?? {};
  let isOpen = false;
  const words = (best?.highlight?.['sections.text']?.[0] ?? '').split(/\s+/).filter(Boolean).map((piece) => {
    const mark = isOpen || piece.includes(BEGINS);
    isOpen = piece.lastIndexOf(BEGINS) > piece.lastIndexOf(ENDS) || (isOpen && !piece.includes(ENDS));
    return { text: piece.replaceAll(BEGINS, '').replaceAll(ENDS, ''), mark };
  }).filter(({ text }) => text);
  const first = Math.max(0, words.findIndex(({ mark }) => mark));
  const from = Math.max(0, Math.min(first - BEFORE, words.length - LENGTH));
  return { anchor, heading, words: words.slice(from, from + LENGTH) };
}

/** The engine's own reasons, the whole before its parts, further in with every step. */
function rowsOf({ value, description, details = [] }, depth = 0) {
  return [{ value, text: `${'· '.repeat(depth)}${description}` }, ...details.flatMap((detail) => rowsOf(detail, depth + 1))];
}

/**
 * Which of the words a document has, and why it stands where it stands, as far as the engine was asked for it.
 *
 * @param {any} hit
 * @param {import('./meant.js').Meant} meant
 */
export function reasonIn(hit, { words, spans }) {
  const has = new Set(hit.matched_queries ?? words.map((_, i) => `w${i}`));
  const isNamed = (word) => spans.some(({ asked }, i) => asked.includes(word) && has.has(`s${i}`));
  const row = (word, contribution) => ({ word, form: '', times: '', idf: '', impact: '', scale: '', hasForm: '', title: '', contribution });
  const own = words.map((word, i) => row(word.word, has.has(`w${i}`) || isNamed(word) ? '✓' : 0));
  const engine = hit._explanation ? rowsOf(hit._explanation).filter(({ value }) => value).slice(0, ROWS) : [];
  const coverage = own.filter(({ contribution }) => contribution).length;
  return {
    words: [...own, ...engine.map(({ value, text }) => row(text, Math.round(value * 1000) / 1000))],
    synonyms: [], contributions: hit._score ?? 0, coverage, title: 0, whole: words.length, total: Math.round((hit._score ?? 0) * 1000) / 1000,
  };
}
