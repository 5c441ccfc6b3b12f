// How the words were taken, said above the list: nothing is corrected, left out or added in silence.

import { element } from './element.js';

/**
 * The text with some of its words replaced.
 *
 * @param {string} q
 * @param {{from: string, to: string}[]} changes
 * @returns {string}
 */
export function changed(q, changes) {
  let isChanged = false;
  const text = q.replace(/[\p{L}\p{N}]+/gu, (word) => {
    const change = changes.find(({ from }) => from === word.toLowerCase());
    isChanged ||= Boolean(change);
    return change ? change.to : word;
  });
  // A word that was typed with other marks or signs is not found in the text: then the words alone.
  return isChanged ? text : changes.map(({ to }) => to).join(' ');
}

/**
 * The words of a query that a document has none of.
 *
 * @param {any} explained
 * @returns {string[]} none where the document has all that the query stands for
 */
export function lacking({ words, coverage, whole }) {
  return coverage < whole ? words.filter(({ contribution }) => !contribution).map(({ word, form }) => form || word) : [];
}

/**
 * How many pages were found, of the words that were sought.
 *
 * @param {any} answer
 * @param {string} q
 * @param {import('./wording.js').Say} say
 * @returns {string}
 */
export function countOf({ total, exact, corrections }, q, say) {
  const name = q.trim() ? 'found' : 'listed';
  return say(!total ? 'nothing' : exact ? name : 'upto', { n: total, q: corrections.length ? changed(q, corrections) : q });
}

/**
 * @param {any} answer
 * @param {import('./request.js').Request} request
 * @param {boolean} isPartial no page has all of the words
 * @param {import('./wording.js').Say} say
 * @param {(request: import('./request.js').Request, text: string) => any} link
 * @returns {any[]} paragraphs
 */
export function toldOf({ words, corrections, suggestion, synonyms }, request, isPartial, say, link) {
  const { q } = request;
  const as = (how) => [...new Set(words.filter((word) => word.how === how).map(({ word }) => word))].join(', ');
  const quiet = { class: 'small muted' };
  const told = [];
  const tell = (attributes, ...parts) => told.push(element('p', attributes, ...parts));
  if (corrections.length) {
    tell({}, say('corrected', { to: changed(q, corrections) }), ' ', link({ ...request, asTyped: true, page: 1 }, say('refuse', { q })));
  } else if (request.asTyped) {
    tell({}, say('typed'), ' ', link({ ...request, asTyped: false, page: 1 }, say('correct')));
  }
  if (suggestion) {
    const meant = changed(q, [suggestion]);
    tell({}, say('suggested'), ' ', link({ ...request, q: meant, page: 1 }, meant), '?');
  }
  for (const how of ['unknown', 'near']) if (as(how)) tell({}, say(how, { words: as(how) }));
  if (isPartial) tell({}, say('partly'));
  if (as('ignored')) tell(quiet, say('ignored', { words: as('ignored') }));
  for (const { words: span, texts } of synonyms) tell(quiet, say('synonyms', { words: span, texts: texts.map((text) => `“${text}”`).join(', ') }));
  return told;
}
