// A hub whose readers ask an endpoint: what is asked, to the letter, and the page of search over it in a browser under its policy.
// The endpoint is a double; a live engine comes later.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Remote } from "../../search-index/client/opensearch.js";
import { postTo } from "../../search-index/client/opensearch/endpoint.js";
import { launch, watch } from "./browser.mjs";
import { double } from "./endpoint.mjs";
import { repository } from "./hub.mjs";
import { serve } from "./server.mjs";

const kept = new URL("opensearch/requests.json", import.meta.url);
const answers = JSON.parse(readFileSync(new URL("opensearch/answers.json", import.meta.url), "utf8"));
const settings = JSON.parse(readFileSync(join(repository, "search-index/client/tests/opensearch/settings.json"), "utf8"));
const TODAY = "2026-11-27";

/** What somebody does, as the engine is told of it. */
const ASKED = {
  "plain words": ["the vacancies in children's services"],
  "an unfinished word": ["social work superv", { unfinished: true }],
  "an unfinished word in a box": ["superv", { unfinished: true, lean: true, limit: 6 }],
  "a beginning of two letters": ["su", { unfinished: true }],
  "a phrase": ['"newly qualified" work'],
  "a phrase of one word": ['"supervision"'],
  "without a word": ['vacancies -agency -"social work"'],
  "only without": ["-agency"],
  "a filter that is typed": ['vacancies type:"research summary" topic:children topic:other'],
  "filters that are chosen": ["vacancies", { filters: { topic: ["workforce"], published: ["365"] } }],
  "days that are none": ["published:soon"],
  "filters alone": ["", { filters: { type: ["rs"] } }],
  "nothing at all": [""],
  "signs alone": ["??"],
  "by date": ["vacancies", { sort: "date" }],
  "the third page": ["vacancies", { limit: 10, offset: 20 }],
  "a synonym": ["NQSW caseload"],
  "a synonym of several words": ["newly qualified social worker"],
  "a special": ["C++"],
  "as typed": ["vacancey", { asTyped: true }],
  "with reasons": ["vacancies", { explain: true }],
};

test("what the engine is asked is what is kept of it", async () => {
  const endpoint = await double();
  const remote = new Remote(settings, postTo(endpoint.url));
  const asked = {};
  for (const [what, [text, options]] of Object.entries(ASKED)) {
    endpoint.requests.length = 0;
    await remote.search(text, { today: TODAY, ...options });
    assert.equal(endpoint.requests.length, 1, what);
    asked[what] = endpoint.requests[0].body;
  }
  await endpoint.close();
  if (process.env.SNAPSHOTS === "overwrite") writeFileSync(kept, `${JSON.stringify(asked, null, 1)}\n`);
  const expected = JSON.parse(readFileSync(kept, "utf8"));
  assert.deepEqual(Object.keys(asked), Object.keys(expected));
  for (const what of Object.keys(asked)) assert.deepEqual(asked[what], expected[what], what);
});

test("every field that is asked for is in the index", () => {
  const { properties } = JSON.parse(readFileSync(join(repository, "search-index/client/tests/opensearch/index.json"), "utf8")).mappings;
  const known = (path, from = properties) => {
    const [name, ...rest] = path.split(".");
    const field = from?.[name];
    return Boolean(field) && (!rest.length || known(rest.join("."), { ...field.properties, ...field.fields }));
  };
  const text = readFileSync(kept, "utf8");
  const names = new Set([...text.matchAll(/"((?:title|headings|summary|text|words|sections|facets|weight_\d+_?\d*|boost|url)(?:\.\w+)*)(?:\^[\d.]+)?"/g)].map(([, name]) => name));
  assert.ok(names.size > 20);
  assert.deepEqual([...names].filter((name) => !known(name)), []);
});

const folder = mkdtempSync(join(tmpdir(), "almoner-endpoint-"));
let endpoint;
let browser;
const sites = [];

/** The demonstration hub with a search of its own kind, built and served. */
async function site(search) {
  const hub = join(folder, `hub-${sites.length}`);
  const output = join(folder, `site-${sites.length}`);
  cpSync(join(repository, "content"), hub, { recursive: true });
  const yaml = readFileSync(join(hub, "hub.yaml"), "utf8");
  // The hub's own words of search stay as they are.
  const own = /^search:\n((?: .*\n|\n)*)/m.exec(yaml);
  const group = `search:\n${search.map((line) => `  ${line}\n`).join("")}${own?.[1] ?? ""}`;
  writeFileSync(join(hub, "hub.yaml"), own ? yaml.replace(own[0], group) : `${yaml}\n${group}`);
  const built = process.env.ALMONER ?? join(process.env.CARGO_TARGET_DIR ?? join(repository, "target"), "debug/almoner");
  const [program, ...before] = existsSync(built) ? [built] : ["cargo", "run", "--locked", "--quiet", "--bin", "almoner", "--"];
  const done = spawnSync(program, [...before, "build", hub, "--output", output, "--quiet"], { cwd: repository, encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
  const server = await serve(output);
  sites.push(server);
  return server.origin;
}

before(async () => {
  endpoint = await double(answers);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await Promise.all([endpoint?.close(), ...sites.map((server) => server.close())]);
  rmSync(folder, { recursive: true, force: true });
});

/** A page, and its faults but for the calls to the endpoint, which the policy allows. */
async function open(origin, path) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const seen = await watch(context, origin);
  const page = await context.newPage();
  endpoint.requests.length = 0;
  await page.goto(origin + path, { waitUntil: "load" });
  const faults = () => seen.filter((fault) => !fault.includes(`asks another host: ${endpoint.url}/_search`));
  return { page, context, faults };
}

const told = (page, pattern) => page.waitForFunction((source) => new RegExp(source).test(document.querySelector(".found [role=status]").textContent), pattern.source);

test("the page of search shows what the endpoint answers", async () => {
  const origin = await site([`endpoint: ${endpoint.url}`]);
  const { page, context, faults } = await open(origin, "/search/?q=vacancies");
  await told(page, /^2 pages found for “vacancies”$/);
  assert.deepEqual(await page.locator(".hits h2").allInnerTexts(), ["Vacancies <img src=x onerror=alert(1)>", "Supervision that keeps people"]);
  assert.deepEqual(await page.locator(".hits mark").allInnerTexts(), ["Vacancies", "vacancies"]);
  assert.match(await page.locator(".hits .words").first().innerText(), /<i>not markup<\/i>/);
  assert.equal(new URL(await page.locator(".hits h2 a").first().getAttribute("href"), origin).href, `${origin}/research/vacancies/#found`);
  assert.equal(await page.locator(".hits img, .hits i").count(), 0);

  await page.locator(".filters summary").click();
  const option = page.locator(".filters label", { hasText: "Research summary" });
  await option.waitFor();
  assert.match(await option.innerText(), /Research summary\s+7/);
  await option.locator("input").check();
  await page.waitForFunction(() => new URLSearchParams(location.search).get("type") === "research-summary");
  await page.locator(".chosen button").waitFor();
  const { body, cookie, referer } = endpoint.requests.at(-1);
  assert.deepEqual(body.post_filter, { bool: { filter: [{ terms: { "facets.type": ["research-summary"] } }] } });
  assert.deepEqual([cookie, referer], [undefined, undefined]);

  await page.locator("select").selectOption("date");
  await page.waitForFunction(() => new URLSearchParams(location.search).get("sort") === "date");
  await page.waitForFunction(() => document.querySelectorAll(".hits > li").length === 2);
  assert.ok("facets.published" in endpoint.requests.at(-1).body.sort[0]);
  assert.deepEqual(faults(), []);
  await context.close();

  const other = await open(origin, "/search/?q=vacancey&explain=1");
  await told(other.page, /^2 pages found/);
  assert.match(await other.page.locator(".told").innerText(), /Showing pages for “vacancies”/);
  assert.equal(endpoint.requests.length, 2);
  assert.ok(endpoint.requests.every(({ body }) => body.explain === true));
  await other.page.locator(".told a").first().click();
  await told(other.page, /^No page found/);
  assert.deepEqual(other.faults(), []);
  await other.context.close();

  const box = await open(origin, "/guides/");
  await box.page.waitForTimeout(200);
  assert.equal(endpoint.requests.length, 0, "nothing is asked before somebody types");
  await box.page.getByRole("searchbox").fill("vacanc");
  await box.page.locator("header .panel a").first().waitFor();
  assert.deepEqual(Object.keys(endpoint.requests.at(-1).body.aggs), ["known"]);
  assert.deepEqual(box.faults(), []);
  await box.context.close();

  // Down: the index that the build has published answers, and the endpoint is left alone for a while.
  endpoint.status = 503;
  const down = await open(origin, "/search/?q=supervision");
  await told(down.page, /^\d\d* pages found for “supervision”$/);
  assert.ok((await down.page.locator(".hits > li").count()) > 2);
  const asked = endpoint.requests.length;
  await down.page.getByRole("searchbox").fill("supervision caseload");
  await told(down.page, /supervision caseload/);
  assert.equal(endpoint.requests.length, asked);
  endpoint.status = 200;
  await down.context.close();
});

test("without an index of the hub's own, a failing endpoint is said", async () => {
  const origin = await site([`endpoint: ${endpoint.url}`, "embedded: false"]);
  endpoint.status = 503;
  const { page, context } = await open(origin, "/search/?q=vacancies");
  await told(page, /could not be reached/);
  endpoint.status = 200;
  await page.getByRole("searchbox").fill("vacancies again");
  await told(page, /^2 pages found/);
  await context.close();
});
