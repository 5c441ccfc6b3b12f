import assert from 'node:assert/strict';
import test from 'node:test';
import { Reader } from '../bytes.js';
import { Shard } from '../shard.js';
import { shard } from './written.mjs';

const FORMS = [['care', 0, [1, 4]], ['cared', 0, [4, 9]], ['caring', 0, []], ['case', 1, [2]], ['cat', 0, [1, 4, 9]]];
const GROUPS = [{ scale: 300, postings: [[1, 15, 15], [4, 7, 0], [9, 1, 4]] }, { scale: 65_535, postings: [[2, 15, 0]] }];
const read = (bytes, total = 10, isTerms = true) => new Shard(new Reader(Uint8Array.from(bytes)), total, isTerms);

test('a shard of terms', () => {
  const terms = read(shard(FORMS, GROUPS, 'care\tsupport\tlooking after\n'));
  const care = terms.find('care');
  assert.deepEqual([...care.list.documents], [1, 4, 9]);
  assert.deepEqual([...care.list.scores], [4500, 2100, 300]);
  assert.deepEqual([...care.list.titles], [15, 0, 4]);
  assert.deepEqual(care.list.forms, ['care', 'cared', 'caring', 'cat']);
  assert.deepEqual([...care.has], [1, 1, 0]);
  assert.equal(care.pages, 2);
  assert.equal(terms.find('cared').list, care.list);
  assert.deepEqual([...terms.find('cared').has], [0, 1, 1]);
  assert.equal(terms.rules, 'care\tsupport\tlooking after\n');
});

test('a spelling that no page has is known; a form alone in its group is what the group is', () => {
  const terms = read(shard(FORMS, GROUPS));
  assert.deepEqual([...terms.find('caring').has], [0, 0, 0]);
  assert.equal(terms.find('caring').pages, 0);
  assert.deepEqual([...terms.find('case').has], [1]);
  assert.deepEqual([...terms.find('case').list.scores], [983_025]);
  assert.equal(terms.find('car'), undefined);
  assert.equal(terms.find('cats'), undefined);
});

test('what begins so', () => {
  const terms = read(shard(FORMS, GROUPS));
  assert.deepEqual(terms.beginning('cas').map(({ forms }) => forms), [['case']]);
  assert.equal(terms.beginning('ca').length, 2);
  assert.equal(terms.beginning('d').length, 0);
});

test('a shard of prefixes has no maps of forms and no rules', () => {
  const prefixes = read(shard([['car', 0, []], ['cas', 1, []]], GROUPS, null), 10, false);
  assert.deepEqual([...prefixes.find('cas').list.documents], [2]);
  assert.deepEqual(prefixes.find('cas').list.forms, ['cas\uffff']);
});

test('an empty shard', () => {
  assert.equal(read(shard([], [])).find('a'), undefined);
});

test('bytes as FORMAT.md has them', () => {
  const terms = read([2, 0, 1, 1, 1, 2, 97, 98, 0, 0, 1, 3, 10, 1, 3, 0, 0, 5, 0x21, 0x03, 0b101, 0x51, 0b011, 0b110, 0]);
  assert.deepEqual(terms.forms, ['a', 'ab']);
  const form = terms.find('ab');
  assert.deepEqual([...form.list.documents], [0, 1, 7]);
  assert.deepEqual([...form.list.scores], [266, 532, 798]);
  assert.deepEqual([...form.list.titles], [1, 0, 5]);
  assert.deepEqual([...form.has], [0, 1, 1]);
});

test('a cut or longer file is no shard, and none has a document that there is not', () => {
  const bytes = shard(FORMS, GROUPS, 'a\tb');
  for (let end = 0; end < bytes.length; end++) assert.throws(() => read(bytes.slice(0, end)), undefined, `cut at ${end}`);
  assert.throws(() => read([...bytes, 0]));
  assert.throws(() => read(bytes, 9).find('care'), { kind: 'damaged' });
});
