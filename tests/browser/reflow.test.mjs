// No page of the hub scrolls sideways: on the narrowest screen that counts, which is also a wide one at 400 % zoom, and with the
// spacing of text that WCAG 1.4.12 lets readers ask for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage, visit } from "./browser.mjs";
import { pages } from "./hub.mjs";

// A window of 1280 px at 400 % zoom has 320 px of its own, each of them four pixels of the screen.
const NARROW = 320;
const on = stage();

// As a reader's own style sheet sets it: over every rule of the page.
const SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }";

/** What sticks out of the window to the right, unless it scrolls in a box of its own. */
const overflow = () => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return null;
  const wide = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > width + 1);
  return `${document.documentElement.scrollWidth} px: ${wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 120)).join(" … ")}`;
};

for (const [name, zoom, spacing] of [["320 px", 1, false], ["320 px and wide spacing", 1, true], ["1280 px at 400 %", 4, false]]) {
  test(`no page scrolls sideways at ${name}`, { timeout: 900_000 }, async (t) => {
    // The policy of the hub refuses a style sheet from elsewhere, and would refuse the reader's as well.
    const context = await on.browser.newContext({ viewport: { width: NARROW, height: 640 }, deviceScaleFactor: zoom, bypassCSP: spacing });
    const faults = [];
    await visit(context, on.origin, pages, async (page, path) => {
      if (spacing) await page.addStyleTag({ content: SPACING });
      const out = await page.evaluate(overflow);
      if (out) faults.push(`${path}: ${out}`);
    });
    await context.close();
    t.diagnostic(`${pages.length} pages`);
    assert.deepEqual(faults, []);
    assert.ok(pages.length > 250, "the hub has shrunk");
  });
}

test("a page that is too wide would be found", async () => {
  const page = await on.browser.newPage({ viewport: { width: NARROW, height: 640 } });
  await page.setContent("<p>short</p>");
  assert.equal(await page.evaluate(overflow), null);
  await page.setContent('<p style="width: 400px">long</p>');
  assert.match(await page.evaluate(overflow), /^408 px: <p/);
  await page.close();
});
