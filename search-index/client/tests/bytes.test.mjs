import assert from 'node:assert/strict';
import test from 'node:test';
import { Reader } from '../bytes.js';
import { IndexFault } from '../fault.js';
import { gaps, strings, varint } from './written.mjs';

const reader = (bytes) => new Reader(Uint8Array.from(bytes));
const damaged = (error) => error instanceof IndexFault && error.kind === 'damaged';

test('numbers come back, and cut ones do not', () => {
  const numbers = [0, 1, 127, 128, 300, 16_383, 16_384, 2 ** 28 - 1];
  const read = reader(numbers.flatMap(varint));
  assert.deepEqual(numbers.map(() => read.varint()), numbers);
  for (const bytes of [[], [128], [255, 255], [128, 128, 128, 128, 1]]) assert.throws(() => reader(bytes).varint(), damaged);
});

test('no more is promised than the file holds', () => {
  assert.equal(reader([2, 0, 0, 0, 0]).count(2), 2);
  assert.throws(() => reader([3, 0, 0, 0, 0]).count(2), damaged);
  assert.throws(() => reader([1, 2]).take(3), damaged);
  assert.equal(reader([104, 105]).text(), 'hi');
});

test('documents come back in order, and there are no others', () => {
  const documents = [0, 1, 5, 300, 301];
  assert.deepEqual([...reader(gaps(documents)).documents(5, 302)], documents);
  assert.throws(() => reader(gaps(documents)).documents(5, 301), damaged);
  assert.throws(() => reader(gaps(documents)).documents(6, 302), damaged);
  assert.throws(() => reader([]).documents(9, 8), damaged);
});

test('strings come back, and cut ones do not', () => {
  const all = ['a', 'abc', 'abd', 'b', 'ŵy', 'ŵya', '東京', '𐐷', '𐐷𐐸', '𐐸', `𐐸${'x'.repeat(70)}`];
  const bytes = strings(all);
  assert.deepEqual(reader(bytes).strings(), all);
  assert.deepEqual(reader(strings([])).strings(), []);
  for (let end = 0; end < bytes.length; end++) assert.throws(() => reader(bytes.slice(0, end)).strings(), undefined, `cut at ${end}`);
  // More in common than there is.
  assert.throws(() => reader([1, 1, 1, 1, 97]).strings(), damaged);
});

test('bytes as FORMAT.md has them', () => {
  assert.deepEqual(reader([3, 0, 1, 2, 2, 2, 1, 5, 97, 98, 99, 100, 101]).strings(), ['ab', 'acd', 'ace']);
  assert.deepEqual([...reader([2, 0, 129, 1]).documents(3, 200)], [2, 3, 133]);
});
