// Every page, with scripts and without: it keeps to the hub's policy, asks nothing of another host, fits a narrow screen,
// and loses neither a word nor a link when scripts are off.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage, visit, watch } from "./browser.mjs";
import { pages, redirects } from "./hub.mjs";

const on = stage();
const NARROW = { viewport: { width: 320, height: 640 } };
// What the reader of each page has when scripts run.
const seen = new Map();

// The words and links of a page, without the parts that only a script can use.
const content = () => {
  const main = document.querySelector("main").cloneNode(true);
  // Words that a button copies: without it the file beside it has the same.
  for (const button of main.querySelectorAll("[data-copy]")) {
    const words = main.querySelector(`#${CSS.escape(button.dataset.copy)}`);
    if (words?.hidden && button.parentElement.querySelector("a[href$='.txt']")) words.remove();
  }
  main.querySelectorAll("noscript, [data-failed], [data-script], [data-copy], [data-print], [data-after]").forEach((part) => part.remove());
  return {
    words: main.textContent.split(/\s+/).filter(Boolean),
    links: [...main.querySelectorAll("a[href]")].map((link) => link.getAttribute("href")),
    hidden: [...main.querySelectorAll("[hidden]")].map((part) => part.outerHTML.slice(0, 80)),
    ways: document.querySelectorAll("header a[href], footer a[href]").length,
  };
};

// How far the page and each panel of it reach beyond the screen.
const overflow = () => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const wide = scrollWidth > clientWidth ? [`needs ${scrollWidth} px`] : [];
  for (const panel of document.querySelectorAll("[popover]")) {
    panel.showPopover();
    const { left, right, width } = panel.getBoundingClientRect();
    panel.hidePopover();
    if (left < 0 || right > clientWidth || width === 0) wide.push(`panel ${panel.id} stands from ${left} to ${right} px`);
  }
  return wide;
};

test("no page reports an error, breaks its policy, asks another host or scrolls sideways at 320 px", async (t) => {
  const context = await on.browser.newContext(NARROW);
  const faults = await watch(context, on.origin);
  let panels = 0;
  await visit(context, on.origin, pages, async (page, path) => {
    seen.set(path, await page.evaluate(content));
    panels += await page.locator("[popover]").count();
    faults.push(...(await page.evaluate(overflow)).map((fault) => `${path}: ${fault}`));
  });
  await context.close();
  t.diagnostic(`${pages.length} pages, ${panels} panels`);
  assert.deepEqual(faults, []);
  assert.ok(pages.length >= 40);
});

test("with scripts off every page has its words and its links", async (t) => {
  const context = await on.browser.newContext({ ...NARROW, javaScriptEnabled: false });
  let words = 0;
  let links = 0;
  await visit(context, on.origin, pages, async (page, path) => {
    const here = await page.evaluate(content);
    words += here.words.length;
    links += here.links.length;
    assert.ok(await page.locator("h1").isVisible(), `${path} shows its title`);
    assert.ok(here.words.length >= 5, `${path} has words`);
    assert.ok(here.ways >= 10, `${path} has ways on`);
    assert.deepEqual(here.hidden, [], `${path} hides what only a script would show`);
    assert.deepEqual(here, { ...seen.get(path), hidden: [] }, path);
  });
  await context.close();
  t.diagnostic(`${pages.length} pages, ${words} words, ${links} links`);
});

test("the policy is in force: a script and a style that are not the hub's own are refused", async () => {
  const context = await on.browser.newContext();
  const faults = await watch(context, on.origin);
  const page = await context.newPage();
  await page.goto(`${on.origin}/`);
  const ran = await page.evaluate(async () => {
    const script = document.createElement("script");
    try {
      script.text = "window.intruder = true";
    } catch (refused) {
      return `refused: ${refused.name}`;
    }
    document.head.append(script);
    return window.intruder ?? "did not run";
  });
  assert.match(ran, /refused|did not run/);
  await page.evaluate(() => document.querySelector("h1").setAttribute("style", "color: red"));
  await assert.doesNotReject(page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color !== "rgb(255, 0, 0)"));
  assert.ok(faults.some((fault) => fault.includes("policy:")), "nobody was told of the breach");
});

test("an address that moved leads on", async (t) => {
  for (const path of redirects) {
    const answer = await fetch(on.origin + path, { redirect: "manual" });
    assert.equal(answer.status, 301, path);
    const there = await fetch(new URL(answer.headers.get("location"), on.origin));
    assert.equal(there.status, 200, `${path} leads to ${there.url}`);
  }
  t.diagnostic(`${redirects.length} addresses`);
  assert.ok(redirects.length > 0);
});

test("an address that never was says so", async () => {
  const answer = await fetch(`${on.origin}/never/was/`);
  assert.equal(answer.status, 404);
  assert.match(await answer.text(), /A to Z/);
});
