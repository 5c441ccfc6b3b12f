// What a word is, and in which order words stand. The writer of the index splits pages by the same rules.

const PLAIN = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ς: 'σ' };
const LETTER = '[\\p{Alphabetic}\\p{N}]';

/**
 * Lower case, without marks, so that "Café" and "cafe" are one word.
 *
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  const plain = text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  return plain.replace(/[ßæœøłđðþıς’ʼ‘]/g, (letter) => PLAIN[letter] ?? "'");
}

/**
 * A function that splits texts into words.
 *
 * @param {string[]} specials words with other signs than letters and digits, such as `c++`
 * @returns {(text: string) => string[]}
 */
export function splitter(specials) {
  const special = [...specials].sort((a, b) => b.length - a.length).map((word) => {
    const escaped = word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    return new RegExp(`${LETTER}$`, 'u').test(word) ? `${escaped}(?!${LETTER})` : escaped;
  });
  // No look-behind: a run is taken whole, so nothing begins right after a letter but behind a special, which sees to it itself.
  const word = new RegExp([...special, `${LETTER}+(?:'s(?!${LETTER}))?`].join('|'), 'gu');
  const plain = (found) => (found.endsWith("'s") && !specials.includes(found) ? found.slice(0, -2) : found);
  return (text) => (fold(text).match(word) ?? []).map(plain).filter((found) => found.length <= 40 || [...found].length <= 40);
}

/**
 * How many of the sorted strings stand before `limit`. Strings compare by UTF-16 code unit, as `<` does.
 *
 * @param {string[]} sorted
 * @param {string} limit
 * @returns {number}
 */
export function countBefore(sorted, limit) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The place behind every string that begins with `prefix`, for `countBefore`.
 *
 * @param {string} prefix
 * @returns {string}
 */
export function behind(prefix) {
  return `${prefix}\uffff`;
}
