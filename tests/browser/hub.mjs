// The built hub as the tests see it: its files, what kind of page each address holds, and a sample of every kind.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { optional, redirectRules } from "./server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
export const repository = resolve(here, "../..");
export const root = resolve(process.env.HUB_PUBLIC ?? join(repository, "public"));
if (!existsSync(join(root, "index.html"))) throw new Error(`no built hub in ${root}: build it, or name its folder in HUB_PUBLIC`);

function walk(folder, below = "") {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? walk(folder, `${below}${entry.name}/`) : [`${below}${entry.name}`]));
}

/** Every file, as a path from the root of the site. */
export const files = walk(root);
export const read = (file) => readFileSync(join(root, file), "utf8");
export const gzipped = (file) => gzipSync(readFileSync(join(root, file)), { level: 9 }).length;
export const address = (file) => `/${file.replace(/(^|\/)index\.html$/, "$1")}`;
const fileOf = (path) => (path.endsWith("/") ? `${path.slice(1)}index.html` : path.slice(1));

const isRedirect = (html) => /<meta http-equiv="refresh"/.test(html);
const html = files.filter((file) => file.endsWith(".html"));
const redirectPages = new Set(html.filter((file) => isRedirect(read(file))));

/** Every page that somebody reads: no page whose only use is to lead on. */
export const pages = html.filter((file) => !redirectPages.has(file)).map(address);
/** Sections as one document for paper: nobody waits for one on the way, so the budgets of pages are not theirs. */
export const booklets = pages.filter((path) => path.endsWith("/print/"));
export const redirects = [...redirectPages].map(address);

const isTombstone = (path) => read(fileOf(path)).includes("This note stands in place of the page");
export const tombstones = pages.filter(isTombstone);

// A permanent id begins with the letters of its type, and `_redirects` leads from each id to its page.
const prefixes = new Map(
  readdirSync(join(repository, "themes/college/types"))
    .filter((name) => name.endsWith(".yaml") && !name.startsWith("_"))
    .map((name) => [name.replace(".yaml", ""), readFileSync(join(repository, "themes/college/types", name), "utf8")])
    .map(([type, text]) => [/^prefix: *(\w+)/m.exec(text)?.[1] ?? null, type]),
);
const withId = redirectRules(optional(join(root, "_redirects")))
  .map((rule) => [/^\/id\/([a-z]+)-[^/]+\/$/.exec(rule.from)?.[1], rule.to])
  .filter(([prefix, to]) => prefixes.has(prefix) && pages.includes(to) && !isTombstone(to));

/** The pages of each type, the heaviest first: it has the most parts. */
export const byType = new Map();
for (const [prefix, to] of withId) {
  const type = prefixes.get(prefix);
  byType.set(type, [...(byType.get(type) ?? []), to]);
}
const weight = (path) => read(fileOf(path)).length;
for (const list of byType.values()) list.sort((a, b) => weight(b) - weight(a));

/** The types that the theme ships and of which the hub shows no page. */
export const typesWithoutPages = [...prefixes.values()].filter((type) => !byType.has(type));

const first = (test) => pages.find(test);
const typed = new Set([...byType.values()].flat());

/** One page of every type and of every kind of list, by name. */
export const samples = new Map(
  [
    ...[...byType].map(([type, list]) => [type, list[0]]),
    ["free page", first((path) => path.startsWith("/about/") && !typed.has(path) && path !== "/about/")],
    ["home", "/"],
    ["section", "/research/"],
    ["section with groups or children", "/about/"],
    ["section, second page", first((path) => /\/page\/2\/$/.test(path))],
    ["topics", "/topics/"],
    ["topic list", first((path) => /^\/topics\/[^/]+\/$/.test(path))],
    ["a-z", "/a-z/"],
    ["glossary", "/glossary/"],
    ["browse", "/browse/"],
    ["browse, one facet", "/browse/strength/"],
    ["browse, one value", first((path) => /^\/browse\/strength\/\d\/$/.test(path))],
    ["search", "/search/"],
    ["offline", "/offline/"],
    ["not kept", "/offline/missing/"],
    ["404", "/404.html"],
    ["tombstone", first(isTombstone)],
  ].map(([kind, path]) => {
    if (!pages.includes(path)) throw new Error(`the hub has no page of the kind “${kind}” (${path})`);
    return [kind, path];
  }),
);
