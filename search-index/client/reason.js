// Why a page stands where it stands, for whoever looks after a hub: the numbers of its score as a table.

import { element } from './element.js';

const COLUMNS = ['form', 'times', 'idf', 'impact', 'scale', 'hasForm', 'title', 'contribution'];

/**
 * @param {any} explained
 * @param {import('./wording.js').Say} say
 * @returns {any}
 */
export function reasonOf({ words, synonyms, title, coverage, whole, total }, say) {
  const cell = (value) => element('td', { class: typeof value === 'number' && 'num' }, typeof value === 'boolean' ? (value ? '✓' : '–') : `${value}`);
  const row = (head, values) => element('tr', {}, element('th', { scope: 'row' }, head), ...values.map(cell));
  const rows = [
    ...words.map((word) => row(word.word, COLUMNS.map((column) => word[column]))),
    ...synonyms.map(({ words: span, texts, contribution }) => row(span, [texts.join(', '), ...COLUMNS.slice(2).map(() => ''), contribution])),
  ];
  const sums = { title, coverage, whole, total };
  return element(
    'details',
    { class: 'reason' },
    element('summary', {}, say('why')),
    element(
      'div',
      { class: 'tscroll', tabindex: '0', role: 'group', 'aria-label': say('why') },
      element('table', {}, element('thead', {}, element('tr', {}, ...['word', ...COLUMNS].map((column) => element('th', { scope: 'col' }, say(column))))), element('tbody', {}, ...rows)),
    ),
    element('p', { class: 'small' }, Object.entries(sums).map(([name, value]) => `${say(name)}: ${value}`).join(' · ')),
  );
}
