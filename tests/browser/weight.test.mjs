// What a reader's device must fetch. The gates are of the theme's budget; the counts are of gzip -9.
import assert from "node:assert/strict";
import { test } from "node:test";
import { booklets, files, gzipped, pages as all, read, samples } from "./hub.mjs";

const CODE = 8_000;
// The page of search brings the look of what it finds. Its script is another matter: it comes with the index.
const SEARCH_CODE = 10_000;
const PAGE = 15_000;
const pages = all.filter((path) => !booklets.includes(path));
const fileOf = (path) => (path.endsWith("/") ? `${path.slice(1)}index.html` : path.slice(1));
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const linked = (path) => [...read(fileOf(path)).matchAll(/<(?:script src|link rel="stylesheet" href)="\/([^"]+)"/g)].map((match) => match[1]);
const sum = (names) => names.reduce((total, name) => total + gzipped(name), 0);

test("styles and scripts of a page weigh at most 8 kB", (t) => {
  const heaviest = Math.max(...pages.filter((path) => !path.startsWith("/search/")).map((path) => sum(linked(path))));
  const search = sum(linked("/search/"));
  t.diagnostic(`${pages.length} pages, at most ${heaviest} bytes; the page of search ${search}`);
  assert.ok(pages.every((path) => linked(path).length >= 2));
  assert.ok(heaviest <= CODE, `${heaviest} bytes`);
  assert.ok(search <= SEARCH_CODE, `${search} bytes`);
});

test("what brings a copy to a device comes with its own page alone", (t) => {
  const [script] = read("offline/index.html").match(/assets\/offline\.[0-9a-f]{10}\.js/);
  const told = files.filter((file) => file.endsWith(".html") && read(file).includes(script));
  assert.deepEqual(told, ["offline/index.html"]);
  const bytes = gzipped(script);
  t.diagnostic(`${bytes} bytes, and ${gzipped("sw.js")} of the worker`);
  assert.ok(bytes <= 5_000 && gzipped("sw.js") <= 5_000);
});

test("a typical page weighs at most 15 kB with its styles and scripts", (t) => {
  const weights = [...samples.values()].map((path) => gzipped(fileOf(path)) + sum(linked(path)));
  const html = [...samples.values()].map((path) => gzipped(fileOf(path)));
  t.diagnostic(`${weights.length} pages; median ${median(weights)} bytes in all, ${median(html)} of HTML; heaviest ${Math.max(...weights)}`);
  assert.ok(median(weights) <= PAGE);
});

test("no page weighs more than 15 kB of HTML", (t) => {
  const weights = pages.map((path) => [gzipped(fileOf(path)), path]).sort(([a], [b]) => b - a);
  t.diagnostic(`${weights.length} pages, heaviest ${weights[0].join(" ")}`);
  assert.ok(weights[0][0] <= PAGE, weights[0].join(" "));
});

test("a section as one document for paper is told, not weighed", (t) => {
  assert.ok(booklets.length > 0, "no section can be printed as one document");
  t.diagnostic(booklets.map((path) => `${path} ${gzipped(fileOf(path))}`).join(", "));
});

test("the home page weighs at most 8 kB of HTML", (t) => {
  const weight = gzipped("index.html");
  t.diagnostic(`${weight} bytes`);
  assert.ok(weight <= 8_000);
});

test("what carries the hash of its bytes in its name is all that is served for good", (t) => {
  const named = files.filter((file) => /^(assets|files)\//.test(file));
  for (const file of named) assert.match(file, /\.[0-9a-f]{10}\.\w+$/);
  t.diagnostic(`${named.length} files`);
});
