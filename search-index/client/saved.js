// The list as a file: CSV for tables, RIS for reference managers. The browser makes it; nothing is sent.

/** @typedef {{title: string, url: string, type: string, typeLabel: string, date: string, summary: string}} Line  `url` is the whole address */

/** Programs for tables run what begins so. */
const FORMULA = /^[\s]*[=+\-@\t\r]/;

/**
 * @param {Line[]} lines
 * @returns {string}
 */
export function csvOf(lines) {
  const cell = (text) => `"${(FORMULA.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
  const rows = [
    ['title', 'type', 'date', 'address', 'summary'],
    ...lines.map(({ title, typeLabel, date, url, summary }) => [title, typeLabel, date, url, summary]),
  ];
  // The mark at the start tells them that it is UTF-8.
  return `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

/** What a page is to a reference manager, where it is no plain page of a site. */
const KINDS = { 'research-summary': 'RPRT', 'practice-guide': 'RPRT', 'case-review-summary': 'RPRT', 'evidence-gap': 'RPRT', dataset: 'DATA', 'press-notice': 'PRESS' };

/**
 * @param {Line[]} lines
 * @returns {string}
 */
export function risOf(lines) {
  const field = (tag, text) => (text ? `${tag}  - ${text.replace(/\s+/g, ' ').trim()}\r\n` : '');
  return lines.map(({ title, url, type, date, summary }) => [
    field('TY', KINDS[type] ?? 'ELEC'), field('TI', title), field('UR', url), field('PY', date.slice(0, 4)),
    field('DA', date.replace(/-/g, '/')), field('AB', summary), 'ER  - \r\n',
  ].join('')).join('');
}

function save(name, kind, text) {
  const url = URL.createObjectURL(new Blob([text], { type: kind }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: the browser may still be about to read it.
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/**
 * @param {Element} place has a button for each kind of file
 * @param {() => Line[]} lines
 */
export function startSaving(place, lines) {
  const offer = (ending, kind, write) => {
    place.querySelector(`[value=${ending}]`).addEventListener('click', () => save(`pages.${ending}`, kind, write(lines())));
  };
  offer('csv', 'text/csv', csvOf);
  offer('ris', 'application/x-research-info-systems', risOf);
}
