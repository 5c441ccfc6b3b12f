// A page on paper: short, and with the address of every source.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage, visit } from "./browser.mjs";
import { booklets, byType, samples } from "./hub.mjs";

const MOST = 2;
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
      const said = await page.evaluate(() => ({
        about: document.querySelector("main > .about").innerText,
        cite: document.getElementById("_citation").innerText,
        // Every address of a source stands in the words of its entry or is put behind its link.
        sources: [...document.querySelectorAll(".refs a[href^=http]")].every((link) => link.checkVisibility()),
        // A box or a figure that is told to stay whole, and is no higher than a sheet.
        split: [...document.querySelectorAll("main .box, main figure:not(.chart), main .chart tr, main .answer, main .recs > li")]
          .filter((part) => part.checkVisibility())
          .filter((part) => getComputedStyle(part).breakInside !== "avoid")
          .map((part) => part.outerHTML.slice(0, 100)),
      }));
      assert.match(said.about, /Published[\s\S]*20\d\d/, `${path} says when it is of`);
      assert.match(said.about, /https?:\/\/\S+\/id\/[a-z]{2}-\d{4}\//, `${path} gives its permanent address`);
      assert.ok(said.cite.includes(path), `${path} says how to cite it`);
      assert.ok(said.sources, path);
      assert.deepEqual(said.split, [], path);
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

test("a section prints as one document: a title sheet, its contents, and every page of it", async (t) => {
  assert.ok(booklets.includes("/guides/print/") && booklets.includes("/research/print/"), `${booklets}`);
  const page = await on.browser.newPage();
  for (const path of booklets) {
    await page.goto(on.origin + path);
    const { mute, navigation } = await onPaper(page);
    assert.deepEqual(navigation, [], path);
    assert.deepEqual(mute, [], path);
    const { listed, parts, dead, robots } = await page.evaluate(() => ({
      listed: [...document.querySelectorAll(".front ol a")].map((link) => link.textContent),
      parts: [...document.querySelectorAll("main > article")].map((part) => part.querySelector("h2").textContent.trim()),
      dead: [...document.querySelectorAll("main a[href^='#']")].filter((link) => !document.getElementById(decodeURIComponent(link.hash.slice(1)))).map((link) => link.hash),
      robots: document.querySelector("meta[name=robots]")?.content,
    }));
    assert.ok(parts.length > 1 && listed.length === parts.length, path);
    assert.deepEqual(dead, [], path);
    assert.equal(robots, "noindex", path);
    const count = sheets(await page.pdf({ preferCSSPageSize: true }));
    assert.ok(count > parts.length, `${path}: each page begins a sheet, behind the title`);
    // The section leads to it.
    await page.goto(on.origin + path.replace("print/", ""));
    assert.equal(await page.locator(`main a[href="${path}"]`).count(), 1, path);
    t.diagnostic(`${path}: ${parts.length} pages on ${count} sheets`);
  }
  await page.close();
});
