// A query with everything of the index that it needs: what it asks for, what it leaves out, and what to tell of it.

import { begunBy, meaningOf } from './meaning.js';
import { matchesOf, spanOf } from './synonyms.js';

/**
 * @typedef {import('./index.js').Index} Index
 * @typedef {import('./shard.js').Form} Form
 * @typedef {{from: string, to: string}} Change
 *
 * `required`: forms that a document must have (none has an unknown one); `texts`: phrases that its text must have.
 *
 * @typedef {import('./score.js').Plan & {
 *   required: (Form|undefined)[], texts: string[], excluded: Form[][], words: {word: string, form: string, how: string}[],
 *   corrections: Change[], suggestion?: Change, synonyms: {words: string, texts: string[]}[], missing: string[],
 * }} Plan
 */

const covers = (spans, place) => spans.some(({ from, to }) => from <= place && place < to);

/**
 * Reads the words' shards at once, then those that only they lead to.
 *
 * @param {Index} index
 * @param {import('./query.js').Query} query
 * @param {boolean} unfinished
 * @param {boolean} asTyped
 * @returns {Promise<Plan>}
 */
export async function prepare(index, query, unfinished, asTyped) {
  const words = query.words.map(({ word }) => word);
  const telling = new Set(index.telling(words));
  const open = unfinished && query.open ? words.length - 1 : -1;
  const places = [...words.keys()].filter((place) => place === open || telling.has(words[place]));
  const begun = open < 0 ? null : begunBy(index, words[open]);
  const [shards, excluded] = await Promise.all([
    Promise.all(places.map((place) => index.shard('T', words[place]))),
    Promise.all(query.excluded.map((part) => Promise.all(part.map((word) => index.find(word))))),
    begun,
  ]);
  const matches = matchesOf(words, shards);
  const [read, found] = await Promise.all([
    Promise.all(places.map((place, i) => {
      const how = { begun: place === open ? begun : null, isKnown: covers(matches, place), asTyped };
      return meaningOf(index, query.words[place], shards[i], how);
    })),
    Promise.all(matches.map((match) => spanOf(index, match))),
  ]);
  /** @type {Map<number, import('./meaning.js').Meaning>} */
  const meanings = new Map(places.map((place, i) => [place, read[i]]));
  const spans = found.filter(Boolean);
  const asked = groupsOf(words, meanings);
  const idf = (groups) => groups.reduce((whole, group) => whole + group.idf, 0);
  for (const span of spans) {
    span.asked = asked.filter(({ first }) => span.from <= first && first < span.to);
    span.idf = idf(span.asked) || span.idf;
  }
  const lone = spans.filter((span) => !span.asked.length);
  const phrases = query.phrases.map((phrase) => phrase.map((place) => meanings.get(place)?.to ?? words[place]).join(' '));
  return {
    asked, spans, lone, whole: idf([...asked, ...lone]),
    required: query.phrases.flat().filter((place) => meanings.has(place)).map((place) => meanings.get(place).parts[0]?.own),
    texts: phrases.filter((_, i) => query.phrases[i].length > 1),
    excluded: excluded.filter((part) => part.every(Boolean)),
    ...told(words, meanings, spans, query.excluded),
  };
}

/** The distinct groups, in the order of the query. */
function groupsOf(words, meanings) {
  /** @type {Map<any, import('./score.js').Asked>} */
  const asked = new Map();
  for (const [first, { parts }] of meanings) {
    for (const part of parts) {
      const group = asked.get(part.key) ?? { ...part, word: words[first], first, times: 0 };
      group.times++;
      asked.set(part.key, group);
    }
  }
  return [...asked.values()];
}

/** What a reader should know of how the words were taken. */
function told(words, meanings, spans, excluded) {
  const taken = words.map((word, place) => {
    const { how, to = '', suggestion } = meanings.get(place) ?? { how: 'ignored' };
    return { word, form: to, how: how === 'unknown' && covers(spans, place) ? 'synonym' : how, suggestion };
  });
  const changed = taken.filter(({ word, form }, i) => form && form !== word && words.indexOf(word) === i);
  const rare = taken.find(({ suggestion }) => suggestion);
  return {
    words: [...taken, ...excluded.flat().map((word) => ({ word, form: word, how: 'excluded' }))],
    corrections: changed.map(({ word, form }) => ({ from: word, to: form })),
    suggestion: rare && { from: rare.word, to: rare.suggestion },
    synonyms: spans.map(({ from, to, texts }) => ({ words: words.slice(from, to).join(' '), texts })),
    missing: taken.filter(({ how }) => how === 'unknown').map(({ word }) => word),
  };
}
