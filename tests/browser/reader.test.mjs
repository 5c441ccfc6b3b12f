// What each reader came for stands where it is seen first, and evidence is marked in words, not in colours.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage } from "./browser.mjs";
import { byType } from "./hub.mjs";

const on = stage();
const PHONE = { viewport: { width: 360, height: 640 } };

/** Opens each page of a type on a small phone, one after the other. */
async function each(type, act) {
  const context = await on.browser.newContext(PHONE);
  const page = await context.newPage();
  const paths = byType.get(type);
  assert.ok(paths?.length, `the hub has no page of the type ${type}`);
  for (const path of paths) {
    await page.goto(on.origin + path);
    await act(page, path);
  }
  await context.close();
  return paths.length;
}

const bottom = (locator) => locator.evaluate((element) => element.getBoundingClientRect().bottom);

test("a research summary says its bottom line, strength and use before the first scroll of a small phone", async (t) => {
  const count = await each("research-summary", async (page, path) => {
    assert.ok(await page.locator(".answer .say").isVisible(), path);
    for (const part of [".say", ".ev", ".strip > :nth-child(2) dd"]) {
      const end = await bottom(page.locator(`.answer ${part}`).first());
      assert.ok(end <= PHONE.viewport.height, `${path}: ${part} ends at ${end}`);
    }
  });
  t.diagnostic(`${count} summaries`);
});

test("a media kit gives the press desk's numbers before the first scroll, then lines, figures and limits in this order", async () => {
  await each("media-response-kit", async (page, path) => {
    assert.ok((await bottom(page.locator(".contact a[href^='tel:']").last())) <= PHONE.viewport.height, path);
    const order = await page.locator("main h2[id]").evaluateAll((all) => all.map((heading) => heading.id));
    const wanted = ["_contacts", "_lines", "_figures", "_cannot"].filter((id) => order.includes(id));
    assert.ok(wanted.includes("_contacts") && wanted.includes("_lines"), `${path}: ${order}`);
    assert.deepEqual(order.filter((id) => wanted.includes(id)), wanted, path);
  });
});

test("every recommendation of a guide has a number, an address of its own and says what it rests on", async () => {
  await each("practice-guide", async (page, path) => {
    // A recommendation that no longer holds keeps its number and address, and says why.
    const recommendations = await page.locator(".recs > li").filter({ hasNotText: "No longer valid" }).evaluateAll((all) =>
      all.map((one) => ({ id: one.id, number: one.querySelector(".n a")?.textContent, href: one.querySelector(".n a")?.getAttribute("href"), text: one.textContent })),
    );
    assert.ok(recommendations.length, path);
    for (const { id, number, href, text } of recommendations) {
      assert.match(number, /^\d+\.\d+/, path);
      assert.equal(href, `#${id}`, path);
      assert.match(text, /Rests on|Mae'n seiliedig/, `${path}#${id}`);
    }
  });
});

test("a strength of evidence has its words, who rated it, by which version of the scheme, when and why", async () => {
  await each("research-summary", async (page, path) => {
    const section = page.locator("section[aria-labelledby=_strength]");
    const words = await section.locator(".ev").first().innerText();
    assert.match(words, /evidence|no effect|Too little/i, path);
    const facts = await section.locator("dl.facts").first().innerText();
    assert.match(facts, /Rated\s+\d+ \w+ \d{4} by \S/, path);
    assert.match(facts, /version/, path);
    assert.ok((await section.locator("p").nth(1).innerText()).length > 30, `${path}: no reason`);
  });
});

test("a tested nil, too little to say and a rating that has run out differ in words and in form, not in colour alone", async () => {
  const context = await on.browser.newContext({ ...PHONE, forcedColors: "active" });
  const page = await context.newPage();
  await page.goto(`${on.origin}/about/how-we-rate-evidence/`);
  await page.evaluate((names) => {
    const row = document.createElement("div");
    for (const name of names) {
      const bars = Object.assign(document.createElement("span"), { className: "bars" });
      bars.append(...Array.from({ length: 4 }, () => document.createElement("i")));
      const mark = Object.assign(document.createElement("span"), { className: `ev ${name}` });
      mark.append(bars);
      row.append(mark);
    }
    document.querySelector("main").prepend(row);
  }, ["s3", "s3 nil", "s0", "s3 past"]);
  const shots = [];
  for (const mark of await page.locator("main > div:first-child > .ev").all()) shots.push((await mark.screenshot()).toString("base64"));
  assert.equal(new Set(shots).size, shots.length, "two marks look the same without colours");
  await context.close();
});
