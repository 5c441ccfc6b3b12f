import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { MODULES, bundle } from './bundle.mjs';
import { tinyIndex } from './written.mjs';

const sources = MODULES.map((name) => [name, readFileSync(new URL(`../${name}.js`, import.meta.url), 'utf8')]);

test('modules can be joined by taking lines away', () => {
  const declared = new Map();
  for (const [name, source] of sources) {
    assert.ok(source.split('\n').length < 200, `${name} is long`);
    for (const [, word] of source.matchAll(/^(?:export )?(?:async )?(?:function|class|const|let) (\w+)/gm)) {
      assert.ok(!declared.has(word), `${word} is in ${declared.get(word)} and ${name}`);
      declared.set(word, name);
    }
    for (const line of source.split('\n').filter((line) => /^\s*(import|export)\b/.test(line))) {
      assert.match(line, /^import \{ \w+(, \w+)* \} from '\.\/\w+\.js';$|^export (async )?(function|class|const) /, name);
    }
    const code = source.split('\n').filter((line) => !/^\s*(\*|\/\*|\/\/)/.test(line)).join('\n');
    assert.doesNotMatch(code, /innerHTML|\beval\b|new Function|import\.meta|import\(|\/\/ |\/\*|from 'node:/, name);
    assert.ok(code.split('\n').every((line) => (line.match(/`/g) ?? []).length % 2 === 0), `${name}: a template of several lines`);
  }
});

test('every name that is imported is exported, and by a module before', () => {
  sources.forEach(([name, source], at) => {
    for (const [, names, from] of source.matchAll(/^import \{ (.*) \} from '\.\/(\w+)\.js';$/gm)) {
      const place = MODULES.indexOf(from);
      assert.ok(place >= 0 && place < at, `${name} before ${from}`);
      for (const word of names.split(', ')) assert.match(sources[place][1], new RegExp(`^export (async )?(function|class|const) ${word}\\b`, 'm'), `${name}: ${word}`);
    }
  });
});

test('all modules of the engine are joined', () => {
  const reached = new Set(['engine']);
  for (const name of reached) for (const [, from] of sources[MODULES.indexOf(name)][1].matchAll(/from '\.\/(\w+)\.js';$/gm)) reached.add(from);
  assert.deepEqual([...reached].sort(), [...MODULES].sort());
});

test('the joined file searches, and is small', async () => {
  const text = `${bundle()}\nexport { openIndex };\n`;
  const { openIndex } = await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
  const { files, manifest } = tinyIndex();
  const answer = await openIndex({ read: async (path) => files.get(path), manifest }).search('socail work');
  assert.equal(answer.total, 4);
  const size = brotliCompressSync(text).length;
  assert.ok(size < 9_500, `${size} bytes`);
});
