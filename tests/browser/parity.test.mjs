// The reader in Rust and the one in the browser give the same ranked lists, corrections and counts, on queries of every kind.
// PARITY_QUERIES says how many (600); `tests/parity` asks 5,000. The programs are the examples that the Rust tests have built.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { corpus } from '../../search-index/client/tests/corpus.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const COUNT = Number(process.env.PARITY_QUERIES ?? 600);
const MEMORY = { maxBuffer: 1 << 30, encoding: 'utf8' };
const folder = mkdtempSync(join(tmpdir(), 'parity-'));
after(() => rmSync(folder, { recursive: true }));

function program(name) {
  const built = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug/examples', name);
  if (!existsSync(built)) execFileSync('cargo', ['build', '--quiet', '--locked', '-p', 'almoner-search', '--examples'], { cwd: root, stdio: 'inherit' });
  return built;
}

for (const seed of [1, 2]) {
  test(`${COUNT} queries of every kind, seed ${seed}: the same lists, totals, corrections and counts from both readers`, () => {
    const { records, settings, queries } = corpus(seed);
    const [indexed, asked] = [join(folder, `index-${seed}`), join(folder, `queries-${seed}.jsonl`)];
    const written = join(folder, `records-${seed}.jsonl`);
    writeFileSync(written, records.map((record) => JSON.stringify(record)).join('\n'));
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
    const list = queries(COUNT);
    writeFileSync(asked, list.map((query) => JSON.stringify(query)).join('\n'));
    execFileSync(program('index'), [written, indexed, join(folder, 'settings.json')], { ...MEMORY, stdio: 'pipe' });
    const rust = execFileSync(program('run'), [indexed, asked, '--counts'], MEMORY).trim().split('\n');
    const client = join(root, 'search-index/client/run.mjs');
    const browser = execFileSync(process.execPath, [client, indexed, asked, '--counts'], MEMORY).trim().split('\n');
    assert.equal(rust.length, COUNT);
    assert.equal(browser.length, COUNT);
    let found = 0;
    list.forEach((query, i) => {
      const [theirs, ours] = [JSON.parse(rust[i]), JSON.parse(browser[i])];
      assert.deepEqual(ours, theirs, JSON.stringify(query));
      found += ours.ranking.length > 0;
    });
    assert.ok(found > COUNT / 2, `${found} queries found something`);
  });
}
