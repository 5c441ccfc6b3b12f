// Makes the pictures of `tests/screenshots`.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch, visit } from "./browser.mjs";
import { root, samples } from "./hub.mjs";
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
await browser.close();
await server.close();
process.stdout.write(`${pictures} pictures and ${kinds.size} printed pages in ${folder}\n`);
