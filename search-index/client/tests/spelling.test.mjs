import assert from 'node:assert/strict';
import test from 'node:test';
import { edits, likeliest, reversed, within } from '../spelling.js';
import { random } from './random.mjs';

/** The same without a limit, as the books have it. */
function distance(a, b) {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i ? (j ? 0 : i) : j)));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.length][b.length];
}

test('edits are counted', () => {
  for (const [a, b, count] of [['social', 'social', 0], ['socail', 'social', 1], ['ca', 'abc', 3], ['supervison', 'supervision', 1], ['', 'ab', 2], ['kitten', 'sitting', 3], ['ab', 'ba', 1], ['aab', 'aba', 1]]) {
    assert.equal(edits(a, b, 3), count, `${a} ${b}`);
    assert.equal(edits(reversed(a), reversed(b), 3), count, `${a} ${b}, reversed`);
  }
  assert.ok(edits('kitten', 'sitting', 2) > 2);
});

test('edits of any words are as many as the books say, or over the limit', () => {
  const next = random(5);
  const word = () => Array.from({ length: next(9) }, () => 'abc'[next(3)]).join('');
  for (let round = 0; round < 20_000; round++) {
    const [a, b, most] = [word(), word(), next(3)];
    const found = edits(a, b, most);
    const real = distance(a, b);
    assert.ok(real <= most ? found === real : found > most, `${a} ${b} ${most}`);
  }
});

test('the likelier of two near words is meant', () => {
  const forms = [['casual', 3], ['causal', 3], ['social', 9], ['special', 90], ['focial', 30], ['socials', 0]];
  const of = (word, most = 1) => likeliest(word, within(word, most, forms.map(([form]) => form), (i) => forms[i][1])).map(({ form }) => form);
  assert.deepEqual(of('socail'), ['social']);
  assert.deepEqual(of('casaul'), ['casual']);
  assert.deepEqual(of('causaal', 2), ['causal', 'casual']);
  // Four times as likely where the first letter agrees.
  assert.deepEqual(of('xocial'), ['focial', 'social']);
  assert.deepEqual(of('sociall'), ['social']);
  assert.deepEqual(of('social'), ['focial']);
  assert.deepEqual(of('zzzz'), []);
});

test('words are turned by character', () => assert.equal(reversed('ab𐐷'), '𐐷ba'));
