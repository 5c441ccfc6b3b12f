// `almoner serve` as an editor meets it: a browser beside an editor, over a hub of a few pages in a folder of its own.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { launch, watch } from "./browser.mjs";
import { repository } from "./hub.mjs";

const program = process.env.ALMONER ?? join(process.env.CARGO_TARGET_DIR ?? join(repository, "target"), "debug/almoner");
if (!existsSync(program)) throw new Error(`no program ${program}: build it, or name it in ALMONER`);

const folder = mkdtempSync(join(tmpdir(), "almoner-serve-"));
const hub = join(folder, "content");
const write = (path, text) => {
  mkdirSync(dirname(join(hub, path)), { recursive: true });
  writeFileSync(join(hub, path), text);
};
const long = Array.from({ length: 80 }, (_, n) => `Paragraph ${n} of many.\n`).join("\n");
const page = (title, words, more = "") => `---\ntype: note\ntitle: ${title}\n${more}---\n\n${words}\n`;
const HUB = `title: A small hub
base_url: https://hub.example.org
time_zone: Europe/London
topics: free
defaults:
  summary: What this page says, in one sentence.
  status: published
  published: 2026-01-05T09:00:00Z
  owner: Editors
  topics: [Supervision]
  audiences: [practitioner]
  nations: [england]
  licence: CC-BY-4.0
  rights_note: Our own words.
`;
const NOTE = "name: Note\nplural: Notes\nhelp: A page of a test.\nfolder: about\nshared_optional: [id]\n";

let server;
let browser;

/** Starts the program at a port, any free one at first; ready when it says so. */
async function start(port) {
  const child = spawn(program, ["serve", hub, "--port", String(port)], { env: { PATH: process.env.PATH }, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const ready = await new Promise((done, fail) => {
    child.stderr.on("data", (data) => {
      said += data;
      const address = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(said);
      if (address) done(address);
    });
    child.on("exit", (code) => fail(new Error(`ended with ${code}: ${said}`)));
  });
  return { child, port: Number(ready[1]), origin: ready[0].replace(/\/$/, ""), said: () => said };
}

const stop = (running, signal = "SIGINT") =>
  new Promise((done) => {
    running.child.removeAllListeners("exit");
    running.child.on("exit", (code, by) => done(by ?? code));
    running.child.kill(signal);
  });

before(async () => {
  write("hub.yaml", HUB);
  write("_types/note.yaml", NOTE);
  write("about/one.md", page("Page one", `First words.\n\n${long}`));
  write("about/two.md", page("Page two", "Words of two."));
  write("about/later.md", page("A later page", "Words for later.", "published: 2099-12-01T09:00:00Z\n"));
  server = await start(0);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  if (server) await stop(server);
  rmSync(folder, { recursive: true, force: true });
});

async function open(path) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  const faults = await watch(context, server.origin);
  const opened = await context.newPage();
  await opened.goto(server.origin + path, { waitUntil: "load" });
  return { page: opened, faults, context };
}
const alert = (opened) => opened.locator("#almoner-overlay [role=alert]");

test("a saved page comes anew, and the reader stays where they were", async () => {
  const { page: opened, faults, context } = await open("/about/one/");
  await opened.evaluate(() => scrollTo({ top: 900, behavior: "instant" }));
  write("about/one.md", page("Page one", `Other words.\n\n${long}`));
  await opened.getByText("Other words.").waitFor({ state: "attached" });
  await opened.waitForFunction(() => Math.abs(scrollY - 900) < 5);
  assert.deepEqual(faults, []);
  await context.close();
});

test("a page that reads as before does not come anew", async () => {
  const { page: opened, context } = await open("/about/one/");
  await opened.evaluate(() => (window.stayed = true));
  write("about/two.md", page("Page two", "Other words of two, that page one does not show."));
  await opened.waitForTimeout(1500);
  assert.equal(await opened.evaluate(() => window.stayed), true);
  await context.close();
});

test("a style sheet is swapped where it stands", async () => {
  const { page: opened, faults, context } = await open("/about/one/");
  await opened.evaluate(() => (window.stayed = true));
  const css = readFileSync(join(repository, "themes/college/assets/hub.css"), "utf8");
  write("_theme/hub.css", `${css}\nh1 { color: rgb(1, 2, 3) !important }\n`);
  await opened.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)");
  assert.equal(await opened.evaluate(() => window.stayed), true, "the page was not loaded again");
  await opened.waitForFunction(() => document.querySelectorAll('link[rel=stylesheet][href*="/assets/hub."]').length === 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test("faults lie over the last good page, as text, and go when they are mended", async () => {
  const { page: opened, faults, context } = await open("/about/one/");
  const sound = page("Page two", "Words of two.");
  const hostile = '<script>window.stolen = 1</script><img src=x onerror="window.stolen = 2">';
  write("about/two.md", sound.replace("---\n\n", `sumary: ${hostile}\n---\n\n[gone](missing.md)\n`));
  await alert(opened).getByText("sumary").waitFor();
  const words = await alert(opened).innerText();
  assert.match(words, /errors?: you see the last good version/);
  assert.match(words, /two\.md:4:1/);
  assert.match(words, /no page or file at `missing\.md`/);
  assert.match(words, /did you mean `summary`\?/);
  assert.match(words, /<script>/, "what was written is shown as text");
  assert.equal(await opened.evaluate(() => window.stolen), undefined);
  assert.equal(await alert(opened).locator("img, script").count(), 0);
  assert.ok(await opened.getByText("Paragraph 0 of many.").count(), "the page is still there");
  write("about/two.md", sound);
  await alert(opened).waitFor({ state: "detached" });
  assert.deepEqual(faults, []);
  await context.close();
});

test("the words over a page can be put away by the keyboard", async () => {
  const { page: opened, context } = await open("/about/one/");
  write("about/two.md", "no front matter");
  await alert(opened).getByRole("button", { name: "Hide" }).focus();
  await opened.keyboard.press("Enter");
  await alert(opened).waitFor({ state: "detached" });
  write("about/two.md", page("Page two", "Words of two."));
  await context.close();
});

test("an address without a page shows the page as soon as it is written", async () => {
  const { page: opened, context } = await open("/about/new/");
  write("about/new.md", page("A new page", "New words."));
  await opened.getByText("New words.").waitFor();
  rmSync(join(hub, "about/new.md"));
  await opened.getByText("New words.").waitFor({ state: "detached" });
  await context.close();
});

test("a page that is not public yet is marked and says how long it is to wait", async () => {
  const { page: opened, faults, context } = await open("/about/later/");
  assert.match(await opened.locator(".box.embargo").innerText(), /Not for publication before .* \d+ days? .*to go\./s);
  assert.deepEqual(faults, []);
  await context.close();
});

test("whoever was connected to an earlier server is told what has changed since", async () => {
  const { page: opened, context } = await open("/about/one/");
  const { port } = server;
  assert.equal(await stop(server), 130, "Ctrl-C ends with the code of an interruption");
  assert.match(server.said(), /stopped after \d+ s\n$/);
  write("about/one.md", page("Page one", `Words of another server.\n\n${long}`));
  server = await start(port);
  await opened.getByText("Words of another server.").waitFor({ state: "attached" });
  await context.close();
});

test("a page that nobody sees leaves its connection to others, and catches up", async () => {
  const { page: opened, context } = await open("/about/one/");
  const hide = (hidden) =>
    opened.evaluate((now) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => now });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await hide(true);
  write("about/one.md", page("Page one", `Words while away.\n\n${long}`));
  await opened.waitForTimeout(700);
  assert.equal(await opened.getByText("Words while away.").count(), 0);
  await hide(false);
  await opened.getByText("Words while away.").waitFor({ state: "attached" });
  await context.close();
});

test("a hub that is moved away and comes back is said and forgotten", async () => {
  const { page: opened, context } = await open("/about/one/");
  renameSync(hub, `${hub}-away`);
  await alert(opened).getByText("there is no such folder").waitFor();
  cpSync(`${hub}-away`, hub, { recursive: true });
  await alert(opened).waitFor({ state: "detached" });
  write("about/one.md", page("Page one", `Words of the copy.\n\n${long}`));
  await opened.getByText("Words of the copy.").waitFor({ state: "attached" });
  await context.close();
});
