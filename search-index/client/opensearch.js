// The search engine of an endpoint: the methods of the browser's own engine, answered by OpenSearch. Published only where a hub has an
// endpoint; FORMAT.md, "A distributed engine".

import { parse } from './query.js';
import { splitter } from './words.js';
import { bodyOf } from './opensearch/asked.js';
import { postTo } from './opensearch/endpoint.js';
import { documentOf, passageIn, reasonIn, spellingOf, toldBy } from './opensearch/found.js';
import { meantBy } from './opensearch/meant.js';
import { counted } from './opensearch/narrowed.js';

/** An endpoint that failed is left alone for so long, in ms, where there is another index to ask. */
const REST = 60000;

export class Remote {
  /**
   * @param {any} settings as the build publishes them
   * @param {import('./opensearch/endpoint.js').Post} post
   */
  constructor(settings, post) {
    this.settings = settings;
    this.post = post;
    this.split = splitter(settings.specials);
  }

  /**
   * One request; a second one only where a word was corrected. `lean`: without what only a list of results shows, passages and counts.
   *
   * @param {string} text
   * @param {import('./engine.js').Options & {lean?: boolean, explain?: boolean}} [options]
   * @returns {Promise<any>} an answer as the browser's engine gives it
   */
  async search(text, { unfinished = false, asTyped = false, filters = {}, sort = 'relevance', limit = 10, offset = 0, today = '', lean = false, explain = false } = {}) {
    const { settings } = this;
    const ids = settings.facets.map(({ id }) => id);
    const query = parse(text, ids, this.split);
    const chosen = ids.map((id) => [...(filters[id] ?? []), ...(query.filters[id] ?? [])]);
    const isAll = !query.words.length && Boolean(!text.trim() || query.excluded.length || chosen.flat().length);
    const isDated = sort === 'date' || !query.words.length;
    const options = { chosen, isAll, isDated, today, limit, offset, asTyped, lean, explain };
    let meant = meantBy(query, settings, unfinished, new Map());
    let response = await this.post(bodyOf(meant, options, settings));
    const { corrected, suggestion } = meant.words.length && !asTyped ? spellingOf(meant, response) : { corrected: new Map() };
    if (corrected.size) {
      meant = meantBy(query, settings, unfinished, corrected);
      response = await this.post(bodyOf(meant, { ...options, asTyped: true }, settings));
    }
    const { hits: { hits, total }, timed_out: isCut, _shards: shards } = response;
    return {
      ...toldBy(meant, query, corrected, response),
      suggestion, chosen, meant, response, today,
      hits: hits.map((hit, document) => ({ document, score: hit._score ?? 0, hit })),
      total: total.value,
      exact: total.relation === 'eq' && !isCut && !shards?.failed,
    };
  }

  /** What the hits are. */
  async documents(hits) {
    return hits.map(({ hit }) => documentOf(hit, this.settings.types));
  }

  /** For each hit the words of its best section that answer. */
  async passages(hits) {
    return hits.map(({ hit }) => passageIn(hit));
  }

  /** How many documents each value would leave, if it alone were chosen in its facet. */
  async counts({ chosen, response }) {
    return counted(this.settings.facets, chosen, response.aggregations);
  }

  /** Which words a document has, and the engine's own explanation where it was asked for. */
  explain({ response, meant }, document) {
    return reasonIn(response.hits.hits[document], meant);
  }
}

/**
 * What is to be asked is given as a function, which is called a second time with the browser's own engine where the endpoint fails.
 *
 * @param {any} settings
 * @param {((act: (engine: any) => Promise<any>) => Promise<any>)|null} embedded asks the browser's own engine, if its index is published
 * @param {import('./opensearch/endpoint.js').Post} [post]
 * @returns {<T>(act: (engine: any) => Promise<T>) => Promise<T>}
 */
export function openEndpoint(settings, embedded, post = postTo(settings.endpoint)) {
  const remote = new Remote(settings, post);
  let restUntil = 0;
  return async (act) => {
    if (!embedded) return act(remote);
    if (Date.now() >= restUntil) {
      try {
        return await act(remote);
      } catch (fault) {
        if (fault.kind !== 'network') throw fault;
        restUntil = Date.now() + REST;
      }
    }
    return embedded(act);
  };
}
