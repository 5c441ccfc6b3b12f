// Makes the pictures of `tests/screenshots`.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch, visit } from "./browser.mjs";
import { booklets, root, samples } from "./hub.mjs";
import { serve } from "./server.mjs";

const folder = resolve(process.argv[2]);
mkdirSync(folder, { recursive: true });
const kinds = new Map([...samples].map(([kind, path]) => [path, kind.replace(/[^a-z0-9]+/g, "-")]));
const server = await serve(root);
const browser = await launch();
let pictures = 0;
for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" });
    await visit(context, server.origin, kinds.keys(), async (page, path) => {
      await page.screenshot({ path: join(folder, `${kinds.get(path)}-${width}-${colorScheme}.png`), fullPage: true });
      pictures += 1;
    });
    await context.close();
  }
}
const context = await browser.newContext();
await visit(context, server.origin, kinds.keys(), (page, path) => page.pdf({ path: join(folder, `${kinds.get(path)}.pdf`), preferCSSPageSize: true }));
// Paper as a person sees it: one picture a sheet.
let sheets = 0;
const onPaper = ["research-summary", "practice-guide", "media-response-kit"].map((kind) => [samples.get(kind), kind]);
await visit(context, server.origin, [...onPaper, [booklets[0], "booklet"]].map(([path]) => path), async (page, path) => {
  const kind = onPaper.find(([of]) => of === path)?.[1] ?? "booklet";
  const file = join(folder, `${kind}.pdf`);
  const pdf = await page.pdf({ path: file, preferCSSPageSize: true });
  const run = spawnSync("pdftoppm", ["-r", "80", "-png", file, join(folder, `${kind}-sheet`)], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`pdftoppm: ${run.error ?? run.stderr}`);
  sheets += pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
});
await browser.close();
await server.close();
process.stdout.write(`${pictures} pictures, ${kinds.size} printed pages and ${sheets} pictures of sheets in ${folder}\n`);
