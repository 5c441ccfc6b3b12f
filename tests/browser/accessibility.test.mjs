// axe-core over one page of every type and of every kind of list: narrow and wide, light and dark.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { stage, visit } from "./browser.mjs";
import { samples } from "./hub.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [360, 1280];
const on = stage();

test("axe-core finds nothing", async (t) => {
  const kinds = new Map([...samples].map(([kind, path]) => [path, kind]));
  const context = await on.browser.newContext();
  // As part of the page and not as a tag in it: the hub's own policy stays in force.
  await context.addInitScript({ path: axe });
  const faults = [];
  let runs = 0;
  let rules = 0;
  await visit(context, on.origin, kinds.keys(), async (page, path) => {
    for (const colorScheme of ["light", "dark"]) {
      for (const width of WIDTHS) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        const result = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values } }), RULES);
        runs += 1;
        rules += result.passes.length;
        for (const { id, help, nodes } of result.violations) {
          faults.push(`${path} (${kinds.get(path)}), ${width} px, ${colorScheme}: ${id}: ${help}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
        }
      }
    }
  });
  t.diagnostic(`${kinds.size} pages, ${runs} runs, ${rules} rules that had something to look at and passed`);
  assert.deepEqual(faults, []);
  assert.ok(kinds.size >= 30, "the sample has shrunk");
});
