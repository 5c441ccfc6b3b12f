// Answers from the copy on this device where the network does not, or not in time. There is no worker before a reader asked for one.

/** How long somebody waits for the page as it is now before the kept one is shown. */
const PATIENCE = 3000;
const DAY = 24 * 60 * 60 * 1000;
/** From this age on a kept page says how old it is. */
const OLD = 30 * DAY;

/** Names that carry the hash of what they hold: the kept file is the file. */
const isFixed = (path) => /^\/(assets|files)\/|^\/search\/(x|[0-9a-f]{10})\//.test(path);
const kept = (path) => caches.match(path, { cacheName: KEPT });

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || [LIST, "/sw.js"].includes(pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(event, pathname));
  else event.respondWith(isFixed(pathname) ? fixed(event, pathname) : part(event, pathname));
});

/** A page as it is now; if that takes too long or cannot be had, as it is kept. */
async function page(event, path) {
  const own = await kept(path);
  let shown = false;
  const fresh = fetch(event.request);
  // Also when it comes too late to be shown: the next reading has it.
  event.waitUntil(fresh.then((response) => learn(event, path, response.clone(), () => shown), () => {}));
  if (!own) return fresh.catch(() => elsewhere(path));
  const answer = navigator.onLine === false ? null : await inTime(fresh);
  if (answer && answer.status < 500) return answer;
  shown = true;
  return dated(own);
}

const inTime = (fresh) => Promise.race([fresh.catch(() => null), new Promise((late) => setTimeout(late, PATIENCE, null))]);

async function fixed(event, path) {
  const own = await kept(path);
  if (own) return own;
  const response = await fetch(event.request);
  // A page that was renewed may have another look.
  if (response.ok && path.startsWith("/assets/") && await readState()) {
    const copy = response.clone();
    event.waitUntil(caches.open(KEPT).then((cache) => cache.put(path, copy)).catch(() => {}));
  }
  return response;
}

async function part(event, path) {
  const own = await kept(path);
  const fresh = fetch(event.request);
  if (!own) return fresh;
  const answer = navigator.onLine === false ? null : await inTime(fresh);
  return answer?.ok ? answer : own;
}

/** Where a page that is not kept may be instead: at another address that is, or nowhere here. */
async function elsewhere(path) {
  const state = await readState();
  const to = state?.redirects[path] ?? state?.redirects[`${path}/`] ?? (await kept(`${path}/`) && `${path}/`);
  if (to) return Response.redirect(new URL(to, location.origin), 302);
  const missing = await kept(MISSING);
  return missing ? new Response(missing.body, { status: 503, headers: missing.headers }) : Response.error();
}

/** A kept page; with a word on its age once that is great. The words stand in the page for what is missing. */
async function dated(own) {
  const state = await readState();
  const missing = await kept(MISSING);
  if (!state || !missing || Date.now() - state.checked < OLD) return own;
  const [, words, lang] = /<template id="_old">([^]*?)<\/template>[^]*?<\/html>/.exec(await missing.text()) ?? [];
  if (!words) return own;
  const date = new Intl.DateTimeFormat(lang ?? "en-GB", { dateStyle: "long" }).format(state.checked);
  const html = (await own.text()).replace(/<main\b[^>]*>/, (main) => `${main}${words.replace("{date}", date)}`);
  return new Response(html, { headers: own.headers });
}

/** What an answer of the network says of the kept page, once a day of the whole copy. */
async function learn(event, path, response, wasShown) {
  const state = await readState();
  if (!state) return;
  const has = path in state.files;
  const isGone = has && ([404, 410].includes(response.status) || response.type === "opaqueredirect");
  if (has && response.ok && !response.redirected) {
    const bytes = new Uint8Array(await response.arrayBuffer());
    const hash = digest(bytes);
    if (hash !== state.files[path]) {
      const { headers } = response;
      await locked(async (state) => {
        await (await caches.open(KEPT)).put(path, new Response(bytes, { headers }));
        state.files[path] = hash;
        await writeState(state);
      });
      // What is read should be what holds now.
      const client = wasShown() && await self.clients.get(event.resultingClientId);
      if (client && new URL(client.url).pathname === path) await client.navigate?.(client.url);
    }
  }
  if (isGone) await locked(async (state) => {
    await (await caches.open(KEPT)).delete(path);
    delete state.files[path];
    await writeState(state);
  });
  if (isGone || Date.now() - state.checked > DAY) await locked(daily);
}

/** Nobody else may change the copy meanwhile; if somebody does already, this can wait. */
const locked = (act) => navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
  const state = lock && await readState();
  if (state) await act(state).catch(() => {});
});

async function daily(state) {
  const { list, isSame, isUrgent } = await compare(state);
  if (isUrgent && !isSame && state.version) await renew(state, list);
}
