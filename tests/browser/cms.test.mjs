// The web editor from form to page: Decap CMS with the configuration that `almoner types --format cms` writes, in a browser.
// What its forms save is written into a hub that `almoner init` made, and the program says whether it builds.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { entries } from "./cms/entries.mjs";
import { fillIn, save } from "./cms/form.mjs";
import { repository } from "./hub.mjs";
import { serve } from "./server.mjs";

const program = resolve(repository, process.env.ALMONER ?? join(process.env.CARGO_TARGET_DIR ?? "target", "debug/almoner"));
if (!existsSync(program)) throw new Error(`no program ${program}: build it, or name it in ALMONER`);

const AS_OF = "2026-11-27T12:00:00Z";
const folder = mkdtempSync(join(tmpdir(), "almoner-cms-"));
const almoner = (at, ...given) => execFileSync(program, given, { cwd: at, encoding: "utf8", env: { PATH: process.env.PATH }, stdio: ["ignore", "pipe", "pipe"] });

let browser;
const servers = [];
after(async () => {
  await browser?.close();
  await Promise.all(servers.map((server) => server.close()));
  rmSync(folder, { recursive: true });
});

/** Every text file of a hub as the repository names it. */
const texts = (hub) =>
  Object.fromEntries(
    readdirSync(join(hub, "content"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .map((file) => [file.slice(hub.length + 1), readFileSync(file, "utf8")]),
  );

/** The forms for a hub, in a folder beside it, with the editor's program. What they save is kept in the browser. */
function forms(hub) {
  almoner(hub, "types", "content", "--format", "cms", "--output", "admin");
  const admin = join(hub, "admin");
  const config = join(admin, "config.yml");
  const text = readFileSync(config, "utf8");
  const swapped = text.replace(/^backend:\n {2}name: git-gateway\n {2}branch: main\n/m, "backend:\n  name: test-repo\n");
  assert.notEqual(swapped, text, "the configuration has a backend to swap");
  writeFileSync(config, swapped);
  const dist = join(repository, "tests/browser/node_modules/decap-cms/dist");
  const parts = readdirSync(dist).filter((file) => /decap-cms\.js$|\.wasm$/.test(file));
  parts.forEach((file) => copyFileSync(join(dist, file), join(admin, file)));
}

function newHub(name) {
  almoner(folder, "init", name);
  forms(join(folder, name));
  return join(folder, name);
}

/** The editor's page over the files of a hub, in a time zone. */
async function open(hub, zone) {
  const server = await serve(join(hub, "admin"));
  servers.push(server);
  const context = await browser.newContext({ timezoneId: zone, locale: "en-GB", viewport: { width: 1400, height: 1000 } });
  const foreign = [];
  context.on("request", (request) => new URL(request.url()).origin === server.origin || /^(data|blob):/.test(request.url()) || foreign.push(request.url()));
  await context.addInitScript((files) => {
    const tree = {};
    for (const [path, content] of Object.entries(files)) {
      const names = path.split("/");
      const last = names.pop();
      const at = names.reduce((inner, name) => (inner[name] ??= {}), tree);
      at[last] = { content, path };
    }
    // The test backend reads a file part by part, and a folder by the whole of its name.
    const whole = { get: (target, name) => (name.includes?.("/") ? name.split("/").reduce((inner, part) => inner?.[part], target) : target[name]) };
    window.repoFiles = new Proxy(tree, whole);
    window.repoFilesUnpublished = {};
  }, texts(hub));
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  // Whether one means to leave a form that was not saved.
  page.on("dialog", (question) => question.type() === "confirm" && (/backup/.test(question.message()) ? question.dismiss() : question.accept()));
  await page.goto(`${server.origin}/`);
  await page.getByRole("button", { name: "Login" }).click();
  await page.getByRole("link", { name: "Explainers" }).waitFor();
  const close = async () => {
    await context.close();
    assert.deepEqual(foreign, [], "the editor asks nobody else");
  };
  return { page, close, origin: server.origin };
}

/** The form of a new entry, or of one that is there, by its file and its permanent number; open once it shows that number. */
async function form(page, collection, file, id = "") {
  const hash = `#/collections/${collection}/${file ? `entries/${file}` : "new"}`;
  const go = (hash) => page.evaluate((hash) => (location.hash = hash), hash);
  // By way of the list, as everybody comes: from form to form the editor keeps what it shows.
  await go(`#/collections/${collection}`);
  await page.waitForFunction(() => !document.querySelector('label[for^="status-field-"]'));
  await go(hash);
  const number = page.locator('input[id^="id-field-"], input[id^="title-field-"]').first();
  await page.waitForFunction(
    ({ hash, id }) => location.hash === hash && (document.querySelector('input[id^="id-field-"]')?.value ?? id) === id && document.querySelector('label[for^="status-field-"]'),
    { hash, id },
  );
  await number.waitFor();
}

/** Puts what was saved where the repository would have it once it is merged. */
async function merge(page, hub, { path, content }) {
  mkdirSync(dirname(join(hub, path)), { recursive: true });
  writeFileSync(join(hub, path), content);
  await page.evaluate(
    ({ path, content }) => {
      const names = path.split("/");
      const last = names.pop();
      names.reduce((inner, name) => (inner[name] ??= {}), window.repoFiles)[last] = { content, path };
    },
    { path, content },
  );
}

before(async () => {
  browser = await launch();
});

/** Everything that a build published, by its path. */
const published = (hub) =>
  Object.fromEntries(
    readdirSync(join(hub, "public"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .map((file) => [file.slice(hub.length), readFileSync(file, "latin1")]),
  );

test("an entry of every type is filled in, saved, and builds", async () => {
  const hub = newHub("every-type");
  mkdirSync(join(hub, "content/data"));
  const table = "day,hours\nMonday,1.5\nTuesday,2\n";
  writeFileSync(join(hub, "content/data/hours.csv"), table);
  entries.dataset.files[0].sha256 = createHash("sha256").update(table).digest("hex");
  const collections = readFileSync(join(hub, "admin/config.yml"), "utf8").match(/^- name: .*$/gm).map((line) => line.slice(8));
  assert.deepEqual(Object.keys(entries).sort(), collections.sort(), "there is an entry of each type");
  const { page, close } = await open(hub, "Europe/London");
  for (const [collection, values] of Object.entries(entries)) {
    await form(page, collection);
    await fillIn(page, values);
    const saved = await save(page);
    assert.match(saved.content, /^published: 2026-07-14T09:30:00\+01:00$|^title: About the diary$/m, "in summer the clock is an hour ahead");
    await merge(page, hub, saved);
  }
  // The last one goes the whole way through the editor.
  await page.getByRole("button", { name: "Status: Draft" }).click();
  await page.getByRole("menuitem", { name: "Ready" }).click();
  await page.getByRole("button", { name: "Status: Ready" }).waitFor();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByRole("menuitem", { name: "Publish now" }).click();
  await page.waitForFunction(() => !("page/about-the-diary" in window.repoFilesUnpublished));
  const merged = await page.evaluate(() => window.repoFiles.content["about-the-diary.md"].content);
  assert.equal(merged, readFileSync(join(hub, "content/about-the-diary.md"), "utf8"));
  await close();
  almoner(hub, "check", "content", "--as-of", AS_OF);
  almoner(hub, "build", "content", "--as-of", AS_OF);
  const site = published(hub);
  assert.match(site["/public/explainers/why-travel-takes-so-much-of-a-week/index.html"], /datetime="2026-07-14T09:30:00\+01:00"/);
  // Half past midnight in London is still July in UTC, and the embargo is over by then.
  assert.match(readFileSync(join(hub, "content/events/an-afternoon-about-time-on-the-road.md"), "utf8"), /until: 2026-08-01T00:30:00\+01:00/);
  const before = (moment) => {
    almoner(hub, "build", "content", "--as-of", moment);
    return existsSync(join(hub, "public/events/an-afternoon-about-time-on-the-road"));
  };
  assert.deepEqual([before("2026-07-31T23:29:59Z"), before("2026-07-31T23:30:00Z")], [false, true]);
});

test("days and times are the same ones for an editor behind UTC", async () => {
  const hub = newHub("behind");
  const { page, close } = await open(hub, "America/Los_Angeles");
  await form(page, "explainer");
  await fillIn(page, { ...entries.explainer, topics: ["Using evidence"], body: "Words.", published: "2026-07-01T18:30" });
  const saved = await save(page);
  for (const line of ["published: 2026-07-01T18:30:00-07:00", "reviewed: 2026-07-01", "review_by: 2027-07-01"]) {
    assert.match(saved.content, new RegExp(`^${line}$`, "m"), saved.content);
  }
  await merge(page, hub, saved);
  await close();
  almoner(hub, "build", "content", "--as-of", AS_OF);
  const html = published(hub)["/public/explainers/why-travel-takes-so-much-of-a-week/index.html"];
  assert.match(html, /datetime="2026-07-02T02:30:00\+01:00"/, "the same moment on the hub's own clock");
  assert.match(html, /datetime="2026-07-01"/, "a day is that day everywhere");
});

test("what is filled in and cleared again is as if it had never been; an embargo that is cleared keeps the page back", async () => {
  const hub = newHub("cleared");
  const { page, close } = await open(hub, "Europe/London");
  const cleared = { doi: "", slug: "", updated: "", translated_on: "", search: { boost: "" } };
  await form(page, "faq");
  await fillIn(page, { ...entries.faq, doi: "10.1000/182", slug: "a-visit", updated: "2026-07-15T09:30", translated_on: "2026-07-15", search: { boost: "1" } });
  await fillIn(page, cleared);
  const saved = await save(page);
  for (const line of ['doi: ""', 'slug: ""', 'updated: ""', 'translated_on: ""', '  boost: ""']) {
    assert.match(saved.content, new RegExp(`^${line}$`, "m"), saved.content);
  }
  await merge(page, hub, saved);
  almoner(hub, "build", "content", "--as-of", AS_OF);
  assert.ok(existsSync(join(hub, "public/questions/may-a-visit-be-made-by-telephone")));
  await fillIn(page, { embargo: { until: "2026-12-24T09:30" } });
  await fillIn(page, { embargo: { until: "" } });
  await merge(page, hub, await save(page));
  const failed = await Promise.resolve().then(() => almoner(hub, "check", "content", "--as-of", AS_OF)).catch((fault) => fault);
  assert.equal(failed.status, 1);
  assert.match(failed.stderr, /`embargo` is there and does not say until when/);
  await close();
});

test("a page of every type is opened, changed in one field, and nothing else of it changes", async () => {
  const [saved, byHand] = ["saved", "by-hand"].map((name) => join(folder, name));
  for (const hub of [saved, byHand]) cpSync(join(repository, "content"), join(hub, "content"), { recursive: true });
  forms(saved);
  const heaviest = new Map();
  for (const [path, text] of Object.entries(texts(saved))) {
    const type = /^type: (\S+)$/m.exec(text)[1];
    if (!path.endsWith("_index.md") && text.length > (heaviest.get(type)?.text.length ?? 0)) heaviest.set(type, { path, text });
  }
  const { page, close } = await open(saved, "Europe/London");
  for (const [type, { path, text }] of heaviest) {
    // A free page lies in any folder: each has a list of its own in the editor.
    const list = type === "page" ? `page-in-${dirname(path).split("/").at(-1)}` : type;
    const words = `Words of the test of ${type}.`;
    const field = type === "page" ? "summary" : "rights_note";
    await form(page, list, path.split("/").at(-1).replace(/\.md$/, ""), /^id: (\S+)$/m.exec(text)?.[1]);
    await fillIn(page, { [field]: words });
    const file = await save(page);
    assert.equal(file.path, path);
    await merge(page, saved, file);
    const others = text.replace(new RegExp(`^${field}:.*\n`, "m"), "");
    writeFileSync(join(byHand, path), others.replace(/^---\n/, `---\n${field}: ${words}\n`));
  }
  await close();
  for (const hub of [saved, byHand]) almoner(hub, "build", "content", "--as-of", AS_OF);
  const [one, other] = [published(saved), published(byHand)];
  assert.deepEqual(Object.keys(one), Object.keys(other));
  const differing = Object.keys(one).filter((path) => one[path] !== other[path]);
  assert.deepEqual(differing, [], "the site of what was saved is that of what is written by hand, to the byte");
});

test("Sveltia CMS reads the same file without a complaint", async () => {
  const hub = newHub("sveltia");
  const admin = join(hub, "admin");
  cpSync(join(repository, "tests/browser/node_modules/@sveltia/cms/dist/sveltia-cms.js"), join(admin, "sveltia-cms.js"));
  const index = readFileSync(join(admin, "index.html"), "utf8");
  writeFileSync(join(admin, "index.html"), index.replace("decap-cms.js", "sveltia-cms.js"));
  const server = await serve(admin);
  servers.push(server);
  const page = await browser.newPage();
  const said = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && said.push(message.text()));
  await page.goto(`${server.origin}/`);
  await page.getByText("Work with Test Repository").waitFor();
  // It asks others for its fonts and its newest version, and gets nothing here.
  const complaints = said.filter((text) => !/Failed to load resource|Editorial Workflow is currently supported only/.test(text));
  assert.deepEqual(complaints, []);
});
