// What was typed, as a distributed engine is asked for it: words that tell something, what else they are called, phrases, and what
// must not be there. The engine's own analysers find a word's other forms; the list of synonyms is known here, so that readers are told.

/**
 * @typedef {{word: string, place: number, isOpen: boolean}} Word  `isOpen`: it may go on
 * @typedef {{from: number, to: number, words: string, texts: string[], asked: Word[]}} Span  a stretch that has other names
 * @typedef {{all: string[], words: Word[], spans: Span[], phrases: string[][], excluded: string[][]}} Meant  `all`: as typed, corrected
 */

/**
 * @param {import('../query.js').Query} query
 * @param {any} settings
 * @param {boolean} unfinished
 * @param {Map<string, string>} corrected
 * @returns {Meant}
 */
export function meantBy(query, settings, unfinished, corrected) {
  const all = query.words.map(({ word }) => corrected.get(word) ?? word);
  const functionWords = new Set(settings.functionWords.split(' '));
  const open = unfinished && query.open ? all.length - 1 : -1;
  const telling = [...all.keys()].filter((place) => place === open || !functionWords.has(all[place]));
  const words = new Map();
  for (const place of telling.length ? telling : all.keys()) {
    const word = words.get(all[place]) ?? { word: all[place], place, isOpen: false };
    word.isOpen ||= place === open;
    words.set(word.word, word);
  }
  const spans = spansIn(all, settings.synonyms);
  for (const span of spans) span.asked = [...words.values()].filter(({ place }) => span.from <= place && place < span.to);
  return { all, words: [...words.values()], spans, phrases: query.phrases.map((places) => places.map((place) => all[place])), excluded: query.excluded };
}

/** The longest first from the left, without overlap. A plural that no page has may be asked for all the same. */
function spansIn(all, synonyms) {
  const names = new Map();
  for (const set of synonyms) {
    for (const phrase of set) {
      const texts = set.filter((other) => other !== phrase);
      for (const trigger of [phrase, `${phrase}s`]) names.set(trigger, [...new Set([...(names.get(trigger) ?? []), ...texts])]);
    }
  }
  const spans = [];
  for (let from = 0; from < all.length; from++) {
    for (let to = all.length; to > from; to--) {
      const words = all.slice(from, to).join(' ');
      if (!names.has(words)) continue;
      spans.push({ from, to, words, texts: names.get(words), asked: [] });
      from = to - 1;
      break;
    }
  }
  return spans;
}
