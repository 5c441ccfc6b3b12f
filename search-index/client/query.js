// What was typed, taken apart: words, "phrases", -without and facet:value.

/**
 * @typedef {{
 *   words: {word: string, phrase: boolean}[],
 *   phrases: number[][],
 *   excluded: string[][],
 *   filters: Record<string, string[]>,
 *   open: boolean,
 * }} Query  `phrases` are places in `words`; `open` where the text ends in a word, which may go on
 */

/**
 * @param {string} text
 * @param {string[]} facets their ids
 * @param {(text: string) => string[]} split
 * @returns {Query}
 */
export function parse(text, facets, split) {
  const query = { words: [], phrases: [], excluded: [], filters: Object.create(null), open: false };
  const isRun = /[\p{Alphabetic}\p{N}]$/u.test(text);
  const id = facets.map((facet) => facet.replace(/[^\w]/g, '\\$&')).join('|') || '(?!)';
  // A quote that is not closed yet is no quote: while somebody types, results do not vanish.
  const part = new RegExp(`(${id}):(?:"([^"]*)"|([^\\s"]*))|(-?)"([^"]*)"|(-?)([^\\s"]+)`, 'gi');
  for (const [, facet, quoted, bare, without, phrase, minus, run] of text.replace(/[“”„]/g, '"').matchAll(part)) {
    const words = split(phrase ?? run ?? '');
    query.open = false;
    if (facet) {
      const value = (quoted ?? bare).trim();
      if (value) (query.filters[facet.toLowerCase()] ??= []).push(value);
    } else if (without || minus) {
      if (words.length) query.excluded.push(words);
    } else {
      const quotes = phrase !== undefined;
      if (quotes && words.length) query.phrases.push(words.map((_, i) => query.words.length + i));
      query.words.push(...words.map((word) => ({ word, phrase: quotes })));
      query.open = isRun && !quotes;
    }
  }
  return query;
}
