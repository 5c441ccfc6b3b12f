// Words that mean the same: rules of the index that match a part of the query.

import { crossing, union, weigh } from './lists.js';
import { SYNONYM, rarity } from './score.js';

/** A trigger of more words is none. */
const LONGEST = 16;

/** @typedef {{from: number, to: number, texts: string[]}} Match the words of a query from one place up to another, and what else they mean */

/**
 * Where rules match, the longest first from the left.
 *
 * @param {string[]} words of the whole query
 * @param {import('./shard.js').Shard[]} shards
 * @returns {Match[]}
 */
export function matchesOf(words, shards) {
  const rules = new Map(shards.flatMap(({ rules }) => rules.split('\n')).map((line) => line.split('\t')).map(([trigger, ...texts]) => [trigger, texts]));
  const matches = [];
  let from = 0;
  while (from < words.length) {
    let to = Math.min(words.length, from + LONGEST);
    const texts = () => rules.get(words.slice(from, to).join(' '));
    while (to > from && !texts()) to--;
    if (to > from) matches.push({ from, to, texts: texts() });
    from = Math.max(to, from + 1);
  }
  return matches;
}

/**
 * Reads the alternatives; one with a word that no page has is left out.
 *
 * @param {import('./index.js').Index} index
 * @param {Match} match
 * @returns {Promise<import('./score.js').Span|undefined>}
 */
export async function spanOf(index, match) {
  const read = await Promise.all(match.texts.map((text) => Promise.all(index.telling(text.split(' ')).map((word) => index.find(word)))));
  const lists = read.filter((forms) => forms.every(Boolean)).map((forms) => forms.map(({ list }) => list));
  if (!lists.length) return;
  const list = union(lists.map((of) => weigh(crossing(of), SYNONYM)), index.total);
  const idf = Math.max(...lists.flat().map(({ documents }) => rarity(index.total, documents.length)));
  if (list.documents.length) return { ...match, list, idf, asked: [] };
}
