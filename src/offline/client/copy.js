// The copy of the hub on this device: what is in it, how it is brought, compared and removed. Both the page that offers it and
// the worker that answers from it begin with these lines.

/** Responses by path. */
const KEPT = "almoner-kept";
/** What is known of them, as one file: see `State`. */
const NOTES = "almoner-notes";
const STATE = "/offline/state.json";
const LIST = "/offline.json";
const LOCK = "almoner-offline";
const MISSING = "/offline/missing/";
/** As many as a browser asks of one host over an old connection. */
const AT_ONCE = 6;
/** What a stop or a crash may lose of what is known, though not of what is kept. */
const SAVE_EVERY = 1500;

/**
 * @typedef {[path: string, hash: string, bytes: number, kind: string]} File kind: `p` a page, `u` a page that was withdrawn or
 *   corrected, `n` what pages and search need, `d` a download
 * @typedef {{ format: number, version: string, pages: number, redirects: Record<string, string>, files: File[] }} List
 * @typedef {{ choice: "pages"|"all", version: string|null, checked: number, pages: number, bytes: number,
 *   files: Record<string, string>, redirects: Record<string, string>, waiting: { bytes: number, files: number }|null }} State
 *   `version` is null until everything is here, `checked` the last hour at which the site itself was asked
 */

/** Why it went no further: `network`, `full`, `changed`, `stopped`. */
class Stopped extends Error {
  constructor(why, cause) {
    super(why, { cause });
    this.why = why;
  }
}

const isPage = (path) => path.endsWith("/") || path.endsWith(".html");
const isIndex = (path) => path.startsWith("/search/") && !isPage(path);
// What leads to the other files of the index comes after them, so that no half of a new index is ever asked.
const rank = ([path]) => (path === MISSING ? 0 : path.startsWith("/assets/") ? 1 : /^\/search\/[^/]+\.js/.test(path) ? 4 : isIndex(path) ? 2 : 3);

/** @returns {Promise<State|null>} */
async function readState() {
  const found = await caches.match(STATE, { cacheName: NOTES });
  return found ? found.json() : null;
}

async function writeState(state) {
  const notes = await caches.open(NOTES);
  await notes.put(STATE, new Response(JSON.stringify(state), { headers: { "Content-Type": "application/json" } })).catch(refuse);
}

/** A full store is said to be full; anything else that a store refuses is no fault of the network. */
function refuse(error) {
  throw new Stopped(error.name === "QuotaExceededError" ? "full" : "refused", error);
}

/** @returns {Promise<Response>} */
async function ask(path, cache, signal) {
  try {
    return await fetch(path, { cache, signal, redirect: "manual" });
  } catch (error) {
    throw new Stopped(error.name === "AbortError" ? "stopped" : "network", error);
  }
}

async function bytesOf(response, signal) {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new Stopped(signal?.aborted ? "stopped" : "network", error);
  }
}

/** @returns {Promise<List>} */
async function fetchList(signal) {
  const response = await ask(LIST, "no-cache", signal);
  if (!response.ok) throw new Stopped("network", response.status);
  const list = JSON.parse(new TextDecoder().decode(await bytesOf(response, signal)));
  if (list.format !== 1) throw new Stopped("changed");
  return list;
}

/** @returns {File[]} */
const wanted = (list, choice) => list.files.filter(([, , , kind]) => choice === "all" || kind !== "d");
const weight = (files) => files.reduce((sum, [, , bytes]) => sum + bytes, 0);
/** What of the list is not here yet, or not as the list has it. */
const lacking = (state, list) => wanted(list, state.choice).filter(([path, hash]) => state.files[path] !== hash);

/** Brings one file; gives its hash, or `?` where a host serves other bytes than were built, so that the next version is fetched anew. */
async function bringFile(cache, [path, hash], signal) {
  // A store between here and the host may still have the file of yesterday: then it is asked for past all stores.
  for (const way of ["no-cache", "reload"]) {
    const response = await ask(path, way, signal);
    if (!response.ok) throw response.status >= 500 ? new Stopped("network", response.status) : new Stopped("changed", path);
    const bytes = await bytesOf(response, signal);
    const found = digest(bytes);
    if (found !== hash && way === "no-cache") continue;
    const headers = new Headers(response.headers);
    ["Content-Encoding", "Content-Length"].forEach((name) => headers.delete(name));
    await cache.put(path, new Response(bytes, { headers })).catch(refuse);
    return found === hash ? hash : "?";
  }
}

/**
 * Brings what is lacking, then lets go of what the list no longer has. What is here already is not fetched again, so that this is
 * also how to go on after a stop.
 *
 * @param {State} state
 * @param {List} list
 * @param {{ signal?: AbortSignal, tell?: (done: number, of: number) => void }} how
 */
async function bring(state, list, { signal, tell = () => {} } = {}) {
  const cache = await caches.open(KEPT);
  const left = lacking(state, list).sort((a, b) => rank(a) - rank(b));
  const all = wanted(list, state.choice);
  const whole = weight(all);
  let done = whole - weight(left);
  let saved = Date.now();
  let fault;
  tell(done, whole);
  const carry = async () => {
    for (let file = left.shift(); file && !fault; file = left.shift()) {
      try {
        if (signal?.aborted) throw new Stopped("stopped");
        state.files[file[0]] = await bringFile(cache, file, signal);
        tell((done += file[2]), whole);
        if (Date.now() - saved < SAVE_EVERY) continue;
        saved = Date.now();
        await writeState(state);
      } catch (error) {
        fault ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, carry));
  if (fault) {
    // A full store has no room for this either; then those files come again.
    await writeState(state).catch(() => {});
    throw fault;
  }
  const listed = new Set(all.map(([path]) => path));
  for (const { url } of await cache.keys()) {
    const path = new URL(url).pathname;
    if (!listed.has(path)) await cache.delete(path);
  }
  for (const path of Object.keys(state.files)) if (!listed.has(path)) delete state.files[path];
  Object.assign(state, { version: list.version, redirects: list.redirects, pages: list.pages, bytes: whole, checked: Date.now(), waiting: null });
  await writeState(state);
}

/** The same, with the list of now whenever the site changes in the middle of it. */
async function bringAll(state, list, how = {}) {
  for (let again = 0; ; again += 1) {
    try {
      return await bring(state, list, how);
    } catch (error) {
      if (error.why !== "changed" || again === 2) throw error;
      list = await fetchList(how.signal);
    }
  }
}

/**
 * Asks the site what has changed. A page that was removed goes from this device at once, and so does the old form of one that was
 * withdrawn or corrected: that is no matter of choice. Everything else waits until somebody wants it.
 *
 * @param {State} state
 * @param {AbortSignal} [signal]
 */
async function compare(state, signal) {
  const list = await fetchList(signal);
  const cache = await caches.open(KEPT);
  const listed = new Set(list.files.map(([path]) => path));
  const isSame = list.version === state.version;
  // What a host always serves otherwise than it was built is not news.
  const files = lacking(state, list).filter(([path]) => !isSame || state.files[path] !== "?");
  const gone = Object.keys(state.files).filter((path) => isPage(path) && !listed.has(path));
  const stale = files.filter(([path, , , kind]) => kind === "u" && path in state.files).map(([path]) => path);
  for (const path of [...gone, ...stale]) {
    await cache.delete(path);
    delete state.files[path];
  }
  const isAllHere = isSame && !files.length;
  Object.assign(state, { checked: Date.now(), redirects: list.redirects, waiting: isAllHere ? null : { bytes: weight(files), files: files.length } });
  await writeState(state);
  return { list, isSame, isUrgent: gone.length + stale.length > 0 };
}

/** The index and the lists still have the words of what is gone. So they are renewed now, or the index is let go of. */
async function renew(state, list, how) {
  try {
    await bringAll(state, list, how);
  } catch (error) {
    const cache = await caches.open(KEPT);
    for (const path of Object.keys(state.files).filter(isIndex)) {
      await cache.delete(path);
      delete state.files[path];
    }
    await writeState(state);
    throw error;
  }
}

/** Everything that was ever kept here. */
async function removeAll() {
  for (const name of await caches.keys()) if (name.startsWith("almoner-")) await caches.delete(name);
}
