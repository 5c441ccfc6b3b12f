// The page of search: what is asked stands in the address, what is found below the box.

import { addressOf, element } from './element.js';
import { chosenOf, filtersIn } from './filters.js';
import { openSearch } from './freshness.js';
import { hitOf } from './hit.js';
import { nothingOf, waysOut } from './nothing.js';
import { reasonOf } from './reason.js';
import { requestOf, searchOf, withChoice } from './request.js';
import { startSaving } from './saved.js';
import { countOf, lacking, toldOf } from './told.js';
import { namesOf, wordingOf } from './wording.js';

/** So many pages at a time. */
const TEN = 10;

/** Typing pauses so long, in ms, before an answer is worth its bytes. */
const PAUSE = 150;

/** Only after so long, in ms, does a reader want to be told that something is happening. */
const PATIENCE = 400;

/**
 * @param {HTMLFormElement} form
 * @param {any} manifest
 * @param {typeof openSearch} [open] another way to an engine
 */
export function startPage(form, manifest, open = openSearch) {
  const base = new URL('.', new URL(form.dataset.find, location.href)).href;
  const main = form.closest('main');
  const part = (selector) => main.querySelector(selector);
  const [status, told, chosen, tools, columns, details, list, more, browse] = [
    '.status', '.told', '.chosen', '.tools', '.columns', '.filters', '.hits', '.more', 'section',
  ].map(part);
  const box = form.querySelector('input');
  const sort = part('select');
  const say = wordingOf(main);
  const name = namesOf(main);
  const ask = open(base, manifest);
  const facets = manifest.facets.map(({ id }) => id);
  const read = () => requestOf(location.search, facets);
  const showFilters = filtersIn(part('.filters div'), say, choose);
  let request = read();
  // While somebody types, the address follows in one entry of the history.
  let isDraft = false;
  let turn = 0;
  let listed = 0;
  let lines = [];
  let recount = async () => {};

  const named = (facet) => ({
    ...facet,
    name: name(facet.id, facet.label),
    values: facet.values.map((option) => ({ ...option, name: name(`${facet.id}:${option.value}`, option.label) })),
  });

  const isBlank = ({ q, filters }) => !q.trim() && !Object.values(filters).some((values) => values.length);

  function choose(id, option, isChosen) {
    go(withChoice(request, id, option, isChosen));
    // A chip is gone with its filter; a box to tick keeps the key.
    if (!isChosen && chosen.contains(document.activeElement)) status.focus();
  }

  function link(wanted, text) {
    const made = element('a', { href: searchOf(wanted) }, text);
    made.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(wanted);
      status.focus();
    });
    return made;
  }

  function go(wanted, { unfinished = false, from = 0 } = {}) {
    const address = location.pathname + (isBlank(wanted) ? '' : searchOf(wanted));
    if (address !== location.pathname + location.search) history[isDraft || from ? 'replaceState' : 'pushState'](null, '', address);
    isDraft = unfinished;
    request = wanted;
    if (!unfinished) box.value = wanted.q;
    show({ unfinished, from });
  }

  // What stands there before an answer goes only when something takes its place, so that nothing jumps.
  function settle() {
    delete main.dataset.busy;
  }

  function clear() {
    settle();
    lines = [];
    list.replaceChildren();
    told.replaceChildren();
    chosen.hidden = tools.hidden = columns.hidden = true;
    browse.hidden = false;
  }

  async function show({ unfinished = false, from = 0 } = {}) {
    turn += 1;
    const mine = turn;
    sort.value = request.sort;
    if (isBlank(request)) {
      status.textContent = '';
      clear();
      return;
    }
    const slow = setTimeout(() => { status.textContent = say('searching') }, PATIENCE);
    try {
      await ask((engine) => answerWith(engine, request, { unfinished, from, isOver: () => mine !== turn, isShown: () => clearTimeout(slow) }));
    } catch (fault) {
      if (mine !== turn) return;
      // What is listed is right, even where something that belongs to it could not be read.
      if (listed === mine) {
        told.append(element('p', {}, say('parts')));
      } else {
        clear();
        status.textContent = say(fault.kind ?? 'damaged');
      }
    } finally {
      clearTimeout(slow);
    }
  }

  async function answerWith(engine, asked, { unfinished, from, isOver, isShown }) {
    const { q, filters, asTyped } = asked;
    const options = { unfinished, asTyped, filters, sort: asked.sort, explain: asked.explain, limit: TEN * asked.page, today: new Date().toISOString().slice(0, 10) };
    const answer = await engine.search(q, options);
    const documents = (await engine.documents(answer.hits)).map((found) => ({ ...found, typeLabel: name(`type:${found.type}`, found.typeLabel) }));
    const isFiltered = answer.chosen.some(({ length }) => length);
    const ways = answer.total ? [] : await waysOut(engine, asked, answer, options);
    if (isOver()) return;
    isShown();
    settle();
    const explained = answer.hits.map(({ document }) => engine.explain(answer, document));
    const isPartial = explained.length > 0 && explained.every((why) => lacking(why).length);
    const hits = documents.map((found) => hitOf(found, base, say));
    hits.forEach(({ item }, i) => {
      const words = lacking(explained[i]).join(', ');
      if (words) item.append(element('p', { class: 'small muted' }, say('lacks', { words })));
      if (asked.explain) item.append(reasonOf(explained[i], say));
    });
    const tell = () => { status.textContent = countOf(answer, q, say) };
    tell();
    told.replaceChildren(...toldOf(answer, asked, isPartial, say, link), ...nothingOf(ways, say, link));
    if (from) list.append(...hits.slice(from).map(({ item }) => item));
    else list.replaceChildren(...hits.map(({ item }) => item));
    if (from) hits[from]?.link.focus();
    lines = documents.map((found) => ({ ...found, url: addressOf(base, found.url) }));
    more.hidden = answer.total <= hits.length;
    tools.hidden = !hits.length;
    columns.hidden = !hits.length && !isFiltered;
    browse.hidden = hits.length > 0;
    listed = turn;
    if (!answer.total && !unfinished) document.dispatchEvent(new CustomEvent('search:zero', { detail: { query: q, filters } }));

    recount = async () => {
      const counted = await engine.counts(answer);
      if (isOver()) return;
      tell();
      const facets = counted.map(named);
      showFilters(facets);
      chosen.replaceChildren(...chosenOf(facets, say, choose));
      chosen.hidden = !chosen.children.length;
    };
    if (!isFiltered) chosen.hidden = true;
    await Promise.all([
      (isFiltered || details.open) && recount(),
      ...answer.hits.slice(from).map(async (hit, i) => {
        const [passage] = await engine.passages([hit], answer);
        hits[from + i].place(passage);
      }),
    ]);
  }

  let pause;
  const later = () => {
    clearTimeout(pause);
    pause = setTimeout(() => go({ ...request, q: box.value, asTyped: false, page: 1 }, { unfinished: true }), PAUSE);
  };
  box.addEventListener('input', later);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(pause);
    go({ ...request, q: box.value, asTyped: false, page: 1 });
  });
  sort.addEventListener('change', () => go({ ...request, sort: sort.value, page: 1 }));
  more.addEventListener('click', () => go({ ...request, page: request.page + 1 }, { from: request.page * TEN }));
  details.addEventListener('toggle', () => details.open && recount().catch(() => show()));
  addEventListener('popstate', () => {
    clearTimeout(pause);
    isDraft = false;
    request = read();
    box.value = request.q;
    show();
  });

  startSaving(main, () => lines);
  details.open = Object.keys(request.filters).length > 0 && matchMedia('(min-width: 64rem)').matches;
  // Typed before this script was there.
  if (box.value && box.value !== request.q) later();
  else box.value = request.q;
  show();
}
