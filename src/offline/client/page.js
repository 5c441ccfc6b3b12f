// The page that offers the copy: says what is here, brings it, brings it up to date, removes it. Nothing happens unasked but a look
// for changes where a copy is kept already.

const box = document.querySelector("[data-offline]");
const words = JSON.parse(box.querySelector("script").textContent);
const { lang } = document.documentElement;
const status = box.querySelector("[role=status]");
const bar = box.querySelector("progress");
const amount = box.querySelector("[data-amount]");
const choice = () => (box.querySelector("[name=choice]:checked")?.value === "all" ? "all" : "pages");
const button = (name) => box.querySelector(`[data-do=${name}]`);

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const say = (text, values = {}) => { status.textContent = filled(text, values) };
const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
const day = (time) => new Intl.DateTimeFormat(lang, { dateStyle: "long" }).format(time);
const number = (count) => new Intl.NumberFormat(lang).format(count);

/** Shows one part, and moves the keys to what it says, unless nobody pressed anything. */
function show(name, focus = true) {
  box.querySelectorAll("[data-part]").forEach((part) => { part.hidden = !part.dataset.part.split(" ").includes(name) });
  if (focus) status.focus();
}

/** The only address that may become a worker. Named in the content security policy, which knows no other policy. */
const policy = globalThis.trustedTypes?.createPolicy("almoner", { createScriptURL: () => "/sw.js" });
const register = () => navigator.serviceWorker.register(policy?.createScriptURL("") ?? "/sw.js", { scope: "/", updateViaCache: "none" });

let stop;

/** @param {(state: State) => Promise<void>} act does its work while nobody else changes the copy */
async function work(act, { starts = false } = {}) {
  stop = new AbortController();
  let part = "part";
  say(words.starting);
  tell(0, 0);
  show("busy", false);
  button("stop").focus();
  try {
    await register();
    await navigator.storage?.persist?.().catch(() => {});
    await navigator.locks.request(LOCK, { signal: stop.signal }, async () => {
      const before = await readState();
      if (!before && !starts) throw new Stopped("stopped");
      const state = before ?? { choice: choice(), version: null, checked: Date.now(), pages: 0, bytes: 0, files: {}, redirects: {}, waiting: null };
      await act(state);
      part = "kept";
      tellKept(state);
    });
  } catch (error) {
    const now = await readState().catch(() => null);
    part = !now ? "offer" : now.version ? "kept" : "part";
    if (now?.version) tellKept(now);
    say(words[error.why ?? (error.name === "AbortError" ? "stopped" : "refused")] ?? words.refused);
  }
  show(part);
}

const fetchAll = async (state) => {
  const list = await fetchList(stop.signal);
  // Said before it is begun, not after half of it.
  const { quota, usage } = await navigator.storage?.estimate?.() ?? {};
  if (quota && quota - usage < weight(lacking(state, list))) throw new Stopped("full");
  await writeState(state);
  await bringAll(state, list, { signal: stop.signal, tell });
};

let quarter;
function tell(done, whole) {
  bar.max = whole || 1;
  bar.value = done;
  amount.textContent = whole ? filled(words.amount, { done: size(done), whole: size(whole) }) : "";
  // A screen reader hears it four times, not four hundred.
  const now = whole ? Math.floor((4 * done) / whole) : 0;
  if (now !== quarter && whole && now < 4) say(words.progress, { percent: `${now * 25}%` });
  quarter = now;
}

function tellKept(state) {
  const { pages, bytes, checked, waiting } = state;
  say(words.kept, { pages: number(pages), size: size(bytes), date: day(checked) });
  button("update").hidden = !waiting;
  const news = box.querySelector("[data-news]");
  news.textContent = waiting ? filled(words.news, { size: size(waiting.bytes) }) : "";
}

/** Looks for changes, and takes at once what may not stay. */
async function look() {
  const before = await readState();
  tellKept(before);
  show("kept", false);
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    const state = await readState();
    try {
      const { list, isSame, isUrgent } = await compare(state);
      if (isUrgent && !isSame) await renew(state, list);
      tellKept(state);
    } catch (error) {
      tellKept(state);
      if (error.why === "network") say(words.unseen, { pages: number(state.pages), size: size(state.bytes), date: day(state.checked) });
    }
  });
}

async function remove() {
  stop?.abort();
  await navigator.locks.request(LOCK, async () => {
    await removeAll();
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  });
  say(words.removed);
  show("offer");
}

async function start() {
  box.querySelectorAll("button[data-do]").forEach((b) => b.addEventListener("click", () => ({
    keep: () => work(fetchAll, { starts: true }),
    resume: () => work(fetchAll),
    update: () => work(fetchAll),
    stop: () => stop.abort(),
    remove,
  })[b.dataset.do]()));
  document.querySelector("[data-plain]").hidden = true;
  try {
    if (!navigator.serviceWorker || !navigator.locks) throw new Error("too old");
    const state = await readState();
    if (!state) return show("offer", false);
    await register();
    if (state.version) return look();
    say(words.part);
    show("part", false);
  } catch {
    say(words.cannot);
    show("none", false);
  }
}

start();
