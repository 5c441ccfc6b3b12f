// How far one word is from another, and which word is meant.

/**
 * Optimal string alignment: how many letters are wrong, missing, too many, or in turned order.
 *
 * @param {string} a
 * @param {string} b
 * @param {number} most
 * @returns {number} more than `most` if it is more than that, whatever it is
 */
export function edits(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (isSame ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return most + 1;
    before = row;
    row = next;
  }
  return row[b.length];
}

/** @typedef {{form: string, distance: number, pages: number}} Candidate */

/**
 * The forms within reach of a word, itself left out.
 *
 * @param {string} word
 * @param {number} most
 * @param {string[]} forms
 * @param {(form: number) => number} pages in how many documents a form is; in none, it cannot be meant
 * @returns {Candidate[]}
 */
export function within(word, most, forms, pages) {
  const found = [];
  forms.forEach((form, i) => {
    const distance = edits(word, form, most);
    if (distance && distance <= most && pages(i)) found.push({ form, distance, pages: pages(i) });
  });
  return found;
}

/**
 * The nearest first; of these the most frequent, where the first letter is seldom wrong; of these the lesser word.
 *
 * @param {string} word
 * @param {Candidate[]} candidates
 * @returns {Candidate[]}
 */
export function likeliest(word, candidates) {
  const often = ({ form, pages }) => pages * (form[0] === word[0] ? 4 : 1);
  return candidates
    .sort((a, b) => a.distance - b.distance || often(b) - often(a) || (a.form < b.form ? -1 : 1))
    .filter(({ form }, i, sorted) => form !== sorted[i - 1]?.form);
}

/**
 * @param {string} word
 * @returns {string}
 */
export function reversed(word) {
  return [...word].reverse().join('');
}
