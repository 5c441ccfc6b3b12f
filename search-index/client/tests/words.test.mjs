import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { behind, countBefore, fold, splitter } from '../words.js';

// The tests in Rust read the same rows: [specials, text, words].
const rows = JSON.parse(readFileSync(new URL('words.json', import.meta.url), 'utf8'));

test('texts are split as in Rust', () => {
  for (const [specials, text, words] of rows) assert.deepEqual(splitter(specials)(text), words, text);
});

test('what is folded stays as it is when it is folded again', () => {
  for (const [, text] of rows) assert.equal(fold(fold(text)), fold(text));
});

test('a place in sorted strings is found by code unit', () => {
  const sorted = ['a', 'ab', 'abc', 'abd', 'b', '𐐷', 'ﬀ'];
  assert.deepEqual(sorted, [...sorted].sort());
  sorted.forEach((string, i) => {
    assert.equal(countBefore(sorted, string), i);
    assert.equal(countBefore(sorted, `${string}\0`), i + 1);
  });
  assert.equal(countBefore(sorted, behind('ab')), 4);
  assert.equal(countBefore([], 'x'), 0);
});
