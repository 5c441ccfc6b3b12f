// Search as a reader meets it: the box of every page, the page of search, what stands in the address, keys, and no script at all.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { stage, watch } from "./browser.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const on = stage();

/** A page at an address, what it asked for, and what it did that no page may. */
async function open(path, options = {}) {
  const context = await on.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const faults = await watch(context, on.origin);
  await context.addInitScript({ path: axe });
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(on.origin + path, { waitUntil: "load" });
  return { page, asked, faults, context };
}

const status = (page) => page.locator(".found [role=status]");
const number = async (page) => Number(/[\d,]+/.exec(await status(page).innerText())?.[0].replaceAll(",", "") ?? 0);
const titles = (page) => page.locator(".hits h2").allInnerTexts();
const query = (page) => new URL(page.url()).searchParams;
const told = async (page, pattern) => {
  await page.waitForFunction((source) => new RegExp(source).test(document.querySelector(".found [role=status]").textContent), pattern.source);
};
const isActive = (locator) => locator.evaluate((part) => part === document.activeElement);

test("nothing of search is fetched before somebody turns to the box", async () => {
  for (const turn of ["focus", "hover"]) {
    const { page, asked, faults } = await open("/guides/");
    await page.waitForTimeout(300);
    assert.deepEqual(asked.filter((path) => path.startsWith("/search/")), []);
    await Promise.all([page.waitForRequest((request) => request.url().endsWith("/search/search.js")), page.locator("header input")[turn]()]);
    assert.deepEqual(faults, []);
  }
});

test("the box shows pages while somebody types, and keys alone reach them", async () => {
  const { page, faults } = await open("/guides/");
  const box = page.getByRole("searchbox", { name: "Search this hub" });
  const links = page.locator("header .panel a");
  await page.keyboard.press("/");
  assert.ok(await isActive(box), "the key / leads to the box");
  await page.keyboard.type("superv");
  await links.first().waitFor();
  assert.ok((await links.count()) >= 3);
  assert.match(await page.locator("header [role=status]").innerText(), /^\d+ pages found$/);
  assert.match(await links.first().innerText(), /supervision/i);
  await page.keyboard.press("ArrowDown");
  assert.ok(await isActive(links.nth(0)));
  await page.keyboard.press("ArrowDown");
  assert.ok(await isActive(links.nth(1)));
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.ok(await isActive(box), "up from the first is the box");
  await page.keyboard.press("ArrowUp");
  assert.ok(await isActive(links.last()), "and up from the box the last");
  await page.keyboard.press("Escape");
  assert.ok(await isActive(box), "Escape gives the key back");
  assert.ok(!(await page.locator("header .panel").isVisible()));
  assert.equal(await box.inputValue(), "superv", "and takes nothing away");
  await page.keyboard.type("i");
  await links.first().waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.ok(await isActive(links.first()), "Tab goes by the button into the list");
  const to = await links.first().getAttribute("href");
  await page.keyboard.press("Enter");
  await page.waitForURL(to);
  assert.deepEqual(faults, []);
});

test("the list below the box goes when the reader goes on, and Enter leads to the page of search", async () => {
  const { page, faults } = await open("/");
  const box = page.locator("header input");
  await box.fill("caseload");
  await page.locator("header .panel a").first().waitFor();
  await page.locator("main").click({ position: { x: 5, y: 5 } });
  assert.ok(!(await page.locator("header .panel").isVisible()));
  await box.focus();
  assert.ok(await page.locator("header .panel").isVisible(), "and comes back with the reader");
  await box.press("Enter");
  await page.waitForURL(/\/search\/\?q=caseload$/);
  await told(page, /pages found for “caseload”/);
  assert.deepEqual(faults, []);
});

test("the key / can be typed, and can be switched off for every page", async () => {
  const { page } = await open("/search/");
  const box = page.getByRole("searchbox");
  await box.focus();
  await page.keyboard.type("and/or");
  assert.equal(await box.inputValue(), "and/or");
  const off = page.getByRole("checkbox", { name: /The key \/ leads to search/ });
  assert.ok(await off.isChecked());
  await off.press("Space");
  await page.goto(`${on.origin}/guides/`);
  await page.keyboard.press("/");
  assert.ok(!(await isActive(page.locator("header input"))));
  await page.goto(`${on.origin}/search/`);
  assert.ok(!(await off.isChecked()), "remembered");
  await off.press("Space");
  await page.goto(`${on.origin}/guides/`);
  await page.keyboard.press("/");
  assert.ok(await isActive(page.locator("header input")));
});

test("a search lists pages, and passages take the summaries' place without moving anything", async (t) => {
  const { page, context, faults } = await open("/search/");
  let release;
  const held = new Promise((go) => (release = go));
  await context.route("**/search/x/*", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${on.origin}/search/?q=caseload`);
  await page.locator(".hits li").first().waitFor();
  assert.equal(await page.locator(".hits mark").count(), 0);
  const places = () => page.locator(".hits > li").evaluateAll((items) => items.map((item) => item.getBoundingClientRect().top));
  const before = await places();
  const plain = await page.locator(".hits h2 a").first().getAttribute("href");
  release();
  await page.locator(".hits mark").first().waitFor();
  await page.waitForLoadState("networkidle");
  assert.deepEqual(await places(), before);
  const marks = await page.locator(".hits mark").allInnerTexts();
  assert.ok(marks.every((mark) => /caseload/i.test(mark)), marks.join(", "));
  const hrefs = await page.locator(".hits h2 a").evaluateAll((links) => links.map((link) => link.href));
  const deep = hrefs.filter((href) => new URL(href).hash);
  assert.ok(deep.length, "some titles lead to a section");
  for (const href of deep) {
    const { page: target } = await open(href.replace(on.origin, ""));
    assert.ok(await target.evaluate(() => document.getElementById(decodeURIComponent(location.hash.slice(1)))), `${href} is there`);
    await target.context().close();
  }
  t.diagnostic(`${before.length} pages, ${marks.length} marks, ${deep.length} places; first ${plain}`);
  assert.deepEqual(faults, []);
});

test("nothing jumps while the page of search comes, with a question in its address or without", async (t) => {
  const { page, context } = await open("/guides/");
  await context.addInitScript(() => {
    window.moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((shift) => (window.moved += shift.value))).observe({ type: "layout-shift", buffered: true });
  });
  await context.route("**/search/**/*.bin", async (route) => {
    await new Promise((later) => setTimeout(later, 100));
    await route.continue();
  });
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${on.origin}/search/?q=supervision`);
    await page.locator(".hits mark").first().waitFor();
    await page.waitForLoadState("networkidle");
    const moved = await page.evaluate(() => window.moved);
    t.diagnostic(`${width} px: ${moved}`);
    assert.ok(moved < 0.1, `${moved} at ${width} px`);
    await page.goto(`${on.origin}/search/`, { waitUntil: "networkidle" });
    assert.equal(await page.evaluate(() => window.moved), 0, `nothing asked, at ${width} px`);
  }
});

test("a misspelt word is corrected, said, and can be had as it was typed", async () => {
  const { page, faults } = await open("/search/?q=supervison");
  await told(page, /for “supervision”/);
  const found = await number(page);
  assert.ok(found > 3);
  await page.getByText("Showing pages for “supervision”.").waitFor();
  await page.getByRole("link", { name: "Search for “supervison” instead" }).click();
  await told(page, /“supervison”/);
  assert.ok((await number(page)) < found);
  assert.equal(query(page).get("typed"), "1");
  await page.getByRole("link", { name: /corrected words/ }).click();
  await told(page, /for “supervision”/);
  assert.equal(await number(page), found);
  assert.deepEqual(faults, []);
});

test("filters count exactly, join within a group, restrict between groups, and can be taken back", async (t) => {
  const { page, asked, faults } = await open("/search/?q=social+workers");
  await told(page, /found/);
  const whole = await number(page);
  const isColumn = (path) => /\/f\/\d+\.bin$/.test(path);
  assert.ok(!asked.some(isColumn), "no facet is fetched before it is asked for");
  await page.getByText("Narrow down").click();
  const group = (name) => page.getByRole("group", { name, exact: true });
  await group("Topic").waitFor();
  assert.ok(asked.some(isColumn));
  const rows = await page.locator(".filters .option:visible").evaluateAll((labels) =>
    labels.map((label) => ({
      group: label.closest("fieldset").querySelector("legend").textContent,
      name: label.querySelector("span").textContent,
      count: Number(label.querySelector(".count").firstChild.textContent),
    })),
  );
  assert.ok(rows.length > 15);
  for (const { group: name, name: value, count } of rows) {
    const option = group(name).locator("label").filter({ has: page.getByText(value, { exact: true }) });
    await option.click();
    await told(page, new RegExp(`^${count.toLocaleString("en-GB")} pages? found`));
    assert.ok(await isActive(option.locator("input")), "the key stays where it was");
    await page.getByRole("button", { name: `Remove the filter ${name}: ${value}` }).click();
    await told(page, new RegExp(`^${whole.toLocaleString("en-GB")} pages? found`));
  }
  const kinds = rows.filter((row) => row.group === rows[0].group);
  const [first, second] = kinds;
  for (const { name } of [first, second]) await group(first.group).locator("label").filter({ has: page.getByText(name, { exact: true }) }).click();
  await told(page, new RegExp(`^${first.count + second.count} pages? found`));
  const topic = page.getByRole("group", { name: "Topic", exact: true }).locator(".option:visible").first();
  const left = Number(await topic.locator(".count").evaluate((count) => count.firstChild.textContent));
  await topic.click();
  await told(page, new RegExp(`^${left} pages? found`));
  assert.equal(query(page).getAll("type").length, 2);
  assert.equal(query(page).getAll("topic").length, 1);
  t.diagnostic(`${rows.length} values of ${new Set(rows.map((row) => row.group)).size} facets, of ${whole} pages`);
  assert.deepEqual(faults, []);
});

test("the address holds the whole state: shared, kept, and gone back to", async () => {
  const { page, faults } = await open("/search/");
  const box = page.getByRole("searchbox");
  await box.fill("caseload");
  await box.press("Enter");
  await told(page, /“caseload”/);
  await box.fill("supervision");
  await told(page, /“supervision”/);
  await box.press("Enter");
  await page.getByLabel("Order").selectOption("date");
  await page.waitForURL(/sort=date/);
  await told(page, /“supervision”/);
  await page.getByRole("button", { name: "Show more pages" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".hits > li").length > 10);
  assert.ok(await isActive(page.locator(".hits > li").nth(10).locator("h2 a")), "the key goes on to the first new page");
  const dates = await page.locator(".hits time").evaluateAll((days) => days.map((day) => day.dateTime));
  assert.equal(dates.length, (await titles(page)).length);
  assert.deepEqual(dates, [...dates].sort().reverse());
  const list = await titles(page);
  const address = page.url();
  assert.match(address, /page=2/);

  const shared = await open(address.replace(on.origin, ""));
  await shared.page.waitForFunction((n) => document.querySelectorAll(".hits > li").length === n, list.length);
  assert.deepEqual(await titles(shared.page), list);
  assert.equal(await shared.page.getByLabel("Order").inputValue(), "date");

  await page.goBack();
  await page.waitForURL((url) => !url.searchParams.has("sort"));
  await told(page, /“supervision”/);
  assert.equal(await page.getByLabel("Order").inputValue(), "");
  await page.goBack();
  await told(page, /“caseload”/);
  assert.equal(await box.inputValue(), "caseload");
  await page.goForward();
  await told(page, /“supervision”/);
  await page.locator(".hits h2 a").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/search/"));
  await page.goBack();
  await told(page, /“supervision”/);
  assert.deepEqual([...faults, ...shared.faults], []);
});

test("keys alone go through the page in the order of reading, narrow the list down and take that back", async () => {
  const { page, faults } = await open("/search/?q=supervison&type=practice-guide", { viewport: { width: 800, height: 900 } });
  await page.getByRole("button", { name: /^Remove the filter/ }).waitFor();
  await page.waitForLoadState("networkidle");
  const whole = await number(page);
  await page.getByRole("searchbox").focus();
  const walked = [];
  const here = () => page.evaluate(() => (document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent).trim());
  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press("Tab");
    walked.push(await here());
  }
  const first = (await titles(page))[0];
  assert.deepEqual(walked, [
    "Search", "Search for “supervison” instead", "Remove the filter Kind of page: Practice guide", "Best match firstNewest first",
    "Save list as CSV", "Save list as RIS", "Narrow down", first,
  ]);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("group", { name: "Kind of page" }).waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.type), "checkbox");
  await page.keyboard.press("Space");
  await page.waitForFunction((n) => parseInt(document.querySelector(".found [role=status]").textContent, 10) > n, whole);
  await page.getByRole("button", { name: /^Remove the filter/ }).first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Remove the filter/ }).nth(1).waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "status", "the key is told what is left");
  assert.deepEqual(faults, []);
});

test("a filter that was typed is one that was chosen, and a shared filter is shown", async () => {
  const { page, faults } = await open("/search/?q=type:practice-guide+supervision");
  await page.getByRole("button", { name: /Remove the filter .*: Practice guide/ }).waitFor();
  const kinds = await page.locator(".hits .meta li:first-child").allInnerTexts();
  assert.ok(kinds.length > 1 && kinds.every((kind) => kind === "Practice guide"), kinds.join());
  await page.getByRole("button", { name: /Remove the filter .*: Practice guide/ }).click();
  await page.waitForURL((url) => url.searchParams.get("q") === "supervision");
  await page.goto(`${on.origin}/search/?q=supervision&type=practice-guide&nation=none-such`);
  await told(page, /^No page found/);
  await page.getByRole("link", { name: /^without the filters: \d+ pages$/ }).click();
  await told(page, /pages found for “supervision”/);
  assert.deepEqual([...query(page).keys()], ["q"]);
  assert.deepEqual(faults, []);
});

test("the page is never blank: what could be left out, then topics; and the hub is told, nobody else", async () => {
  const { page, context, faults } = await open("/search/");
  await context.addInitScript(() => addEventListener("search:zero", ({ detail }) => (window.missed ??= []).push(detail.query), true));
  await page.goto(`${on.origin}/search/?q=${encodeURIComponent('"supervision zebra"')}`);
  await told(page, /^No page found/);
  await page.getByRole("link", { name: /^without “zebra”: \d+ pages?$/ }).waitFor();
  assert.ok(await page.getByRole("heading", { name: "Topic", exact: true }).isVisible());
  assert.deepEqual(await page.evaluate(() => window.missed), ['"supervision zebra"']);
  await page.getByRole("link", { name: /^without “zebra”/ }).click();
  await told(page, /pages? found for “supervision”/);
  assert.ok(!(await page.getByRole("heading", { name: "Topic", exact: true }).isVisible()));
  await page.goto(`${on.origin}/search/?q=${encodeURIComponent("???")}`);
  await told(page, /^No page found/);
  assert.ok(await page.getByRole("link", { name: "Everything, A to Z" }).first().isVisible());
  assert.deepEqual(faults, []);
});

test("what nobody knows is shown as what it is", async () => {
  const { page } = await open("/search/?q=type:evidence-gap");
  await told(page, /found/);
  const items = page.locator(".hits > li");
  const gaps = page.locator(".hits > .gap");
  assert.ok((await items.count()) > 0);
  assert.equal(await gaps.count(), await items.count());
  assert.match(await gaps.first().innerText(), /^We looked, and found no good evidence/);
});

test("the list can be saved as CSV and as RIS", async () => {
  const { page, faults } = await open("/search/?q=caseload");
  await told(page, /found/);
  const list = await titles(page);
  const saved = async (name) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
    return [file.suggestedFilename(), readFileSync(await file.path(), "utf8")];
  };
  const [csvName, csv] = await saved("Save list as CSV");
  assert.equal(csvName, "pages.csv");
  const rows = csv.replace(/^\ufeff/, "").trimEnd().split("\r\n").map((row) => [...row.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell]) => cell.replaceAll('""', '"')));
  assert.deepEqual(rows[0], ["title", "type", "date", "address", "summary"]);
  assert.deepEqual(rows.slice(1).map(([title]) => title), list);
  for (const [, type, date, address] of rows.slice(1)) {
    assert.ok(type);
    assert.match(date, /^(\d{4}-\d\d-\d\d)?$/);
    assert.equal((await fetch(address)).status, 200, address);
  }
  const [risName, ris] = await saved("Save list as RIS");
  assert.equal(risName, "pages.ris");
  const records = ris.split("ER  - \r\n").slice(0, -1);
  assert.deepEqual(records.map((record) => /^TI {2}- (.*)\r$/m.exec(record)[1]), list);
  for (const record of records) {
    assert.match(record, /^TY {2}- (RPRT|ELEC|DATA|PRESS)\r\n/);
    assert.match(record, /^UR {2}- http.*\r$/m);
    assert.match(record, /^PY {2}- \d{4}\r$/m);
  }
  assert.deepEqual(faults, []);
});

test("with ?explain=1 each page says why it stands where it stands", async () => {
  const { page } = await open("/search/?q=caseload&explain=1");
  await told(page, /found/);
  const reasons = page.locator(".reason");
  assert.equal(await reasons.count(), await page.locator(".hits > li").count());
  await reasons.first().locator("summary").click();
  assert.ok(await reasons.first().getByRole("columnheader", { name: "Rarity" }).isVisible());
  const scores = (await reasons.allTextContents()).map((text) => Number(/Score: (\d+)/.exec(text)[1]));
  assert.deepEqual(scores, [...scores].sort((a, b) => b - a));
  assert.ok(scores[0] > 0);
  await page.goto(`${on.origin}/search/?q=caseload`);
  await told(page, /found/);
  assert.equal(await reasons.count(), 0);
});

test("a screen reader is told what there is and how much was found", async () => {
  const { page } = await open("/search/?q=supervison");
  await told(page, /found/);
  await page.getByText("Narrow down").click();
  await page.getByRole("group", { name: "Topic", exact: true }).waitFor();
  const tree = await page.locator("main").ariaSnapshot();
  for (const part of [/- heading "Search" \[level=1\]/, /- search:/, /- searchbox "What are you looking for\?"/, /- status: \d+ pages found/, /- list:/, /- heading "[^"]+" \[level=2\]/, /- group "Topic"/, /- checkbox "[^"]+ \d+ pages?"/, /- combobox "Order"/, /- mark: /]) {
    assert.match(tree, part);
  }
  assert.equal(await page.locator("[role=status]").count(), 1, "one voice");
  const { page: other } = await open("/guides/");
  await other.locator("header input").fill("superv");
  await other.locator("header .panel a").first().waitFor();
  const box = await other.getByRole("search").ariaSnapshot();
  for (const part of [/- searchbox "Search this hub"/, /- button "Search"/, /- status: \d+ pages found/, /- link "[^"]+"/]) assert.match(box, part);
  assert.match(await other.locator("header input").evaluate((input) => document.getElementById(input.getAttribute("aria-describedby")).textContent), /down arrow/);
});

test("axe-core finds nothing on results, open filters, nothing found and the list below the box", async (t) => {
  let runs = 0;
  const faults = [];
  const states = [
    ["/search/?q=supervison&type=practice-guide&explain=1", (page) => page.locator(".filters").evaluate((details) => (details.open = true))],
    ["/search/?q=%22supervision+zebra%22", (page) => told(page, /No page/)],
    ["/guides/", async (page) => {
      await page.locator("header input").fill("superv");
      await page.locator("header .panel a").first().waitFor();
    }],
  ];
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [320, 1280]) {
      for (const [path, act] of states) {
        const { page, context } = await open(path, { colorScheme, viewport: { width, height: 900 } });
        await act(page);
        await page.waitForLoadState("networkidle");
        const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values } }), RULES);
        faults.push(...violations.map(({ id, nodes }) => `${path} ${width} ${colorScheme}: ${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`));
        const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
        if (scrollWidth > clientWidth) faults.push(`${path} ${width}: needs ${scrollWidth} px`);
        runs += 1;
        await context.close();
      }
    }
  }
  t.diagnostic(`${runs} runs`);
  assert.deepEqual(faults, []);
});

test("without a script the form leads to the page of search, which says so and lets readers browse", async () => {
  const { page } = await open("/guides/", { javaScriptEnabled: false });
  await page.locator("header input").fill("caseload");
  await page.locator("header input").press("Enter");
  await page.waitForURL(/\/search\/\?q=caseload$/);
  assert.ok(await page.getByRole("searchbox", { name: "What are you looking for?" }).isVisible());
  assert.equal(await page.locator(".box:visible", { hasText: "Search needs a script" }).count(), 1);
  const links = await page.locator("main section a").evaluateAll((all) => all.map((link) => link.href));
  assert.ok(links.length > 10);
  for (const link of links) assert.equal((await fetch(link)).status, 200, link);
  assert.ok(links.some((link) => link.endsWith("/a-z/")));
  // Other search engines may lead here, but not to what somebody once asked.
  assert.equal(await page.locator("meta[name=robots]").count(), 0);
  assert.match(await page.locator("link[rel=canonical]").getAttribute("href"), /\/search\/$/);
});
