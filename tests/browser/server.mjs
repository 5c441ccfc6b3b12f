// Serves a built hub as a host such as Netlify would: with the headers of its own `_headers`, its `_redirects`, its
// 404 page, and gzip. Only on this machine, and never for longer than a test needs.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { readFileSync, existsSync, statSync } from "node:fs";
import { join, resolve, extname, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LONGEST = 20 * 60 * 1000;

const KINDS = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".xml": "application/xml",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".pdf": "application/pdf",
  ".yml": "application/yaml",
  ".csv": "text/csv; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".bib": "text/plain; charset=utf-8",
  ".ris": "text/plain; charset=utf-8",
};
const COMPRESSED = new Set([".html", ".css", ".js", ".json", ".xml", ".svg", ".csv", ".txt", ".bib", ".ris"]);

const escaped = (text) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");

/** A path of `_headers` or `_redirects` as a pattern: `*` stands for anything, `:name` for one part. */
export const pattern = (path) =>
  new RegExp(`^${path.split("/").map((part) => (part.startsWith(":") ? "[^/]+" : escaped(part).replaceAll("*", ".*"))).join("/")}$`);

/** The rules of a `_headers` file, in its order. A line `! Name` takes away what an earlier rule set. */
export function headerRules(text) {
  const rules = [];
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (!line || line.startsWith("#")) continue;
    if (line.startsWith("/")) {
      rules.push({ path: pattern(line), changes: [] });
      continue;
    }
    if (!rules.length) throw new Error(`_headers: a header stands before the first path: ${line}`);
    const { changes } = rules.at(-1);
    if (line.startsWith("!")) {
      changes.push({ remove: line.slice(1).trim().toLowerCase() });
      continue;
    }
    const colon = line.indexOf(":");
    if (colon < 1) throw new Error(`_headers: neither a path nor a header: ${line}`);
    changes.push({ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() });
  }
  return rules;
}

/** The headers of one address. Values of one name join with commas, except a content type, of which there is one. */
export function headersFor(rules, path) {
  const headers = new Map();
  for (const rule of rules.filter((rule) => rule.path.test(path))) {
    for (const { remove, name, value } of rule.changes) {
      const key = remove ?? name.toLowerCase();
      if (remove !== undefined) headers.delete(key);
      else if (headers.has(key) && key !== "content-type") headers.get(key).value += `, ${value}`;
      else headers.set(key, { name, value });
    }
  }
  return headers;
}

/** The rules of a `_redirects` file: where from, where to, with what status, and whether over a file that is there. */
export function redirectRules(text) {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => {
      const [from, to, status = "301"] = line.split(/\s+/);
      return { from, path: pattern(from), to, status: parseInt(status, 10), forced: status.endsWith("!") };
    });
}

export const optional = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");

/**
 * Starts a server for a folder, on a port of the system's choice unless one is named. `before(path)` is waited for ahead of each answer.
 */
export async function serve(folder, { port = 0, before = () => {} } = {}) {
  const root = resolve(folder);
  if (!existsSync(join(root, "index.html"))) throw new Error(`no built hub in ${root}: run \`almoner build\` first`);
  const rules = headerRules(optional(join(root, "_headers")));
  const redirects = redirectRules(optional(join(root, "_redirects")));
  const missing = join(root, "404.html");
  const packed = new Map();

  const fileAt = (path) => {
    const file = resolve(root, `.${path}`);
    if (file !== root && !file.startsWith(root + sep)) return null;
    if (/^\/(_headers|_redirects|\.)/.test(path)) return null;
    if (!existsSync(file)) return null;
    if (!statSync(file).isDirectory()) return file;
    const index = join(file, "index.html");
    return path.endsWith("/") && existsSync(index) ? index : null;
  };

  const server = createServer(async (request, response) => {
    try {
      const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
      await before(path);
      const file = fileAt(path);
      const redirect = redirects.find((rule) => rule.path.test(path) && (rule.forced || !file));
      for (const { name, value } of headersFor(rules, path).values()) response.setHeader(name, value);
      if (redirect) {
        response.writeHead(redirect.status, { Location: redirect.to }).end();
        return;
      }
      const found = file ?? missing;
      const kind = extname(found);
      if (!response.hasHeader("Content-Type")) response.setHeader("Content-Type", KINDS[kind] ?? "application/octet-stream");
      response.statusCode = file ? 200 : 404;
      let body = await readFile(found);
      if (COMPRESSED.has(kind) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
        // By its time, too: a test may put another site into the folder.
        const form = `${found} ${statSync(found).mtimeMs}`;
        if (!packed.has(form)) packed.set(form, gzipSync(body, { level: 9 }));
        body = packed.get(form);
        response.setHeader("Content-Encoding", "gzip");
        response.setHeader("Vary", "Accept-Encoding");
      }
      response.setHeader("Content-Length", body.length);
      response.end(request.method === "HEAD" ? undefined : body);
    } catch (fault) {
      response.writeHead(fault instanceof URIError ? 400 : 500, { "Content-Type": "text/plain" }).end(String(fault));
    }
  });
  await new Promise((ready, failed) => server.once("error", failed).listen(port, "127.0.0.1", ready));
  const close = () => new Promise((closed) => {
    clearTimeout(last);
    server.close(closed);
    server.closeAllConnections();
  });
  const last = setTimeout(close, LONGEST);
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

// `node server.mjs public` for a person: says where, and goes when whoever started it goes.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { origin } = await serve(process.argv[2] ?? "public");
  process.stdout.write(`${origin}/\n`);
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.exit(0), 1000);
  setTimeout(() => process.exit(0), LONGEST);
}
