// Pages in Welsh: nothing that the theme says is English, translations lead both ways, every stretch says its language.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { stage, visit, watch } from "./browser.mjs";
import { pages, read, repository } from "./hub.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const on = stage();
const fileOf = (path) => (path.endsWith("/") ? `${path.slice(1)}index.html` : path.slice(1));
const welsh = pages.filter((path) => /<html lang="cy">/.test(read(fileOf(path))));

/** The texts of a language's file: each line that has one, whatever its key. */
function texts(tag) {
  const file = readFileSync(join(repository, `themes/college/i18n/${tag}.yaml`), "utf8").split(/^types:/m)[0];
  const lines = [...file.matchAll(/^ +"?[\w-]+"?: (?:"((?:[^"\\]|\\.)*)"|(\S.*))$/gm)];
  return new Set(lines.map(([, quoted, plain]) => quoted ?? plain));
}
const [english, cymraeg] = [texts("en"), texts("cy")];
/** What would be English on a page: words and not only gaps, and not the same in Welsh. */
const phrases = [...english]
  .filter((text) => !cymraeg.has(text) && text.replace(/\{\w+\}/g, "").length > (text.includes("{") ? 6 : 2))
  .map((text) => new RegExp(`^[\\s:,]*${text.trim().split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".{1,60}?")}$`));

test("there are Welsh pages, and a page of search among them", () => {
  assert.ok(english.size > 400 && phrases.length > 400, `${english.size} texts, ${phrases.length} phrases`);
  assert.ok(welsh.length >= 4, welsh.join(" "));
  assert.ok(welsh.includes("/search/cy/"));
});

test("what the theme says on a Welsh page is Welsh, or says that it is not", async () => {
  const context = await on.browser.newContext();
  const faults = [];
  let looked = 0;
  await visit(context, on.origin, welsh, async (page, path) => {
    const said = await page.evaluate(() => {
      const found = [];
      const foreign = (element) => element.closest("[lang]") !== document.documentElement;
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const text = walker.currentNode.textContent.replace(/\s+/g, " ").trim();
        const parent = walker.currentNode.parentElement;
        if (text && !foreign(parent) && !parent.closest("pre")) found.push(text);
      }
      for (const element of document.querySelectorAll("[aria-label], [placeholder], [title], [data-done]")) {
        for (const name of ["aria-label", "placeholder", "title", "data-done"]) {
          if (element.hasAttribute(name) && !foreign(element)) found.push(element.getAttribute(name));
        }
      }
      for (const data of document.querySelectorAll('script[type="application/json"]')) {
        const gather = (value) => (typeof value === "string" ? found.push(value) : Object.values(value).forEach(gather));
        gather(JSON.parse(data.textContent));
      }
      return found;
    });
    looked += said.length;
    for (const text of said) if (phrases.some((phrase) => phrase.test(text))) faults.push(`${path}: ${text}`);
  });
  assert.deepEqual(faults, []);
  assert.ok(looked > 400, `${looked} texts`);
});

test("the same look at an English page finds what it says", () => {
  const count = (path) => [...read(path).matchAll(/>([^<>]+)</g)].filter(([, text]) => phrases.some((phrase) => phrase.test(text.trim()))).length;
  assert.ok(count("index.html") > 10, `${count("index.html")} phrases`);
});

test("a translation and its source lead to each other, high on the page and in the head", async () => {
  const context = await on.browser.newContext();
  const translated = welsh.filter((path) => /<link rel="alternate" hreflang="en-GB"/.test(read(fileOf(path))));
  assert.ok(translated.length >= 3, translated.join(" "));
  await visit(context, on.origin, translated, async (page, path) => {
    const links = () =>
      page.$$eval('link[rel="alternate"][hreflang]', (all) => all.map((link) => [link.hreflang, new URL(link.href).pathname]).sort());
    const there = await links();
    assert.deepEqual(there.map(([lang]) => lang), ["cy", "en-GB"], path);
    await page.setViewportSize({ width: 360, height: 640 });
    const link = page.getByRole("link", { name: "Read this page in English" }).first();
    assert.equal(await link.getAttribute("lang"), "en-GB");
    assert.ok((await link.boundingBox()).y < 400, `${path}: the way to English is far down`);
    await link.click();
    await page.waitForURL((url) => url.pathname !== path);
    assert.deepEqual(await links(), there);
    const back = page.getByRole("link", { name: "Darllenwch y dudalen hon yn Gymraeg" });
    assert.equal(await back.getAttribute("lang"), "cy");
    await back.click();
    await page.waitForURL((url) => url.pathname === path);
  });
});

test("axe-core finds nothing on Welsh pages, and they keep the hub's policy", async () => {
  const context = await on.browser.newContext({ viewport: { width: 360, height: 640 } });
  await context.addInitScript({ path: axe });
  const faults = await watch(context, on.origin);
  await visit(context, on.origin, welsh, async (page, path) => {
    const { violations } = await page.evaluate(() => window.axe.run(document));
    for (const { id, nodes } of violations) faults.push(`${path}: ${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (wide) faults.push(`${path}: wider than 360 px`);
  });
  assert.deepEqual(faults, []);
});

test("search speaks Welsh, in the box and on its page", async () => {
  const context = await on.browser.newContext();
  const page = await context.newPage();
  await page.goto(`${on.origin}/explainers/beth-yw-diben-goruchwyliaeth/`);
  await page.getByRole("searchbox", { name: "Chwilio’r hwb hwn" }).fill("goruchwyliaeth");
  await page.getByText(/^Canfuwyd .*tudalen|^Canfuwyd .*dudalen/).first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\/cy\/\?q=goruchwyliaeth/);
  assert.equal(await page.locator("html").getAttribute("lang"), "cy");
  await page.getByRole("status").filter({ hasText: "Canfuwyd" }).waitFor();
});

test("what search finds is named in Welsh on a Welsh page", async () => {
  const page = await on.browser.newPage();
  await page.goto(`${on.origin}/search/cy/?q=supervision`);
  await page.locator(".hits .meta").first().waitFor();
  await page.locator("details.filters").evaluate((filters) => { filters.open = true });
  await page.locator(".filters legend").first().waitFor();
  const legends = await page.locator(".filters legend").allTextContents();
  assert.deepEqual(legends.slice(0, 2), ["Math o dudalen", "Pwnc"]);
  const named = [...legends, ...(await page.locator(".hits .meta li:first-child").allTextContents()), ...(await page.locator(".filters fieldset:first-child .option > span:first-of-type").allTextContents())];
  assert.ok(named.length > 20, `${named.length} names`);
  assert.deepEqual(named.filter((name) => english.has(name) && !cymraeg.has(name)), []);
  const kinds = new Set([...readFileSync(join(repository, "themes/college/i18n/cy.yaml"), "utf8").matchAll(/^ {4}name: (.+)$/gm)].map(([, name]) => name));
  for (const kind of await page.locator(".hits .meta li:first-child").allTextContents()) assert.ok(kinds.has(kind), kind);
  await page.locator(".filters .option").first().click();
  await page.locator(".chosen .chip").waitFor();
  assert.ok(kinds.has((await page.locator(".chosen .chip").innerText()).replace("×", "").trim()));
  // In the box of every Welsh page, too.
  await page.goto(`${on.origin}${welsh.find((path) => !path.startsWith("/search/"))}`);
  await page.locator("#_q").pressSequentially("supervision");
  await page.locator(".panel li .small").first().waitFor();
  for (const kind of await page.locator(".panel li .small").allTextContents()) assert.ok(kinds.has(kind), kind);
  await page.close();
});
