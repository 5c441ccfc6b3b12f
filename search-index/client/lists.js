// Lists of documents: weighed, joined, crossed, looked into.

/** @typedef {import('./shard.js').List} List */

/**
 * @param {List} list
 * @param {number} weight sixteenths
 * @param {(score: number, i: number) => number} [bonus]
 * @returns {List}
 */
export function weigh(list, weight, bonus = () => 0) {
  return { ...list, scores: list.scores.map((score, i) => Math.floor(((score + bonus(score, i)) * weight) / 16)) };
}

/**
 * Every document of any list, with its greatest score.
 *
 * @param {List[]} lists
 * @param {number} total how many documents there are
 * @returns {List}
 */
export function union(lists, total) {
  if (lists.length === 1) return lists[0];
  const best = new Float64Array(total).fill(-1);
  const title = new Uint8Array(total);
  for (const { documents, scores, titles } of lists) {
    documents.forEach((document, i) => {
      best[document] = Math.max(best[document], scores[i]);
      title[document] = Math.max(title[document], titles[i]);
    });
  }
  const documents = those(total, (document) => best[document] >= 0);
  return {
    documents,
    scores: Float64Array.from(documents, (document) => best[document]),
    titles: Uint8Array.from(documents, (document) => title[document]),
    forms: lists.flatMap(({ forms }) => forms),
  };
}

/**
 * The documents of all lists, with their greatest score; the title counts where it has them all.
 *
 * @param {List[]} lists
 * @returns {List}
 */
export function crossing(lists) {
  return lists.reduce((a, b) => {
    const other = (i) => placeOf(b, a.documents[i]);
    const places = those(a.documents.length, (i) => other(i) >= 0);
    return {
      documents: places.map((i) => a.documents[i]),
      scores: Float64Array.from(places, (i) => Math.max(a.scores[i], b.scores[other(i)])),
      titles: Uint8Array.from(places, (i) => Math.min(a.titles[i], b.titles[other(i)])),
      forms: [...a.forms, ...b.forms],
    };
  });
}

/**
 * @param {{documents: ArrayLike<number>}} list
 * @param {number} document
 * @returns {number} its place, or −1
 */
export function placeOf({ documents }, document) {
  let low = 0;
  let high = documents.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (documents[middle] < document) low = middle + 1;
    else high = middle;
  }
  return documents[low] === document ? low : -1;
}

/**
 * The numbers below `total` that pass.
 *
 * @param {number} total
 * @param {(number: number) => unknown} passes
 * @returns {Int32Array}
 */
export function those(total, passes) {
  const numbers = new Int32Array(total);
  let count = 0;
  for (let number = 0; number < total; number++) if (passes(number)) numbers[count++] = number;
  return numbers.slice(0, count);
}
