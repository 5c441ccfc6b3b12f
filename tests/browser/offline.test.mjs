// The copy of the hub on a reader's device: nothing of it before somebody asks for it, everything of it without a network, never
// longer than the site has it, and nothing left once it is removed.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { launch, watch } from "./browser.mjs";
import { byType, pages, read, repository, root, samples } from "./hub.mjs";
import { serve } from "./server.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const digest = new Function(`${readFileSync(join(repository, "src/offline/client/digest.js"), "utf8")}; return digest;`)();
const guide = samples.get("practice-guide");
const fileOf = (path) => (path.endsWith("/") ? `${path.slice(1)}index.html` : path.slice(1));

let browser;
let folder;
let server;
let asked;
let context;
let wait = () => {};
const port = () => new URL(server.origin).port;
const start = async (at = 0) => (server = await serve(folder, { port: at, before: (path) => { asked.push(path); return wait(path) } }));
const stop = () => server.close();
const again = () => start(Number(port()));

before(async () => { browser = await launch() });
after(() => browser?.close());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "offline-"));
  cpSync(root, folder, { recursive: true });
  asked = [];
  wait = () => {};
  await start();
  context = await browser.newContext();
  // A whole hub on a busy machine takes its time.
  context.setDefaultTimeout(120_000);
});
afterEach(async () => {
  await context.close();
  await stop();
  rmSync(folder, { recursive: true });
});

const list = () => JSON.parse(readFileSync(join(folder, "offline.json"), "utf8"));

/** Another version of the site: files by path with their new text, or null for those that go. `kinds` marks some of them. */
function publish(changes, kinds = {}) {
  const now = list();
  for (const [path, text] of Object.entries(changes)) {
    const file = join(folder, fileOf(path));
    now.files = now.files.filter(([listed]) => listed !== path);
    if (text === null) {
      unlinkSync(file);
      continue;
    }
    writeFileSync(file, text);
    // The server knows a file by its time.
    utimesSync(file, new Date(), new Date(Date.now() + 5000));
    const bytes = readFileSync(file);
    now.files.push([path, digest(bytes), bytes.length, kinds[path] ?? (path.endsWith("/") ? "p" : "n")]);
  }
  now.version = digest(new TextEncoder().encode(JSON.stringify(now.files)));
  writeFileSync(join(folder, "offline.json"), JSON.stringify(now));
  utimesSync(join(folder, "offline.json"), new Date(), new Date(Date.now() + 5000));
}

const open = async (path) => {
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(server.origin + path);
  return page;
};
const status = (page) => page.locator("[data-offline] [role=status]");
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function keep({ all = false } = {}) {
  const page = await open("/offline/");
  if (all) await page.getByLabel(/for download/).check();
  await press(page, "Keep on this device");
  await page.getByText(/^Kept on this device/).waitFor();
  return page;
}

const kept = (page) => page.evaluate(async () => {
  const cache = await caches.open("almoner-kept");
  return (await cache.keys()).map(({ url }) => new URL(url).pathname).sort();
});
const nothingLeft = (page) => page.evaluate(async () => [(await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]);

test("nobody is offered a worker who did not ask for it", async (t) => {
  const faults = await watch(context, server.origin);
  for (const path of ["/", guide, "/search/?q=supervision"]) await (await open(path)).waitForLoadState("networkidle");
  assert.deepEqual(asked.filter((path) => /sw\.js|offline/.test(path)), []);
  const page = await open("/offline/");
  await page.getByRole("button", { name: "Keep on this device" }).waitFor();
  assert.deepEqual(asked.filter((path) => /^\/(sw\.js|offline\.json)/.test(path)), [], "looking at the offer fetches nothing of it");
  assert.deepEqual(await nothingLeft(page), [0, 0]);
  assert.deepEqual(faults, []);
  t.diagnostic(`${asked.length} requests`);
});

test("the size that is told first is the size that is fetched", async (t) => {
  const page = await open("/offline/");
  const told = /([\d.]+) (kB|MB)/.exec(await page.locator("dl.facts dd").first().innerText());
  const expected = Number(told[1]) * (told[2] === "MB" ? 1e6 : 1e3);
  let sent = 0;
  for (const [path, , , kind] of list().files) {
    if (kind === "d") continue;
    const answer = await fetch(server.origin + path, { headers: { "Accept-Encoding": "gzip" } });
    sent += Number(answer.headers.get("content-length"));
    await answer.arrayBuffer();
  }
  t.diagnostic(`${told[0]} are told, ${sent} bytes are sent`);
  // A host may pack a little closer or less close; the last digit is rounded.
  assert.ok(Math.abs(sent - expected) < 0.05 * expected + 50_000, `${told[0]} for ${sent} bytes`);
});

test("kept, every page, its look, its pictures and the search work without a network, and what is not kept says so", async (t) => {
  const faults = await watch(context, server.origin);
  let page = await open("/offline/");
  await page.locator("button[data-do=keep]").focus();
  await page.keyboard.press("Enter");
  await page.getByText(/^Kept on this device/).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "status", "the keys are where the news is");
  const { files, pages: count } = list();
  assert.match(await status(page).innerText(), new RegExp(`: ${count} pages, .* MB, as the hub was on \\d+ \\w+ \\d{4}\\.`));
  assert.deepEqual(await kept(page), files.filter(([, , , kind]) => kind !== "d").map(([path]) => path).sort());
  const unsure = await page.evaluate(async () => {
    const state = await (await caches.match("/offline/state.json")).json();
    return Object.values(state.files).filter((hash) => hash === "?").length;
  });
  assert.equal(unsure, 0, "every file is the one that was built");
  assert.deepEqual(faults, []);

  await stop();
  await context.setOffline(true);
  const looks = pages.filter((path) => path !== "/404.html" && path !== "/offline/missing/");
  for (const path of looks) {
    page = await open(path);
    const seen = await page.evaluate(() => ({ title: document.querySelector("h1").textContent, font: getComputedStyle(document.body).fontFamily, pictures: [...document.images].filter((i) => !i.loading && !i.naturalWidth).length }));
    assert.ok(read(fileOf(path)).includes(`<h1`) && seen.title, path);
    assert.match(seen.font, /Segoe UI/, `${path} has lost its look`);
    assert.equal(seen.pictures, 0, path);
  }
  page = await open("/search/?q=supervision");
  await page.locator(".hits h2 a").first().waitFor();
  const found = await page.locator(".hits h2 a").count();
  assert.ok(found >= 5, `${found} pages found`);

  await page.goto(`${server.origin}/never/was/`);
  assert.match(await page.locator("h1").innerText(), /not on your device/);
  await page.getByRole("link", { name: "See what is kept on this device" }).click();
  await page.getByText(/There is no connection, so nobody knows/).waitFor();

  const [from, to] = Object.entries(list().redirects)[0];
  await page.goto(server.origin + from);
  assert.equal(new URL(page.url()).pathname, to, "old addresses lead on");
  t.diagnostic(`${looks.length} pages, ${found} found, ${from} leads to ${to}`);
  await context.setOffline(false);
  await again();
});

test("downloads are kept by those who want them", async () => {
  const downloads = list().files.filter(([, , , kind]) => kind === "d").map(([path]) => path);
  assert.ok(downloads.length >= 1);
  const page = await keep({ all: true });
  assert.deepEqual((await kept(page)).filter((path) => downloads.includes(path)), downloads.sort());
  await stop();
  assert.equal(await page.evaluate(async (path) => (await fetch(path)).status, downloads[0]), 200);
  await again();
});

test("with a connection the page as it is now wins; with a slow one the kept page is shown, until the other comes", async () => {
  await keep();
  const html = read(fileOf(guide));
  publish({ [guide]: html.replace("<h1>", "<h1>Mended: ") });
  let page = await open(guide);
  assert.match(await page.locator("h1").innerText(), /^Mended: /);

  // What came with a connection is what is kept from now on.
  await stop();
  page = await open(guide);
  assert.match(await page.locator("h1").innerText(), /^Mended: /);
  await again();

  publish({ [guide]: html.replace("<h1>", "<h1>Mended again: ") });
  wait = (path) => path === guide && new Promise((late) => setTimeout(late, 6000));
  const begun = Date.now();
  page = await open(guide);
  const shown = Date.now() - begun;
  assert.ok(shown > 2500 && shown < 5900, `shown after ${shown} ms`);
  assert.match(await page.locator("h1").innerText(), /^Mended: /);
  await page.getByRole("heading", { name: /^Mended again: / }).waitFor({ timeout: 15_000 });
});

test("a change is offered and not forced; what is fetched is what has changed", async () => {
  let page = await keep();
  const html = read(fileOf(guide));
  publish({ [guide]: html.replace("<h1>", "<h1>Another: ") });
  asked.length = 0;
  page = await open("/offline/");
  await page.getByText(/^The hub has changed since/).waitFor();
  assert.deepEqual(asked.filter((path) => path === guide), [], "nothing is fetched unasked");
  asked.length = 0;
  await press(page, "Fetch what has changed");
  await page.getByText(/^Kept on this device/).waitFor();
  await page.getByRole("button", { name: "Fetch what has changed" }).waitFor({ state: "hidden" });
  assert.deepEqual(asked.filter((path) => !["/sw.js", "/offline.json"].includes(path)), [guide]);
  await stop();
  assert.match(await (await open(guide)).locator("h1").innerText(), /^Another: /);
  await again();
});

test("what was removed or withdrawn goes at the next contact, on any page, and the index with it", async () => {
  let page = await keep();
  const gone = byType.get("research-summary").at(-1);
  const withdrawn = byType.get("explainer").at(-1);
  const home = read("index.html");
  publish({ [gone]: null, [withdrawn]: home.replace("<h1>", "<h1>Withdrawn: "), "/search/manifest.json": `${read("search/manifest.json")} ` }, { [withdrawn]: "u" });
  // A day later, on any page.
  await page.evaluate(async () => {
    const state = await (await caches.match("/offline/state.json")).json();
    state.checked -= 2 * 24 * 60 * 60 * 1000;
    await (await caches.open("almoner-notes")).put("/offline/state.json", new Response(JSON.stringify(state)));
  });
  asked.length = 0;
  page = await open("/");
  const version = list().version;
  await page.waitForFunction(async (version) => (await (await caches.match("/offline/state.json")).json()).version === version, version, { polling: 100 });
  assert.ok(!(await kept(page)).includes(gone));
  assert.ok(asked.includes("/search/manifest.json") && asked.includes(withdrawn));
  await stop();
  page = await open(withdrawn);
  assert.match(await page.locator("h1").innerText(), /^Withdrawn: /);
  await page.goto(server.origin + gone);
  assert.match(await page.locator("h1").innerText(), /not on your device/);
  await again();
  // Without waiting for the day: whoever asks for a page that is gone has it no longer.
  const other = byType.get("research-summary")[0];
  publish({ [other]: null });
  page = await open(other);
  await page.waitForFunction(async (path) => !(await caches.match(path)), other, { polling: 100 });
});

test("a broken connection loses nothing: going on fetches only the rest", async (t) => {
  let page = await open("/offline/");
  let count = 0;
  wait = () => { if ((count += 1) === 80) setTimeout(() => stop(), 0) };
  await press(page, "Keep on this device");
  await page.getByText(/^The connection was lost/).waitFor();
  wait = () => {};
  await again();
  const here = await kept(page);
  assert.ok(here.length > 20 && here.length < list().files.length, `${here.length} files`);
  page = await open("/offline/");
  await page.getByText(/^Part of the hub is on this device/).waitFor();
  asked.length = 0;
  await press(page, "Go on");
  await page.getByText(/^Kept on this device/).waitFor();
  assert.deepEqual(asked.filter((path) => here.includes(path)), [], "what was here is not fetched again");
  t.diagnostic(`${here.length} files before, ${asked.length} requests after`);
});

test("stopped by key, it goes on by key", async () => {
  const page = await open("/offline/");
  wait = () => new Promise((late) => setTimeout(late, 50));
  await page.locator("button[data-do=keep]").focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("progress").value > 0);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.do), "stop");
  await page.keyboard.press("Enter");
  await page.getByText(/^Stopped\./).waitFor();
  wait = () => {};
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.do), "resume");
  await page.keyboard.press("Enter");
  await page.getByText(/^Kept on this device/).waitFor();
});

test("a device without room says so, before it begins and in the middle", async () => {
  let page = await open("/offline/");
  const cdp = await context.newCDPSession(page);
  await cdp.send("Storage.overrideQuotaForOrigin", { origin: server.origin, quotaSize: 200_000 });
  await press(page, "Keep on this device");
  await page.getByText(/^There is not enough room/).waitFor();
  assert.ok(!asked.includes(guide), "it did not begin");
  await page.addInitScript(() => { StorageManager.prototype.estimate = async () => ({}) });
  await page.reload();
  await page.getByRole("button", { name: /^(Keep on this device|Go on)$/ }).click();
  await page.getByText(/^There is not enough room/).waitFor({ timeout: 60_000 });
  assert.ok(asked.some((path) => list().files.some(([listed]) => listed === path)), "it ended in the middle");
});

test("an old copy says how old it is where nobody can be asked", async () => {
  let page = await keep();
  await page.evaluate(async () => {
    const state = await (await caches.match("/offline/state.json")).json();
    state.checked = Date.UTC(2026, 4, 3, 12);
    await (await caches.open("almoner-notes")).put("/offline/state.json", new Response(JSON.stringify(state)));
  });
  await stop();
  page = await open(guide);
  assert.match(await page.locator("main > .box.caution").first().innerText(), /a copy of 3 May 2026, and there is no connection/);
  await again();
});

test("removed, nothing is left", async () => {
  const page = await keep();
  await press(page, "Remove from this device");
  await page.getByText(/^Removed\./).waitFor();
  assert.deepEqual(await nothingLeft(page), [0, 0]);
  asked.length = 0;
  await (await open("/")).waitForLoadState("networkidle");
  assert.ok(!asked.some((path) => /sw\.js|offline/.test(path)));
});

test("a hub that no longer offers copies frees those who have one", async () => {
  let page = await keep();
  writeFileSync(join(folder, "sw.js"), readFileSync(join(repository, "src/offline/client/retired.js")));
  utimesSync(join(folder, "sw.js"), new Date(), new Date(Date.now() + 5000));
  page = await open("/");
  await page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration())?.update() });
  await page.waitForFunction(async () => (await caches.keys()).length === 0 && (await navigator.serviceWorker.getRegistrations()).length === 0, null, { polling: 100 });
});

test("without a script the page says what it would do", async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto(`${server.origin}/offline/`);
  assert.match(await page.locator("main").innerText(), /needs a script, which has not run here/);
  assert.match(await page.locator("main").innerText(), /About [\d.]+ (kB|MB)/);
  assert.equal(await page.locator("main button:visible").count(), 0);
  await plain.close();
});

test("axe-core finds nothing on what the script shows", async () => {
  await context.addInitScript({ path: axe });
  for (const colorScheme of ["light", "dark"]) {
    const page = await open("/offline/");
    await page.emulateMedia({ colorScheme });
    const check = async () => (await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }))).violations.map((v) => v.id);
    await page.getByRole("button", { name: "Keep on this device" }).waitFor();
    assert.deepEqual(await check(), []);
    wait = () => new Promise((late) => setTimeout(late, 100));
    await press(page, "Keep on this device");
    assert.deepEqual(await check(), []);
    wait = () => {};
    await page.getByText(/^Kept on this device/).waitFor();
    assert.deepEqual(await check(), []);
    await press(page, "Remove from this device");
    await page.getByText(/^Removed\./).waitFor();
  }
});
