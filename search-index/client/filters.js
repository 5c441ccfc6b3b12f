// Narrowing down: a group of boxes to tick for each facet, each with how many pages it would leave, and what was ticked.

import { element } from './element.js';

/**
 * The name of a value. A facet of days counts back from today.
 *
 * @param {string} kind
 * @param {{value: string, name: string}} option
 * @param {import('./wording.js').Say} say
 * @returns {string}
 */
export function nameOf(kind, { value, name }, say) {
  if (kind !== 'days') return name;
  return value === '365' ? say('year') : say('days', { n: Number(value) });
}

/**
 * Groups that are made once and then kept up to date, so that the key stays on the box that was ticked.
 *
 * @param {Element} place
 * @param {import('./wording.js').Say} say
 * @param {(id: string, option: any, isChosen: boolean) => void} choose
 * @returns {(facets: any[]) => void}
 */
export function filtersIn(place, say, choose) {
  let made = '';
  let rows = [];
  let groups = [];

  function rowOf(id, kind, option) {
    const box = element('input', { type: 'checkbox' });
    const count = element('span', { class: 'count' });
    box.addEventListener('change', () => choose(id, option, box.checked));
    return { box, count, row: element('label', { class: 'option' }, box, element('span', {}, nameOf(kind, option, say)), ' ', count) };
  }

  return (facets) => {
    // Another index has other values to choose from.
    const shown = JSON.stringify(facets.map(({ id, values }) => [id, values.map(({ value }) => value)]));
    if (shown !== made) {
      made = shown;
      rows = facets.map(({ id, kind, values }) => values.map((option) => rowOf(id, kind, option)));
      groups = facets.map(({ name }, i) => element('fieldset', {}, element('legend', {}, name), element('div', {}, ...rows[i].map(({ row }) => row))));
      place.replaceChildren(...groups);
    }
    facets.forEach(({ values }, i) => {
      values.forEach(({ count: n, chosen }, j) => {
        const { box, count, row } = rows[i][j];
        box.checked = chosen;
        count.replaceChildren(`${n}`, element('span', { class: 'vh' }, ` ${say('pages', { n })}`));
        row.hidden = !n && !chosen;
      });
      groups[i].hidden = values.every(({ count: n, chosen }) => !n && !chosen);
    });
  };
}

/**
 * What was chosen, each with a button that takes it back.
 *
 * @param {any[]} facets
 * @param {import('./wording.js').Say} say
 * @param {(id: string, option: any, isChosen: boolean) => void} choose
 * @returns {any[]} items of a list
 */
export function chosenOf(facets, say, choose) {
  return facets.flatMap(({ id, name: facet, kind, values }) => values.filter(({ chosen }) => chosen).map((option) => {
    const label = nameOf(kind, option, say);
    const button = element('button', { class: 'chip', type: 'button', 'aria-label': say('remove', { facet, label }) }, label, element('span', { 'aria-hidden': 'true' }, ' ×'));
    button.addEventListener('click', () => choose(id, option, false));
    return element('li', {}, button);
  }));
}
