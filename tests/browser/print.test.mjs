// A page on paper: short, and with the address of every source.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage, visit } from "./browser.mjs";
import { byType, samples } from "./hub.mjs";

const MOST = 3;
const on = stage();
const sheets = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;

// What stands on paper, as the page itself knows it.
async function onPaper(page) {
  await page.emulateMedia({ media: "print" });
  return page.evaluate(() => ({
    // A link out says on paper where it leads: its own words do, or the address that the print sheet puts after it.
    mute: [...document.querySelectorAll("main a[href^=http]")]
      .filter((link) => link.checkVisibility())
      .filter((link) => !getComputedStyle(link, "::after").content.includes(link.getAttribute("href")) && !link.textContent.includes(link.getAttribute("href")))
      .map((link) => link.outerHTML),
    from: document.querySelector(".printonly")?.innerText ?? "",
    navigation: [...document.querySelectorAll("nav")].filter((nav) => nav.checkVisibility()).map((nav) => nav.outerHTML.slice(0, 80)),
  }));
}

for (const type of ["research-summary", "practice-guide"]) {
  test(`a ${type.replace("-", " ")} takes at most ${MOST} sheets`, async (t) => {
    const counts = [];
    const page = await on.browser.newPage();
    for (const path of byType.get(type)) {
      await page.goto(on.origin + path);
      const count = sheets(await page.pdf({ preferCSSPageSize: true }));
      counts.push(count);
      assert.ok(count <= MOST, `${path} takes ${count}`);
      const { mute, from } = await onPaper(page);
      assert.deepEqual(mute, [], path);
      assert.match(from, /^Printed from http/, path);
    }
    await page.close();
    t.diagnostic(`${counts.length} pages, of ${Math.min(...counts)} to ${Math.max(...counts)} sheets`);
  });
}

test("on paper no page has navigation, and a link out says where it leads", async (t) => {
  const context = await on.browser.newContext();
  await visit(context, on.origin, samples.values(), async (page, path) => {
    const { mute, navigation } = await onPaper(page);
    assert.deepEqual(navigation, [], path);
    assert.deepEqual(mute, [], path);
  });
  t.diagnostic(`${samples.size} pages`);
});
