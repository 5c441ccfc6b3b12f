// Feeds and the map of the site: what their formats ask, and that what they point at is there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { files, pages, read, redirects } from "./hub.mjs";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/;
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  isArray: (name) => ["entry", "link", "url", "category", "author"].includes(name),
});
const ofName = (name) => files.filter((file) => file.split("/").at(-1) === name);
const text = (node) => (typeof node === "object" ? node["#text"] : node);

/** An XML file, well formed, as plain data. */
function xml(file) {
  const source = read(file);
  const well = XMLValidator.validate(source);
  assert.equal(well, true, `${file}: ${JSON.stringify(well)}`);
  assert.match(source, /^<\?xml version="1\.0" encoding="utf-8"\?>/, file);
  return parser.parse(source);
}

const origin = new URL(xml("sitemap.xml").urlset.url[0].loc).origin;
const there = new Set([...pages, ...redirects, ...files.map((file) => `/${file}`)]);

/** An absolute address of this hub, of which the tree has the file. */
function leads(address, file) {
  assert.ok(URL.canParse(address), `${file}: not an address: ${address}`);
  const url = new URL(address);
  assert.equal(url.origin, origin, `${file}: ${address}`);
  assert.ok(there.has(decodeURI(url.pathname)), `${file}: nothing at ${address}`);
}

function instant(value, file) {
  assert.match(value ?? "", INSTANT, file);
  assert.ok(!Number.isNaN(Date.parse(value)), `${file}: ${value}`);
}

test("Atom feeds are valid", (t) => {
  const feeds = ofName("feed.xml");
  let entries = 0;
  for (const file of feeds) {
    const { feed } = xml(file);
    assert.equal(feed["@xmlns"], "http://www.w3.org/2005/Atom", file);
    assert.ok(text(feed.title)?.trim(), `${file}: title`);
    assert.ok(feed.id?.trim(), `${file}: id`);
    instant(feed.updated, file);
    const self = feed.link.find((link) => link["@rel"] === "self");
    assert.equal(self["@href"], `${origin}/${file}`, `${file}: self`);
    for (const link of feed.link) leads(link["@href"], file);
    const ids = new Set();
    for (const entry of feed.entry ?? []) {
      entries += 1;
      const where = `${file}: ${text(entry.title)}`;
      assert.ok(text(entry.title)?.trim(), where);
      assert.match(entry.id, /^(tag|https?|urn):/, where);
      assert.ok(!ids.has(entry.id), `${where}: id twice`);
      ids.add(entry.id);
      instant(entry.updated, where);
      if (entry.published !== undefined) {
        instant(entry.published, where);
        assert.ok(Date.parse(entry.published) <= Date.parse(entry.updated), `${where}: updated before it was published`);
      }
      assert.ok(Date.parse(entry.updated) <= Date.parse(feed.updated), `${where}: newer than its feed`);
      assert.ok(entry.author ?? feed.author, `${where}: author`);
      assert.ok(entry.link.some((link) => (link["@rel"] ?? "alternate") === "alternate"), where);
      for (const link of entry.link) leads(link["@href"], where);
      for (const category of entry.category ?? []) assert.ok(category["@term"], where);
    }
  }
  t.diagnostic(`${feeds.length} feeds, ${entries} entries`);
  assert.ok(feeds.length >= 10 && entries >= 100);
});

test("JSON feeds are valid", (t) => {
  const feeds = ofName("feed.json");
  let entries = 0;
  for (const file of feeds) {
    const feed = JSON.parse(read(file));
    assert.equal(feed.version, "https://jsonfeed.org/version/1.1", file);
    assert.ok(feed.title, file);
    leads(feed.home_page_url, file);
    assert.equal(feed.feed_url, `${origin}/${file}`);
    assert.match(feed.language, LANGUAGE, file);
    assert.ok(Array.isArray(feed.items), file);
    assert.equal(new Set(feed.items.map((item) => item.id)).size, feed.items.length, `${file}: ids`);
    for (const item of feed.items) {
      entries += 1;
      assert.equal(typeof item.id, "string", file);
      leads(item.url, file);
      assert.ok(item.content_text ?? item.content_html, `${file}: ${item.url}`);
      instant(item.date_published, file);
      instant(item.date_modified, file);
    }
    const atom = xml(file.replace(".json", ".xml")).feed;
    assert.deepEqual(feed.items.map((item) => item.id), (atom.entry ?? []).map((entry) => entry.id), `${file}: not what its Atom feed holds`);
  }
  t.diagnostic(`${feeds.length} feeds, ${entries} entries`);
  assert.equal(feeds.length, ofName("feed.xml").length);
});

test("every page names the feeds that are there", (t) => {
  let links = 0;
  for (const path of pages) {
    const html = read(path.endsWith("/") ? `${path.slice(1)}index.html` : path.slice(1));
    for (const [, href] of html.matchAll(/<link rel="alternate" type="application\/(?:atom|feed)\+(?:xml|json)" title="[^"]+" href="([^"]+)"/g)) {
      leads(new URL(href, origin).href, path);
      links += 1;
    }
  }
  t.diagnostic(`${pages.length} pages, ${links} links`);
  assert.ok(links > 0);
});

test("the map of the site holds what may be found, and nothing else", (t) => {
  const { urlset } = xml("sitemap.xml");
  assert.equal(urlset["@xmlns"], "http://www.sitemaps.org/schemas/sitemap/0.9");
  const listed = new Set();
  for (const { loc, lastmod } of urlset.url) {
    leads(loc, "sitemap.xml");
    assert.ok(!listed.has(loc), `${loc} twice`);
    listed.add(loc);
    if (lastmod !== undefined) assert.match(lastmod, /^\d{4}-\d\d-\d\d(T|$)/, loc);
  }
  const secret = (path) => /<meta name="robots" content="[^"]*noindex/.test(read(path.endsWith("/") ? `${path.slice(1)}index.html` : path.slice(1)));
  // The second and later pages of a list hold no page that has no place of its own.
  const open = new Set(pages.filter((path) => path !== "/404.html" && !/\/page\/\d+\/$/.test(path) && !secret(path)).map((path) => encodeURI(origin + path)));
  assert.deepEqual([...open].filter((path) => !listed.has(path)), [], "not in the map");
  assert.deepEqual([...listed].filter((path) => !open.has(path)), [], "should not be in the map");
  assert.match(read("robots.txt"), new RegExp(`^Sitemap: ${origin}/sitemap\\.xml$`, "m"));
  t.diagnostic(`${listed.size} addresses`);
});
