// An index that stays whole over a new deployment: the files of the old one may be gone in the middle of a visit.

import { openIndex } from './engine.js';
import { IndexFault } from './fault.js';
import { fetchFrom } from './files.js';

/**
 * Opens the index beside a published module. What is to be asked of it is given as a function, which is called a second time with the
 * newest index where a file was missing; its answers and documents must never be mixed with those of the first.
 *
 * @param {string} base address of the folder of the index, with the last slash
 * @param {any} manifest as it was when the module was made
 * @returns {<T>(act: (engine: import('./engine.js').Engine) => Promise<T>) => Promise<T>}
 */
export function openSearch(base, manifest) {
  const read = fetchFrom(base);
  let newest = manifest;
  let engine;
  let renewal;
  async function renew() {
    try {
      const found = await (await fetch(`${base}manifest.json`, { cache: 'no-cache' })).json();
      // The file is gone although the index is the newest: nothing that was read of it is to be read again.
      if (found.generation === newest.generation) return;
      newest = found;
      engine = undefined;
    } catch {
      throw new IndexFault('missing', 'no newer index');
    } finally {
      renewal = undefined;
    }
  }
  return async (act) => {
    try {
      engine ??= openIndex({ read, manifest: newest });
      return await act(engine);
    } catch (fault) {
      if (fault.kind !== 'missing') throw fault;
      await (renewal ??= renew());
      engine ??= openIndex({ read, manifest: newest });
      return act(engine);
    }
  };
}
