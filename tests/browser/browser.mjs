// One browser over one server for a file of tests, with an eye on everything a page must not do.
import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";
import { root } from "./hub.mjs";

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Whatever a page asks of another host fails at once and is counted, instead of waiting for a network.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

/** The browser and the server of a file of tests; both end with it. */
export function stage() {
  const on = { browser: null, origin: null };
  let server;
  before(async () => {
    server = await serve(root);
    on.origin = server.origin;
    on.browser = await launch();
  });
  after(async () => {
    await on.browser?.close();
    await server?.close();
  });
  return on;
}

/** Collects what pages of a context do that no page may: errors, broken policy, a call to another host. */
export async function watch(context, origin) {
  const faults = [];
  const tell = (page, what) => faults.push(`${page.url().replace(origin, "")}: ${what}`);
  await context.exposeBinding("tellViolation", ({ page }, what) => tell(page, `policy: ${what}`));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (e) => window.tellViolation(`${e.effectiveDirective} refused ${e.blockedURI} ${e.sample}`));
  });
  context.on("page", (page) => {
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && tell(page, `console: ${message.text()}`));
    page.on("pageerror", (error) => tell(page, `script: ${error.message}`));
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin !== origin && url.protocol !== "data:") tell(page, `asks another host: ${request.url()}`);
    });
    page.on("response", (response) => response.status() >= 400 && tell(page, `${response.status()} ${response.url().replace(origin, "")}`));
  });
  return faults;
}

/** Runs `act(page, path)` for each path, on a few pages at a time. */
export async function visit(context, origin, paths, act, width = 4) {
  const left = [...paths];
  await Promise.all(
    Array.from({ length: width }, async () => {
      const page = await context.newPage();
      for (let path = left.shift(); path !== undefined; path = left.shift()) {
        await page.goto(origin + path, { waitUntil: "load" });
        await act(page, path);
      }
      await page.close();
    }),
  );
}
