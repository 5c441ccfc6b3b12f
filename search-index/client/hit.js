// One page of the list: its title, what it is, and the words of it that answer.

import { addressOf, element } from './element.js';

/** Pages of this type say what nobody knows. They are shown as what they are. */
const GAP = 'evidence-gap';

/** The punctuation around words is not what was asked for. */
const AROUND = /^([“‘"'([]*)(.*?)([”’"')\],.;:!?…]*)$/su;

// To make one takes longer than to use it ten times.
let days;

/**
 * A day in the words of the page's language; nothing of a date that is none.
 *
 * @param {string} date
 * @returns {any}
 */
export function dayOf(date) {
  const day = new Date(date);
  if (!date || Number.isNaN(day.getTime())) return null;
  days ??= new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long', timeZone: 'UTC' });
  return element('time', { datetime: date }, days.format(day));
}

/**
 * Words with those that were asked for marked, neighbours together.
 *
 * @param {{text: string, mark: boolean}[]} words
 * @returns {Node[]}
 */
export function markedOf(words) {
  const runs = [];
  for (const { text, mark } of words) {
    const last = runs[runs.length - 1];
    if (last?.mark === mark) last.text += ` ${text}`;
    else runs.push({ text, mark });
  }
  const parts = runs.flatMap(({ text, mark }, i) => {
    if (!mark) return [i ? ' ' : '', text];
    const [, before, marked, after] = AROUND.exec(text);
    return [`${i ? ' ' : ''}${before}`, element('mark', {}, marked), after];
  });
  return parts.filter(Boolean).map((part) => (typeof part === 'string' ? document.createTextNode(part) : part));
}

/**
 * @param {any} found what the engine says of a document
 * @param {string} base
 * @param {import('./wording.js').Say} say
 * @returns {{item: HTMLElement, link: HTMLAnchorElement, place: (passage: {anchor: string, heading: string, words: {text: string, mark: boolean}[]}) => void}}
 */
export function hitOf({ url, title, summary, type, typeLabel, lang, date }, base, say) {
  const other = lang && lang !== document.documentElement.lang ? lang : null;
  const link = element('a', { href: addressOf(base, url), hreflang: other }, title || url);
  const words = element('p', { class: 'words', lang: other }, summary);
  const section = element('li', { class: 'section' });
  const day = dayOf(date);
  const item = element(
    'li',
    { class: type === GAP && 'gap' },
    type === GAP && element('p', { class: 't' }, say('gap')),
    element('h2', { lang: other }, link),
    element('ul', { class: 'meta plain' }, typeLabel && element('li', {}, typeLabel), day && element('li', {}, day), section),
    words,
  );
  return {
    item,
    link,
    place({ anchor, heading, words: passage }) {
      if (!passage.some(({ mark }) => mark)) return;
      // Begun or cut in the middle of a sentence, and no full sentence that only looks like it.
      const first = passage[0].text;
      const before = /^\p{Ll}/u.test(first) ? '… ' : '';
      const after = /[.!?]["”’)]*$/.test(passage[passage.length - 1].text) ? '' : ' …';
      words.replaceChildren(before, ...markedOf(passage), after);
      if (!anchor) return;
      link.href = addressOf(base, url, anchor);
      if (heading) section.replaceChildren(element('a', { href: link.href, lang: other }, say('section', { heading })));
    },
  };
}
