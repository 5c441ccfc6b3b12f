// The place in a page that answers best: some thirty words of it, the words that were asked for marked.

import { behind } from './words.js';

/** How many words are shown, and how many of them stand before the first that was asked for. */
const LENGTH = 30;
const BEFORE = 6;

/**
 * A function that tells which of the groups that a query used a piece of text has, or −1.
 *
 * @param {import('./index.js').Index} index
 * @param {import('./plan.js').Plan} plan
 * @returns {(piece: string) => number}
 */
export function marker(index, plan) {
  const groups = new Map();
  [...plan.asked, ...plan.spans].forEach(({ list }, i) => list.forms.forEach((form) => groups.has(form) || groups.set(form, i)));
  const begun = [...groups.keys()].filter((form) => form === behind(form.slice(0, -1)));
  const groupOf = (word) => groups.get(word) ?? groups.get(begun.find((form) => word.startsWith(form.slice(0, -1)))) ?? -1;
  // The same words come again and again, and to fold one costs far more than to look it up.
  const known = new Map();
  return (piece) => {
    if (!known.has(piece)) known.set(piece, Math.max(-1, ...index.split(piece).map(groupOf)));
    return known.get(piece);
  };
}

/**
 * The window with the most groups, then with the most words of any, then the first.
 *
 * @param {import('./index.js').Section[]} sections
 * @param {(piece: string) => number} groupOf
 * @returns {{anchor: string, heading: string, words: {text: string, mark: boolean}[]}}
 */
export function passageOf(sections, groupOf) {
  let most = -1;
  let best = { anchor: '', heading: '', words: [] };
  for (const [anchor, heading, text] of sections) {
    const pieces = text.split(/\s+/).filter(Boolean);
    const groups = pieces.map(groupOf);
    groups.forEach((group, i) => {
      if (group < 0 && i) return;
      const from = Math.max(0, Math.min(i - BEFORE, pieces.length - LENGTH));
      const hits = groups.slice(from, from + LENGTH).filter((hit) => hit >= 0);
      const worth = new Set(hits).size * LENGTH * 2 + hits.length;
      if (worth <= most) return;
      most = worth;
      const words = pieces.slice(from, from + LENGTH).map((text, j) => ({ text, mark: groups[from + j] >= 0 }));
      // With nothing to show, the best place in a page is its beginning.
      best = hits.length ? { anchor, heading, words } : { ...best, words };
    });
  }
  return best;
}
