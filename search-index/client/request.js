// What is asked for, as it stands in the address: a search can be shared, kept and gone back to.

/**
 * @typedef {{q: string, filters: Record<string, string[]>, sort: string, page: number, asTyped: boolean, explain: boolean}} Request
 *   `page`: how many tens are shown
 *
 * @param {string} search the part of an address behind the path
 * @param {string[]} facets their ids
 * @returns {Request}
 */
export function requestOf(search, facets) {
  const asked = new URLSearchParams(search);
  const filters = Object.create(null);
  for (const id of facets) {
    const values = asked.getAll(id).filter(Boolean);
    if (values.length) filters[id] = [...new Set(values)];
  }
  return {
    q: asked.get('q') ?? '',
    filters,
    sort: asked.get('sort') === 'date' ? 'date' : '',
    page: Math.min(Math.max(Math.trunc(Number(asked.get('page'))) || 1, 1), 100),
    asTyped: asked.has('typed'),
    explain: asked.has('explain'),
  };
}

/**
 * @param {Request} request
 * @returns {string}
 */
export function searchOf({ q, filters, sort, page, asTyped, explain }) {
  const asked = new URLSearchParams({ q });
  for (const [id, values] of Object.entries(filters)) for (const value of values) asked.append(id, value);
  if (sort) asked.set('sort', sort);
  if (page > 1) asked.set('page', `${page}`);
  if (asTyped) asked.set('typed', '1');
  if (explain) asked.set('explain', '1');
  return `?${asked}`;
}

/**
 * The same with a value of a facet chosen or not, wherever it was chosen: beside the text, or typed in it as `topic:value`.
 *
 * @param {Request} request
 * @param {string} id
 * @param {{value: string, label: string}} option
 * @param {boolean} isChosen
 * @returns {Request}
 */
export function withChoice(request, id, { value, label }, isChosen) {
  const others = (request.filters[id] ?? []).filter((name) => name !== value && name !== label);
  const filters = Object.assign(Object.create(null), request.filters, { [id]: isChosen ? [...others, value] : others });
  const names = [value, label].map((name) => name.toLowerCase());
  const q = request.q.replace(/(?<!\S)([\w-]+):(?:"([^"]*)"|([^\s"]*))/g, (typed, facet, quoted, bare) => {
    const isIt = facet.toLowerCase() === id && names.includes((quoted ?? bare).toLowerCase());
    return isIt ? '' : typed;
  });
  return { ...request, filters, q: q.trim(), page: 1 };
}
