// No page at all: what could be left out, and what that would find.

import { element } from './element.js';

/** So many words are tried one after the other; nobody reads a longer list. */
const TRIED = 6;

/**
 * Other requests that do find pages, each with how many.
 *
 * @param {import('./engine.js').Engine} engine
 * @param {import('./request.js').Request} request
 * @param {any} answer
 * @param {any} options
 * @returns {Promise<{request: import('./request.js').Request, name: string, values: any}[]>}
 */
export async function waysOut(engine, request, answer, options) {
  const { q } = request;
  const plain = { ...request, page: 1 };
  const ways = [];
  if (Object.values(request.filters).some((values) => values.length)) ways.push({ request: { ...plain, filters: {} }, name: 'unfiltered', values: {} });
  const parts = q.replace(/["“”„]/g, ' ').split(/\s+/).filter(Boolean);
  if (/["“”„]/.test(q)) ways.push({ request: { ...plain, q: parts.join(' ') }, name: 'unquoted', values: {} });
  if (parts.length > 1) {
    for (const [i, word] of parts.slice(0, TRIED).entries()) {
      ways.push({ request: { ...plain, q: parts.filter((_, j) => j !== i).join(' ') }, name: 'without', values: { word } });
    }
  }
  const found = await Promise.all(ways.map(async (way) => {
    const { total } = await engine.search(way.request.q, { ...options, filters: way.request.filters, limit: 1, offset: 0 });
    return { ...way, values: { ...way.values, n: total } };
  }));
  return found.filter(({ request: { q: text }, values: { n } }) => n && text);
}

/**
 * @param {Awaited<ReturnType<typeof waysOut>>} ways
 * @param {import('./wording.js').Say} say
 * @param {(request: import('./request.js').Request, text: string) => any} link
 * @returns {any[]}
 */
export function nothingOf(ways, say, link) {
  if (!ways.length) return [];
  return [element('p', {}, say('drop')), element('ul', {}, ...ways.map(({ request, name, values }) => element('li', {}, link(request, say(name, values)))))];
}
