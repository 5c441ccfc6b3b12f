// What a reader does with keys alone: skip, menu, glossary panel, colours, leaving at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage } from "./browser.mjs";
import { byType, pages, read, samples } from "./hub.mjs";

const on = stage();
const open = async (path, options = {}) => {
  const context = await on.browser.newContext(options);
  const page = await context.newPage();
  await page.goto(on.origin + path);
  return page;
};

test("the first key goes to the skip link, and it leads past the header", async () => {
  const page = await open(samples.get("research-summary"));
  await page.keyboard.press("Tab");
  const skip = page.locator(".skip");
  assert.ok(await skip.evaluate((link) => link === document.activeElement));
  const box = await skip.boundingBox();
  assert.ok(box.y >= 0, "the link comes into view");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "MAIN");
});

test("a glossary panel opens by key, holds the meaning, and closes by Escape", async (t) => {
  const path = pages.find((path) => path !== "/404.html" && read(`${path.slice(1)}index.html`).includes('class="term"'));
  assert.ok(path, "no page uses a glossary term");
  for (const javaScriptEnabled of [true, false]) {
    const page = await open(path, { javaScriptEnabled });
    const button = page.locator("button.term").first();
    const panel = page.locator(`[id="${await button.getAttribute("popovertarget")}"]`);
    assert.ok(!(await panel.isVisible()));
    await button.focus();
    await page.keyboard.press("Enter");
    assert.ok(await panel.isVisible());
    assert.ok((await panel.innerText()).trim().split(/\s+/).length >= 5);
    assert.ok((await panel.locator("a[href]").count()) >= 1, "a way to the whole entry");
    // Both boxes in one look, for the page may still be on its way to the word.
    const gap = await button.evaluate((button) => {
      const card = document.getElementById(button.getAttribute("popovertarget")).getBoundingClientRect();
      const word = button.getBoundingClientRect();
      return Math.min(Math.abs(card.top - word.bottom), Math.abs(word.top - card.bottom));
    });
    assert.ok(gap < 20, `the panel stands ${gap} px from its word`);
    await page.keyboard.press("Escape");
    assert.ok(!(await panel.isVisible()));
    assert.ok(await button.evaluate((b) => b === document.activeElement), "the key is back where it was");
  }
  t.diagnostic(`on ${path}, with scripts and without`);
});

test("the menu of a small screen opens and closes by key", async () => {
  const page = await open("/", { viewport: { width: 360, height: 700 } });
  const link = page.locator("header nav a").first();
  assert.ok(!(await link.isVisible()));
  await page.locator("header > div > .menu-btn").focus();
  await page.keyboard.press("Enter");
  assert.ok(await link.isVisible());
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  assert.ok(!(await link.isVisible()));
});

test("a chosen theme stays on the next page, and Automatic follows the system again", async () => {
  const page = await open("/", { colorScheme: "light" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole("button", { name: "Dark", exact: true }).press("Enter");
  const dark = await ground();
  assert.notEqual(light, dark);
  await page.goto(on.origin + samples.get("practice-guide"));
  assert.equal(await ground(), dark);
  assert.equal(await page.getByRole("button", { name: "Dark", exact: true }).getAttribute("aria-pressed"), "true");
  await page.getByRole("button", { name: "Automatic", exact: true }).press("Enter");
  assert.equal(await ground(), light);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.equal(await ground(), dark);
});

const withExit = () => {
  const path = [...byType.values()].flat().find((path) => read(`${path.slice(1)}index.html`).includes("data-exit"));
  assert.ok(path, "no page has a way to leave at once");
  return path;
};

test("three presses of Shift leave a page on abuse, with no way back", async (t) => {
  const path = withExit();
  const page = await open("/");
  await page.goto(on.origin + path);
  const told = () => page.locator(".exit [role=status]").innerText();
  await page.keyboard.press("Shift");
  assert.match(await told(), /press 2 more times/);
  await page.keyboard.press("Shift");
  assert.match(await told(), /press 1 more time/);
  // Nothing may be seen while the other site is on its way, not even in the name of the tab.
  let seen;
  await page.exposeFunction("tell", (found) => { seen = found });
  await page.evaluate(() => addEventListener("keyup", () => window.tell([getComputedStyle(document.body).display, document.title])));
  await page.route(/^https:/, (route) => route.fulfill({ contentType: "text/html", body: "<title>Weather</title>Rain." }));
  const left = page.waitForRequest((request) => !request.url().startsWith(on.origin));
  await page.keyboard.press("Shift");
  const request = await left;
  assert.equal(request.headers().referer, undefined, "the next site is not told where the reader was");
  await page.waitForURL(/^https:/);
  assert.deepEqual(seen, ["none", new URL(request.url()).host]);
  await page.goBack();
  assert.equal(new URL(page.url()).pathname, "/", "the way back leads past the page");
  t.diagnostic(`on ${path}, to ${new URL(request.url()).host}`);
});

test("a Shift that makes a capital, selects or comes late leaves nothing", async () => {
  const path = withExit();
  const page = await open(path);
  await page.clock.install();
  const told = () => page.locator(".exit [role=status]").innerText();
  let left = false;
  await page.route(/^https:/, (route) => { left = true; return route.abort() });
  await page.locator("#_q").focus();
  for (const key of ["Shift+A", "Shift+B", "Shift+C", "Control+Shift", "Shift", "x", "Shift", "x", "Shift", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"]) await page.keyboard.press(key);
  assert.equal(await told(), "", "another key between begins anew");
  await page.keyboard.press("Shift");
  await page.keyboard.press("Shift");
  await page.clock.runFor(5100);
  assert.match(await told(), /the time is over/);
  await page.keyboard.press("Shift");
  assert.match(await told(), /press 2 more times/);
  await page.locator("h1").click({ modifiers: ["Shift"] });
  await page.keyboard.press("Shift");
  await page.keyboard.press("Shift");
  assert.ok(!left && (await page.locator("h1").isVisible()));
});

test("the button leaves by key and by pointer; without a script it is a link that tells nobody", async () => {
  const path = withExit();
  for (const [javaScriptEnabled, act] of [[true, "Enter"], [true, "click"], [false, "Enter"]]) {
    const page = await open(path, { javaScriptEnabled });
    await page.route(/^https:/, (route) => route.fulfill({ contentType: "text/html", body: "Rain." }));
    const left = page.waitForRequest((request) => !request.url().startsWith(on.origin));
    const button = page.getByRole("link", { name: /^Exit this page/ });
    if (act === "click") await button.click();
    else await button.press("Enter");
    assert.equal((await left).headers().referer, undefined);
    await page.waitForURL(/^https:/);
  }
});

test("advice on reporting and helplines stand on every page that is marked as sensitive", async (t) => {
  const marked = [...byType.values()].flat().filter((path) => read(`${path.slice(1)}index.html`).includes("This page deals with"));
  assert.ok(marked.length >= 3);
  for (const path of marked) {
    const page = await open(path);
    for (const [link, place] of [["Where to find support", "_support"], ["If you report on this", "_reporting"]]) {
      await page.getByRole("link", { name: link, exact: true }).first().press("Enter");
      assert.ok(await page.locator(`section:has(> #${place})`).isVisible(), `${path}: ${link}`);
    }
    assert.ok((await page.locator("section:has(> #_reporting) li").count()) >= 3);
    const about = await page.locator(".box.note", { hasText: "This page deals with" }).innerText();
    assert.equal(await page.locator("[data-exit]").count(), /domestic abuse/.test(about) ? 1 : 0, path);
  }
  t.diagnostic(marked.join(" "));
});
