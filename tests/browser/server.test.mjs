// The test server reads `_headers` and `_redirects` as a host does; if it did not, the other tests would prove little.
import assert from "node:assert/strict";
import { test } from "node:test";
import { headerRules, headersFor, optional, redirectRules, serve } from "./server.mjs";
import { root } from "./hub.mjs";

const rules = headerRules(`# a comment
/*
  X-Frame-Options: DENY
  Link: </a>; rel=a
/assets/*
  ! X-Frame-Options
  Cache-Control: public, immutable
/:year/*.xml
  Link: </b>; rel=b
  Content-Type: text/xml
`);
const at = (path) => Object.fromEntries([...headersFor(rules, path)].map(([key, { value }]) => [key, value]));

test("headers of every rule that fits are joined, and a mark takes one away", () => {
  assert.deepEqual(at("/"), { "x-frame-options": "DENY", link: "</a>; rel=a" });
  assert.deepEqual(at("/assets/a.css"), { link: "</a>; rel=a", "cache-control": "public, immutable" });
  assert.deepEqual(at("/2026/deep/feed.xml"), { "x-frame-options": "DENY", link: "</a>; rel=a, </b>; rel=b", "content-type": "text/xml" });
  assert.throws(() => headerRules("  A: b"), /before the first path/);
  assert.throws(() => headerRules("/*\n  nonsense"), /neither/);
});

test("a redirect has a status, 301 if it says none, and may be forced", () => {
  const [plain, forced] = redirectRules("/a/* /b/\n/c/ /d/ 302!\n");
  assert.deepEqual([plain.status, plain.forced, plain.path.test("/a/x/y")], [301, false, true]);
  assert.deepEqual([forced.status, forced.forced, forced.path.test("/c")], [302, true, false]);
});

test("files come with the hub's headers, packed, and nothing else comes", async () => {
  const { origin, close } = await serve(root);
  try {
    const home = await fetch(`${origin}/`);
    assert.equal(home.headers.get("content-encoding"), "gzip");
    assert.match(home.headers.get("content-security-policy"), /default-src 'none'/);
    assert.equal(home.headers.get("x-content-type-options"), "nosniff");
    const style = /href="(\/assets\/[^"]+\.css)"/.exec(await home.text())[1];
    assert.match((await fetch(origin + style)).headers.get("cache-control"), /immutable/);
    assert.match((await fetch(`${origin}/feed.xml`)).headers.get("content-type"), /^application\/atom\+xml/);
    for (const path of ["/_headers", "/_redirects", "/.almoner-manifest.json", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd"]) {
      assert.equal((await fetch(origin + path)).status, 404, path);
    }
  } finally {
    await close();
  }
  assert.ok(optional(`${root}/_headers`));
});
