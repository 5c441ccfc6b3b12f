// The Nu HTML checker over every page that the build made, in one run.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { files, root } from "./hub.mjs";

const jar = join(dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json")), "build/dist/vnu.jar");

test("the Nu HTML checker finds no error", (t) => {
  const run = spawnSync("java", ["-jar", jar, "--skip-non-html", "--format", "json", "--stdout", root], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (run.error) throw run.error;
  assert.ok(run.stdout.startsWith("{"), run.stderr);
  const { messages } = JSON.parse(run.stdout);
  const all = messages.map(({ type, subType, url, lastLine, message }) => `${subType ?? type}: ${decodeURI(url ?? "").split(root).at(-1)}:${lastLine}: ${message}`);
  const html = files.filter((file) => file.endsWith(".html")).length;
  t.diagnostic(`${html} files, ${all.length} messages`);
  assert.deepEqual(all, []);
  assert.ok(html > 0);
});
