// The way to the engine: one JSON request, answered in time or not at all.

import { IndexFault } from '../fault.js';

/** Nobody waits longer, in ms, for an answer. */
const PATIENCE = 5000;

/** @typedef {(body: any) => Promise<any>} Post */

/**
 * @param {string} endpoint address of an index, without the last slash
 * @param {number} [patience]
 * @returns {Post}
 */
export function postTo(endpoint, patience = PATIENCE) {
  return async (body) => {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), patience);
    try {
      const response = await fetch(`${endpoint}/_search`, {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal: stop.signal,
        credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store',
      });
      if (!response.ok) throw new Error(`${response.status}`);
      const answer = await response.json();
      if (!Array.isArray(answer?.hits?.hits) || typeof answer.hits.total?.value !== 'number') throw new Error('no answer of a search');
      return answer;
    } catch (fault) {
      throw new IndexFault('network', `${endpoint}: ${stop.signal.aborted ? 'no answer in time' : fault.message}`);
    } finally {
      clearTimeout(late);
    }
  };
}
