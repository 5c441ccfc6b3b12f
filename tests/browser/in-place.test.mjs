// What a number in the text is of opens in place, by key, by touch, and with no script.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage, watch } from "./browser.mjs";
import { pages, read } from "./hub.mjs";

const on = stage();
const html = (path) => read(`${path.slice(1)}index.html`);
const PATH = "/figures/vac-child/";

const open = async (options = {}) => {
  const context = await on.browser.newContext(options);
  const faults = await watch(context, on.origin);
  const page = await context.newPage();
  await page.goto(on.origin + PATH);
  const button = page.locator("button.figure-ref").first();
  const card = page.locator(`[id="${await button.getAttribute("popovertarget")}"]`);
  return { page, button, card, faults };
};

const isWhole = async (card) => {
  const words = await card.innerText();
  for (const part of [/^\S+%/, /Out of: .+/, /\w, .+\. \w/, /Source: .+/, /About this figure/]) assert.match(words, part);
};

for (const javaScriptEnabled of [true, false]) {
  test(`by key: Tab, Enter, Escape${javaScriptEnabled ? "" : ", with no script"}`, async () => {
    const { page, button, card, faults } = await open({ javaScriptEnabled });
    const has = (locator) => locator.evaluate((element) => element === document.activeElement);
    for (let step = 0; step < 60 && !(await has(button)); step += 1) await page.keyboard.press("Tab");
    assert.ok(await has(button), "Tab reaches the number");
    assert.ok(!(await card.isVisible()));
    await page.keyboard.press("Enter");
    assert.ok(await card.isVisible());
    await isWhole(card);
    // The next stop is the way to the figure's own page.
    await page.keyboard.press("Tab");
    assert.ok(await has(card.locator("a")), "Tab leads into the card");
    await page.keyboard.press("Escape");
    assert.ok(!(await card.isVisible()));
    assert.ok(await has(button), "the key is back at the number");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => /\/figures\/[^/]+\/$/.test(url.pathname) && url.pathname !== PATH);
    assert.deepEqual(faults, []);
  });
}

test("by touch: a tap opens, a tap elsewhere closes, and all of it is on the screen", async () => {
  const { page, button, card } = await open({ hasTouch: true, isMobile: true, viewport: { width: 320, height: 640 } });
  await button.tap();
  assert.ok(await card.isVisible());
  const box = await card.boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 320, JSON.stringify(box));
  await page.touchscreen.tap(5, 5);
  assert.ok(!(await card.isVisible()));
});

test("every number in a text names a card of its own page, each with the way to its record", (t) => {
  let count = 0;
  for (const path of pages.filter((path) => path.endsWith("/"))) {
    const page = html(path);
    for (const [, id] of page.matchAll(/class="term figure-ref" popovertarget="([^"]+)"/g)) {
      count += 1;
      assert.equal(page.split(` id="${id}"`).length, 2, `${path}: ${id}`);
      const card = page.slice(page.indexOf(`<span popover id="${id}"`)).split("</span>")[0];
      assert.match(card, /Out of: .*Source: .*<a href="\/figures\/[^"]+">About this figure<\/a>/s, path);
    }
  }
  t.diagnostic(`${count} numbers`);
  assert.ok(count > 100);
});
