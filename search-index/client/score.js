// What a document is worth to a query. Whole numbers only, in the order that FORMAT.md gives, so that every reader agrees to the bit.

import { placeOf, those } from './lists.js';

/** Sixteenths: a word as it was typed, a corrected one, what a word begins, another correction, a synonym, a word that is only alike. */
export const WHOLE = 16;
export const CORRECTED = 14;
export const BEGINS = 13;
export const OTHER = 12;
export const SYNONYM = 10;
export const NEAR = 8;

/** Up to so many words, a page is marked down for those that it lacks. */
const SHORT = 4;

/**
 * A group that a query asks for, and how often; `list` is what its first word stands for, weighed.
 *
 * @typedef {import('./shard.js').List} List
 * @typedef {{word: string, first: number, times: number, idf: number, list: List, own?: import('./shard.js').Form, begins?: string}} Asked
 *
 * A part of the query that has synonyms: `asked` are the groups that are first asked for in it, `list` those who have an alternative.
 *
 * @typedef {{from: number, to: number, texts: string[], list: List, idf: number, asked: Asked[]}} Span
 *
 * `lone` are the spans without a group, `whole` is the idf of all.
 *
 * @typedef {{asked: Asked[], spans: Span[], lone: Span[], whole: number}} Plan
 */

/**
 * 256 times the binary logarithm of how rare a word is. Made of operations that are exact on every machine; logarithms are not.
 *
 * @param {number} total how many documents there are
 * @param {number} count in how many of them it is
 * @returns {number}
 */
export function rarity(total, count) {
  let ratio = (total + 1) / (count + 0.5);
  let log = 0;
  for (; ratio >= 2; ratio /= 2) log += 256;
  for (let bit = 128; bit >= 1; bit /= 2) {
    ratio *= ratio;
    if (ratio >= 2) {
      ratio /= 2;
      log += bit;
    }
  }
  return Math.max(1, log);
}

/**
 * What one group gives to a document: to its score, idf to what it covers and to its title, and how much of the title it makes.
 *
 * @param {Asked} asked
 * @param {number} i place in the list, or −1
 * @returns {[amount: number, cover: number, title: number, share: number]}
 */
export function partOf({ times, idf, list }, i) {
  return i < 0 ? [0, 0, 0, 0] : [times * list.scores[i], idf, list.titles[i] ? idf : 0, list.titles[i]];
}

/**
 * What the synonyms of a span add to a document.
 *
 * @param {Span} span
 * @param {number} i place in the list, or −1
 * @returns {[amount: number, cover: number, title: number, share: number]}
 */
export function synonymPart({ asked, idf, list }, i) {
  if (i < 0) return [0, 0, 0, 0];
  const [amount, cover, title] = sum(asked.map((group) => partOf(group, placeOf(group.list, list.documents[i]))));
  return [Math.max(0, list.scores[i] - amount), idf - cover, list.titles[i] ? Math.floor(((idf - title) * SYNONYM) / 16) : 0, 0];
}

/** @returns {[amount: number, cover: number, title: number, share: number]} */
export function sum(parts) {
  return parts.reduce((a, b) => a.map((number, i) => number + b[i]), [0, 0, 0, 0]);
}

/**
 * @param {Plan} plan
 * @param {number} amount the sum of all contributions
 * @param {number} cover idf of what the document has
 * @param {number} title idf of what its title has
 * @param {number} share fifteenths of the title that were asked for
 * @returns {number}
 */
export function finish({ asked, lone, whole }, amount, cover, title, share) {
  const ofTitle = 8 * Math.floor((Math.floor((title * title) / whole) * title) / whole);
  // A title that says this and nothing else is the one that was meant.
  const score = amount + ofTitle + Math.floor((ofTitle * 2 * Math.min(share, 15) ** 2) / 225);
  return asked.length + lone.length > SHORT ? score : Math.floor((score * cover) / whole);
}

/**
 * The documents that have anything of what is asked for, ascending, and the scores of all.
 *
 * @param {Plan} plan
 * @param {number} total how many documents there are
 * @returns {{documents: Int32Array, scores: Float64Array}}
 */
export function rank(plan, total) {
  const [scores, cover, title, share] = [0, 0, 0, 0].map(() => new Float64Array(total));
  for (const { times, idf, list } of plan.asked) {
    list.documents.forEach((document, i) => {
      scores[document] += times * list.scores[i];
      cover[document] += idf;
      title[document] += list.titles[i] ? idf : 0;
      share[document] += list.titles[i];
    });
  }
  for (const span of plan.spans) {
    span.list.documents.forEach((document, i) => {
      const part = synonymPart(span, i);
      scores[document] += part[0];
      cover[document] += part[1];
      title[document] += part[2];
    });
  }
  const documents = those(total, (document) => cover[document]);
  for (const document of documents) scores[document] = finish(plan, scores[document], cover[document], title[document], share[document]);
  return { documents, scores };
}
