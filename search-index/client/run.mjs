// Runs queries against an index folder, as a browser would: node run.mjs OUT QUERIES.jsonl [--counts]

import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openIndex } from './engine.js';
import { IndexFault } from './fault.js';

const [out, queries] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const withCounts = process.argv.includes('--counts');
const folder = existsSync(join(out, 'manifest.json')) ? out : join(out, 'search');

async function read(path) {
  try {
    return new Uint8Array(await readFile(join(folder, path)));
  } catch {
    throw new IndexFault('missing', `no ${path}`);
  }
}

const engine = openIndex({ read, manifest: JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) });
for (const line of (await readFile(queries, 'utf8')).split('\n').filter(Boolean)) {
  const { qid, text, limit = 100, ...options } = JSON.parse(line);
  const answer = await engine.search(text, { ...options, limit, texts: Infinity });
  const ranking = (await engine.documents(answer.hits)).map(({ id }) => id);
  const row = { qid, ranking };
  if (withCounts) {
    const facets = await engine.counts(answer);
    row.total = answer.total;
    row.corrections = answer.corrections;
    row.counts = Object.fromEntries(facets.map(({ id, values }) => [id, Object.fromEntries(values.map(({ value, count }) => [value, count]))]));
  }
  process.stdout.write(`${JSON.stringify(row)}\n`);
}
