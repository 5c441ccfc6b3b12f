// What a reader takes away: what a button copies has all its parts, and is what the file beside the page says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage, watch } from "./browser.mjs";
import { files, pages, read } from "./hub.mjs";

const on = stage();
const html = (path) => read(`${path.slice(1)}index.html`);
const KIT = "/media/vacancies-and-staffing/";
const FIGURE = "/figures/vac-child/";

const open = async (path, { granted = true, ...options } = {}) => {
  const context = await on.browser.newContext(options);
  if (granted) await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: on.origin });
  const faults = await watch(context, on.origin);
  const page = await context.newPage();
  await page.goto(on.origin + path);
  return { page, faults };
};

/** What is on the clipboard after a button was pressed by key, and what the page says of it. */
const copied = async (page, button) => {
  const row = button.locator("xpath=..");
  await button.focus();
  await page.keyboard.press("Enter");
  await row.locator("[role=status]").filter({ hasText: /./ }).waitFor();
  return { words: await page.evaluate(() => navigator.clipboard.readText()), said: await row.locator("[role=status]").innerText() };
};

/** What a file says to those who follow the link beside a button. */
const fileBeside = async (page, button) => {
  const link = button.locator("xpath=following-sibling::a");
  const response = await page.request.get(new URL(await link.getAttribute("href"), page.url()).href);
  assert.equal(response.status(), 200);
  assert.equal(response.headers()["content-type"], "text/plain; charset=utf-8");
  return (await response.text()).trimEnd();
};

const whole = (words) => {
  for (const part of [/Base: /, /England, 2006/, /Note: .*three years older/, /Source: .*Task Force/, /https:\/\/\S+\/id\/kf-0008\//]) assert.match(words, part);
};

test("a key figure is copied with its base, date, limits, source and address", async () => {
  const { page, faults } = await open(FIGURE);
  const button = page.locator("[data-copy=_copy-figure]");
  const { words, said } = await copied(page, button);
  whole(words);
  assert.equal(said, "Copied");
  assert.equal(words, await fileBeside(page, button));
  assert.deepEqual(faults, []);
});

test("each line of a media kit brings along its speaker, its end, its figures and what cannot be said", async (t) => {
  const { page, faults } = await open(KIT);
  const all = await fileBeside(page, page.locator(".lines [data-copy]").first());
  const buttons = await page.locator(".lines [data-copy]").all();
  for (const button of buttons) {
    const { words } = await copied(page, button);
    const quote = (await button.locator("xpath=../..").locator(".quote").evaluate((q) => {
      const copy = q.cloneNode(true);
      copy.querySelectorAll("[popover]").forEach((card) => card.remove());
      return copy.textContent;
    })).trim();
    assert.ok(words.startsWith(quote), `${words}\n${quote}`);
    for (const part of [/^– /m, /Use until \d+ \w+ \d{4}/, /What we cannot say: /, /https:\/\/\S+\/id\/mk-\d+\/$/]) assert.match(words, part);
    assert.ok(all.includes(quote));
  }
  const withFigure = (await copied(page, page.locator(".lines > li", { hasText: "In 2006 the vacancy rate was" }).locator("[data-copy]"))).words;
  whole(withFigure);
  whole((await copied(page, page.locator(".figure", { hasText: "children's services" }).locator("[data-copy]").first())).words);
  t.diagnostic(`${buttons.length} lines`);
  assert.ok(buttons.length >= 4);
  assert.deepEqual(faults, []);
});

test("a citation is copied, and stands in a file of its own", async () => {
  const { page, faults } = await open("/research/vacancies-and-turnover/");
  const button = page.locator("[data-copy=_citation]");
  const { words } = await copied(page, button);
  assert.match(words, /https:\/\/\S+\/research\/vacancies-and-turnover\//);
  assert.equal(words, await fileBeside(page, button));
  assert.deepEqual(faults, []);
});

test("a card in the text has its button, too", async () => {
  const path = pages.find((path) => path.endsWith("/") && !path.endsWith("/print/") && html(path).includes('class="figure-card"'));
  assert.ok(path, "no page shows a figure as a card");
  const { page, faults } = await open(path);
  const button = page.locator(".figure-card [data-copy]").first();
  const { words } = await copied(page, button);
  assert.equal(words, await fileBeside(page, button));
  assert.deepEqual(faults, []);
});

test("that nothing was copied is said, and what to do", async () => {
  const { page } = await open(FIGURE, { granted: false });
  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError")) });
  await page.locator("[data-copy=_copy-figure]").click();
  const said = page.locator("[data-copy=_copy-figure] ~ [role=status]").filter({ hasText: /./ });
  await said.waitFor();
  assert.match(await said.innerText(), /could not copy.*open the plain text/i);
});

test("without a script the file does it, and no button stands there that would do nothing", async () => {
  const { page } = await open(KIT, { javaScriptEnabled: false });
  assert.equal(await page.locator("[data-copy]:visible").count(), 0);
  assert.ok((await page.locator(`a[href="${KIT}lines.txt"]:visible`).count()) > 0);
  await page.locator(`a[href="${KIT}lines.txt"]:visible`).first().click();
  assert.match(await page.locator("body").innerText(), /What we cannot say, and why/);
});

test("what is kept for copying is neither seen nor read out", async () => {
  const { page } = await open(KIT);
  assert.equal(await page.locator("pre[id^=_]:visible").count(), 0);
  const tree = await page.locator("main").ariaSnapshot();
  assert.equal(tree.split("Use until").length - 1, await page.locator(".lines > li").count(), "the end of a line is said once");
});

test("every page says where its plain text is, and it is there", (t) => {
  const texts = files.filter((file) => /(figure|lines|cite)\.txt$/.test(file));
  for (const file of texts) {
    const page = read(file.replace(/[^/]+$/, "index.html"));
    assert.ok(page.includes(`href="/${file}"`), `${file} is linked from its page`);
    if (!file.endsWith("cite.txt")) assert.match(page, new RegExp(`<link rel="alternate" type="text/plain"[^>]* href="/${file}">`));
    assert.ok(read(file).trim().length > 20);
  }
  t.diagnostic(`${texts.length} files`);
  assert.ok(texts.length > 100);
});
