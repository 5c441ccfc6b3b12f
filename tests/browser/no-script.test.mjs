// The hub without a script: everything can be reached by links, and nothing shows that would need one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage } from "./browser.mjs";
import { byType, files, pages, redirects, tombstones } from "./hub.mjs";

const CLICKS = 4;
// Each of the middle pages of a long list is a few steps along the list; what it lists can be reached on other ways as well.
const STEPS = 3;
// Nobody is led to a page that says that there is none, that something is gone, or that the network is.
const UNLINKED = new Set(["/404.html", "/offline/missing/", ...tombstones]);
const on = stage();

// What one page offers without a script, as a reader sees it. Panels of glossary terms count once they are open.
const look = () => {
  const shown = (element) => element.checkVisibility();
  const links = [...document.querySelectorAll("a[href]")].map((link) => link.href);
  const needs = "[data-script], [data-copy], [data-print], [data-theme-set], [data-exit] button, .tools, .chosen";
  return {
    links,
    forms: [...document.forms].map((form) => form.action),
    dead: [...document.querySelectorAll(needs)].filter(shown).map((element) => element.outerHTML.slice(0, 120)),
    // A button without a script can send a form or open a panel, and nothing else.
    idle: [...document.querySelectorAll("button")]
      .filter(shown)
      .filter((button) => !button.form && !button.popoverTargetElement)
      .map((button) => button.outerHTML.slice(0, 120)),
    terms: [...document.querySelectorAll("button[popovertarget]")].map((button) => {
      const panel = button.popoverTargetElement;
      return { id: button.getAttribute("popovertarget"), words: panel ? panel.textContent.trim().split(/\s+/).length : 0, native: panel?.popover ?? null };
    }),
  };
};

/** Walks the hub by its links from home, one click further each round. */
async function walk(page) {
  const clicks = new Map([["/", 0]]);
  const contacts = new Set();
  const faults = [];
  let terms = 0;
  let round = ["/"];
  for (let click = 0; round.length > 0; click += 1) {
    const next = [];
    for (const path of round) {
      const response = await page.goto(on.origin + path);
      if (!response.ok()) {
        faults.push(`${path}: ${response.status()}`);
        continue;
      }
      const seen = await page.evaluate(look);
      faults.push(...[...seen.dead, ...seen.idle].map((html) => `${path}: shows what needs a script: ${html}`));
      for (const term of seen.terms) {
        terms += 1;
        if (term.native === null || term.words < 2) faults.push(`${path}: the button for ${term.id} opens nothing`);
      }
      for (const link of [...seen.links, ...seen.forms]) {
        const url = new URL(link);
        if (["mailto:", "tel:"].includes(url.protocol)) contacts.add(link);
        if (url.origin !== on.origin || clicks.has(url.pathname)) continue;
        clicks.set(url.pathname, click + 1);
        if (url.pathname.endsWith("/") || url.pathname.endsWith(".html")) next.push(url.pathname);
      }
    }
    round = next;
  }
  return { clicks, contacts, faults, terms };
}

test(`every page, list, file and contact is at most ${CLICKS} clicks from home`, { timeout: 900_000 }, async (t) => {
  const page = await on.browser.newPage({ javaScriptEnabled: false });
  const { clicks, contacts, faults, terms } = await walk(page);
  await page.close();
  assert.deepEqual(faults, []);
  const far = [...pages, ...files.filter((file) => file.startsWith("files/")).map((file) => `/${file}`)]
    .filter((path) => !UNLINKED.has(path))
    .map((path) => [path, clicks.get(path)])
    .filter(([path, count]) => count === undefined || count > CLICKS + (/\/page\/\d+\/$/.test(path) ? STEPS : 0));
  assert.deepEqual(far, []);
  assert.ok([...contacts].some((contact) => contact.startsWith("mailto:")) && [...contacts].some((contact) => contact.startsWith("tel:")));
  for (const feed of ["/feed.xml", "/search/"]) assert.ok(clicks.has(feed), `nothing leads to ${feed}`);
  // Old addresses are for links from elsewhere: no page of the hub itself still uses one.
  assert.deepEqual(redirects.filter((path) => clicks.has(path) && !path.startsWith("/id/")), []);
  const most = Math.max(...pages.filter((path) => clicks.has(path)).map((path) => clicks.get(path)));
  t.diagnostic(`${pages.length} pages, the farthest ${most} clicks away; ${terms} panels, ${contacts.size} addresses and numbers`);
  assert.ok(terms > 50, "the pages have hardly a panel");
});

test("the panel of a glossary term opens by a click and leads to the whole entry", async () => {
  const page = await on.browser.newPage({ javaScriptEnabled: false });
  let opened = 0;
  for (const path of [...byType.get("research-summary"), ...byType.get("practice-guide")]) {
    await page.goto(on.origin + path);
    // Numbers and footnotes open in place as terms do; a term is one whose panel leads to its entry.
    const id = await page.evaluate(() => {
      const opens = [...document.querySelectorAll("main button.term")].map((button) => button.popoverTargetElement);
      return opens.find((panel) => panel?.querySelector("a[href^='/glossary/'], a[href^='/organisations/']"))?.id;
    });
    if (!id) continue;
    const term = page.locator(`main button.term[popovertarget="${id}"]`).first();
    const panel = page.locator(`[id="${await term.getAttribute("popovertarget")}"]`);
    await term.click();
    assert.ok(await panel.isVisible(), path);
    assert.match(await panel.locator("a[href]").first().getAttribute("href"), /^\/(glossary|organisations)\//, path);
    opened += 1;
  }
  await page.close();
  assert.ok(opened > 5, `only ${opened} pages have a term`);
});

test("the box of search leads to the ways to browse", async () => {
  const page = await on.browser.newPage({ javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
  await page.goto(on.origin);
  await page.locator("form.find input").fill("supervision");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\/\?q=supervision$/);
  for (const name of ["Time for direct work", "Practice guides", "Practitioners", "Moderate", "2026"]) {
    assert.ok(await page.locator("main").getByRole("link", { name, exact: true }).isVisible(), name);
  }
  await page.locator("main").getByRole("link", { name: "Moderate", exact: true }).click();
  assert.equal(await page.locator("h1").innerText(), "Research summaries with moderate evidence");
  assert.ok((await page.locator("main .cards > li").count()) > 0);
  await page.close();
});

test("the first screen of a small phone says what the hub is and leads each reader on", async () => {
  const page = await on.browser.newPage({ javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
  await page.goto(on.origin);
  const inside = (locator) => locator.evaluate((element) => element.getBoundingClientRect().bottom <= innerHeight);
  for (const part of [".brand", "form.find input", "h1", ".lede"]) assert.ok(await inside(page.locator(part).first()), part);
  const ways = page.locator(".ways a");
  assert.ok((await ways.count()) >= 3);
  for (const way of await ways.all()) assert.ok(await inside(way), await way.innerText());
  await page.close();
});
