// The box of every page: while somebody types, links to the pages that are probably meant. They are plain links in plain reach of Tab
// and of the arrows, said politely; no widget stands between them and the reader.

import { addressOf, element } from './element.js';
import { openSearch } from './freshness.js';
import { changed } from './told.js';
import { namesOf, wordingOf } from './wording.js';

/** So many links: what a phone shows above its keyboard. */
const LINKS = 6;

/** Typing pauses so long, in ms, before an answer is worth its bytes. */
const REST = 150;

/**
 * @param {HTMLFormElement} form
 * @param {any} manifest
 * @param {typeof openSearch} [open] another way to an engine
 */
export function startBox(form, manifest, open = openSearch) {
  const base = new URL('.', new URL(form.dataset.find, location.href)).href;
  const say = wordingOf(form);
  const nameOf = namesOf(form);
  const ask = open(base, manifest);
  const box = form.querySelector('input');
  const hint = element('span', { id: '_q-hint', hidden: true }, say('hint'));
  const status = element('p', { class: 'vh', role: 'status' });
  const panel = element('div', { class: 'panel', hidden: true });
  const look = element('link', { rel: 'stylesheet', href: form.dataset.look });
  const dressed = new Promise((done) => ['load', 'error'].forEach((end) => look.addEventListener(end, done)));
  document.head.append(look);
  form.append(hint, status, panel);
  box.setAttribute('aria-describedby', hint.id);
  let turn = 0;
  let asked = '';

  const links = () => [...panel.querySelectorAll('a')];
  const close = () => {
    panel.hidden = true;
    status.textContent = '';
  };

  function show(parts, text) {
    panel.replaceChildren(...parts);
    panel.hidden = !form.contains(document.activeElement);
    status.textContent = text;
  }

  async function answerWith(engine, q, isOver) {
    const answer = await engine.search(q, { unfinished: true, limit: LINKS, lean: true });
    const [documents] = await Promise.all([engine.documents(answer.hits), dressed]);
    if (isOver()) return;
    const { total, exact, corrections } = answer;
    const note = corrections.length > 0 && say('corrected', { to: changed(q, corrections) });
    const found = total ? say(exact ? 'found' : 'upto', { n: total }) : say('nothing');
    const here = document.documentElement.lang;
    const items = documents.map(({ url, title, type, typeLabel, lang }) => {
      const other = lang && lang !== here ? lang : null;
      const link = element('a', { href: addressOf(base, url), lang: other, hreflang: other }, title || url, ' ', element('span', { class: 'small muted' }, nameOf(`type:${type}`, typeLabel)));
      return element('li', {}, link);
    });
    const all = total > documents.length && element('p', {}, element('a', { href: `${form.action}?${new URLSearchParams({ q })}` }, say('all', { n: total, q })));
    const parts = [note && element('p', { class: 'small' }, note), element('ul', { class: 'plain' }, ...items), all, !total && element('p', {}, found)];
    show(parts.filter(Boolean), [note, found].filter(Boolean).join(' '));
  }

  async function answer() {
    const q = box.value.trim();
    if (q === asked) return;
    asked = q;
    turn += 1;
    const mine = turn;
    if (q.length < 2) {
      panel.replaceChildren();
      close();
      return;
    }
    try {
      await ask((engine) => answerWith(engine, q, () => mine !== turn));
    } catch (fault) {
      if (mine !== turn) return;
      asked = '';
      const text = say(fault.kind === 'damaged' || !fault.kind ? 'damaged' : 'missing');
      show([element('p', {}, text)], text);
    }
  }

  let pause;
  box.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(answer, REST);
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !panel.hidden) {
      event.preventDefault();
      // The key first: where it comes, the panel opens.
      box.focus();
      close();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || panel.hidden || ![box, ...links()].includes(event.target)) return;
    event.preventDefault();
    const stops = [box, ...links()];
    stops[(stops.indexOf(event.target) + step + stops.length) % stops.length].focus();
  });
  // A press on a link must not first take the key out of the form, which would close what was pressed.
  panel.addEventListener('mousedown', (event) => event.preventDefault());
  /** @param {any} event */
  const leave = ({ relatedTarget }) => form.contains(relatedTarget) || close();
  form.addEventListener('focusout', leave);
  box.addEventListener('focus', () => {
    panel.hidden = !panel.children.length;
  });
  answer();
}
