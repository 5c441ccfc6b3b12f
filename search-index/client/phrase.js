// "Words in quotes", and words that must not be there.

import { crossing } from './lists.js';

/** How many texts are read at once. */
const BATCH = 10;

/**
 * Whether a document may be found: it has every word of the phrases, and not what is excluded.
 *
 * @param {import('./plan.js').Plan} plan
 * @param {number} total how many documents there are
 * @returns {(document: number) => boolean}
 */
export function allowedBy({ required, excluded }, total) {
  const marks = new Float64Array(total);
  for (const form of required) form?.list.documents.forEach((document, i) => marks[document] += form.has[i]);
  for (const part of excluded) for (const document of crossing(part.map(({ list }) => list)).documents) marks[document] = NaN;
  return (document) => marks[document] === required.length;
}

/**
 * Looks phrases up in the texts of documents, in their order, until enough have them all: each in the title, a heading or a section.
 *
 * @param {import('./index.js').Index} index
 * @param {string[]} phrases words with a space between
 * @param {Iterable<number>} documents
 * @param {Map<number, boolean>} checked what is known, and what is found
 * @param {number} enough
 * @param {number} most texts to read
 * @returns {Promise<void>}
 */
export async function check(index, phrases, documents, checked, enough, most) {
  const all = [...documents];
  let found = 0;
  for (let at = 0; at < all.length && at < most && found < enough; at += BATCH) {
    await Promise.all(all.slice(at, at + BATCH).map(async (document) => {
      if (!checked.has(document)) {
        const entry = await index.entry(document);
        const sections = await index.text(entry);
        const texts = [entry[2], ...sections.flatMap(([, heading, text]) => [heading, text])].map((text) => ` ${index.split(text).join(' ')} `);
        checked.set(document, phrases.every((phrase) => texts.some((text) => text.includes(` ${phrase} `))));
      }
      if (checked.get(document)) found++;
    }));
  }
}
