// What `almoner check --format sarif` prints, against the schema of the standard and what GitHub asks for beyond it:
// docs.github.com, "SARIF support for code scanning".
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";

const root = fileURLToPath(new URL("../..", import.meta.url));
const almoner = resolve(root, process.env.ALMONER ?? join(process.env.CARGO_TARGET_DIR ?? "target", "debug/almoner"));

/** A hub with a fault on a line with letters beyond the first plane, one in a data file, and more than one of a kind. */
function faultyHub() {
  const folder = mkdtempSync(join(tmpdir(), "almoner-sarif-"));
  cpSync(join(root, "themes/starter/content"), join(folder, "content"), { recursive: true });
  writeFileSync(
    join(folder, "content/topics/für alle.md"),
    '---\ntype: topic\nname: 👪 families\nintro: What we know about families, in one sentence.\ntitel: x\n---\n\n👪👪 See [this](../gone.md) and [that](../gone.md).\n',
  );
  writeFileSync(join(folder, "content/hub.yaml"), `${readFileSync(join(folder, "content/hub.yaml"), "utf8")}\ncolour: red\n`);
  return folder;
}

/** @param {string} cwd @param {string} hub */
function sarif(cwd, hub) {
  try {
    execFileSync(almoner, ["check", hub, "--format", "sarif"], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  } catch (failed) {
    assert.equal(failed.status, 1);
    return JSON.parse(failed.stdout);
  }
  assert.fail("the hub has faults");
}

test("SARIF is sound by its schema and is what GitHub takes in", (t) => {
  assert.ok(existsSync(almoner), `build almoner first: cargo build (looked for ${almoner})`);
  const folder = faultyHub();
  t.after(() => rmSync(folder, { recursive: true }));
  const schema = JSON.parse(readFileSync(new URL("sarif/sarif-schema-2.1.0.json", import.meta.url), "utf8"));
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const isSound = ajv.compile(schema);

  const log = sarif(folder, "content");
  assert.ok(isSound(log), JSON.stringify(isSound.errors, null, 1));
  // The schema refuses what is wrong: else the line above would say nothing.
  assert.equal(isSound({ ...log, version: "2.0.0" }), false);

  const [run] = log.runs;
  assert.equal(log.runs.length, 1);
  assert.equal(run.columnKind, "utf16CodeUnits");
  assert.ok(run.results.length >= 4 && run.results.length <= 25_000);
  assert.ok("%SRCROOT%" in run.originalUriBaseIds);
  const rules = run.tool.driver.rules;
  for (const rule of rules) {
    assert.ok(rule.id.length <= 255 && rule.shortDescription.text.length <= 1024 && rule.fullDescription.text.length <= 1024, rule.id);
    assert.ok(rule.help.text.length > 100 && rule.help.markdown, `${rule.id} has no help`);
    assert.ok(["error", "warning", "note"].includes(rule.defaultConfiguration.level));
  }
  const prints = new Set();
  for (const result of run.results) {
    assert.equal(rules[result.ruleIndex].id, result.ruleId);
    assert.ok(["error", "warning", "note"].includes(result.level));
    assert.ok(result.message.text);
    assert.ok(result.locations.length === 1 && result.relatedLocations.length <= 1000);
    for (const { physicalLocation } of [...result.locations, ...result.relatedLocations]) {
      const { uri, uriBaseId } = physicalLocation.artifactLocation;
      assert.equal(uriBaseId, "%SRCROOT%");
      assert.ok(!/^[a-z]+:|^\/|\\|^\.\//i.test(uri) && existsSync(join(folder, decodeURIComponent(uri))), uri);
      const { startLine, startColumn, endLine, endColumn } = physicalLocation.region;
      assert.ok(startLine >= 1 && startColumn >= 1 && endLine === startLine && endColumn >= startColumn);
    }
    const print = result.partialFingerprints.primaryLocationLineHash;
    assert.match(print, /^[0-9a-f]{16}:[0-9]+$/);
    prints.add(print);
  }
  assert.equal(prints.size, run.results.length, "each result has a fingerprint of its own");

  // The pointer, cut out of the file as JavaScript counts letters, which is in units of UTF-16.
  const links = run.results.filter((/** @type {any} */ result) => result.ruleId === "link-missing");
  assert.equal(links.length, 2);
  for (const link of links) {
    const { artifactLocation, region } = link.locations[0].physicalLocation;
    const line = readFileSync(join(folder, decodeURIComponent(artifactLocation.uri)), "utf8").split("\n")[region.startLine - 1];
    assert.equal(line.slice(region.startColumn - 1, region.endColumn - 1), "../gone.md");
  }

  // However the hub is named, files are known by their path below the folder in which the step runs.
  const absolute = sarif(folder, join(folder, "content"));
  assert.deepEqual(absolute.runs[0].results.map((/** @type {any} */ r) => r.locations), run.results.map((/** @type {any} */ r) => r.locations));
});
