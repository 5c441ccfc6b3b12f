// What each word of a query stands for: a form, what it begins, the form that was meant, forms like it, or nothing.

import { union, weigh } from './lists.js';
import { BEGINS, CORRECTED, NEAR, OTHER, WHOLE, rarity } from './score.js';
import { likeliest, reversed, within } from './spelling.js';
import { behind, countBefore } from './words.js';

/** Beside the likeliest correction, so many others that are as near. */
const OTHERS = 2;

/** A form in so few documents may be a misspelling of one in so many times as many. */
const RARE = 2;
const MORE = 20;

/**
 * @typedef {import('./index.js').Index} Index
 * @typedef {import('./shard.js').Shard} Shard
 * @typedef {import('./shard.js').List} List
 * @typedef {import('./shard.js').Form} Form
 *
 * Parts with the same key are the same group of a query.
 *
 * @typedef {{key: any, idf: number, list: List, own?: Form}} Part
 * @typedef {{how: string, parts: Part[], to?: string, suggestion?: string}} Meaning  `to`: what is sought instead of the word
 */

/** @returns {List[]} one list, or none */
const together = (index, lists, weight) => (lists.length ? [weigh(union(lists, index.total), weight)] : []);

/** @returns {Part} */
function partOfForm(index, own, weight, others = []) {
  const { list, has, pages } = own;
  const count = list.documents.length;
  const idf = rarity(index.total, count);
  const ofForm = rarity(index.total, pages || count);
  const exact = weigh(list, weight, (score, i) => has[i] * Math.floor((score * ofForm) / (2 * idf)));
  return { key: list, idf, list: union([exact, ...others], index.total), own };
}

/**
 * @param {Index} index
 * @param {string} how
 * @param {string} word
 * @param {List[]} lists one, or none
 * @returns {Meaning}
 */
const alone = (index, how, word, [list]) => ({ how, parts: list ? [{ key: word, idf: rarity(index.total, list.documents.length), list }] : [] });

/**
 * Every word that begins so.
 *
 * @param {Index} index
 * @param {string} prefix
 * @returns {Promise<List[]>} one list, or none
 */
export async function begunBy(index, prefix) {
  if (prefix.length < 3) return [];
  if (index.reach(prefix) > 1) {
    const found = (await index.shard('C', prefix))?.find(prefix);
    return together(index, found ? [found.list] : [], BEGINS);
  }
  const shards = await Promise.all([index.shard('T', prefix), index.shard('T', behind(prefix))]);
  return together(index, [...new Set(shards)].flatMap((shard) => shard.beginning(prefix)), BEGINS);
}

const isSpellable = (word) => word.length > 3 && /^\p{Alphabetic}+$/u.test(word);

/** The form that was probably meant, and others that are as near. */
async function corrected(index, word, shard) {
  if (!isSpellable(word)) return [];
  const most = word.length < 8 ? 1 : 2;
  const backwards = reversed(word);
  const endings = await index.shard('S', backwards);
  const found = likeliest(word, [
    ...within(word, most, shard.forms, (at) => shard.form(at).pages),
    ...within(backwards, most, endings?.forms ?? [], (at) => endings.pages[at]).map((candidate) => ({ ...candidate, form: reversed(candidate.form) })),
  ]);
  const nearest = found.slice(0, 1 + OTHERS).filter(({ distance }) => distance === found[0].distance);
  return Promise.all(nearest.map(({ form }) => index.find(form)));
}

/** Two forms that were written as one. */
async function divided(index, word, shard) {
  const pairs = [];
  for (let cut = word.length - 3; cut >= 3; cut--) {
    const first = shard.find(word.slice(0, cut));
    if (first?.pages) pairs.push(index.find(word.slice(cut)).then((second) => second?.pages && [first, second]));
  }
  return (await Promise.all(pairs)).find(Boolean);
}

/** The lists of the forms that have most of their beginning in common with a word. */
function alike(word, shard) {
  const at = countBefore(shard.forms, word);
  let most = word.length;
  const begins = (form = '') => form.startsWith(word.slice(0, most));
  while (most > 4 && most >= word.length - 4 && !begins(shard.forms[at - 1]) && !begins(shard.forms[at])) most--;
  return most > 4 && most >= word.length - 4 ? shard.beginning(word.slice(0, most)) : [];
}

/** A form at one edit that is far more frequent than one that hardly any page has. */
function likelier({ form, pages, list }, shard) {
  if (!pages || pages > RARE || !isSpellable(form)) return;
  const found = likeliest(form, within(form, 1, shard.forms, (at) => shard.form(at).pages).filter((candidate) => candidate.pages >= MORE * pages && shard.find(candidate.form).list !== list));
  return found[0] && shard.find(found[0].form);
}

/**
 * @param {Index} index
 * @param {{word: string, phrase: boolean}} asked a word of a phrase stands for itself, or for what it was to be
 * @param {Shard} shard its own
 * @param {{begun: Promise<List[]>|null, isKnown: boolean, asTyped: boolean}} how `begun` where the word may go on, `isKnown` to a rule for synonyms
 * @returns {Promise<Meaning>}
 */
export async function meaningOf(index, { word, phrase }, shard, { begun, isKnown, asTyped }) {
  const own = shard.find(word);
  const begins = await (begun ?? (own || phrase ? [] : begunBy(index, word)));
  if (own) {
    const other = asTyped ? undefined : likelier(own, shard);
    const others = other ? [weigh(other.list, NEAR)] : [];
    return { how: 'form', parts: [partOfForm(index, own, WHOLE, [...begins, ...others])], to: word, suggestion: other?.form };
  }
  if (!asTyped && !isKnown && !(begun && begins.length)) {
    const [first, ...others] = await corrected(index, word, shard);
    if (first) {
      const lists = others.filter(Boolean).map(({ list }) => weigh(list, OTHER));
      return { how: 'corrected', parts: [partOfForm(index, first, CORRECTED, [...lists, ...begins])], to: first.form };
    }
    const pair = phrase ? undefined : await divided(index, word, shard);
    if (pair) {
      const parts = pair.map((form, i) => partOfForm(index, form, CORRECTED, i ? [] : begins));
      return { how: 'split', parts, to: pair.map(({ form }) => form).join(' ') };
    }
  }
  if (begins.length) return alone(index, 'begins', word, begins);
  const near = phrase || isKnown ? [] : together(index, alike(word, shard), NEAR);
  return alone(index, near.length ? 'near' : 'unknown', word, near);
}
