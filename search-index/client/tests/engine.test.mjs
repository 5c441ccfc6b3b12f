import assert from 'node:assert/strict';
import test from 'node:test';
import { openIndex } from '../engine.js';
import { IndexFault } from '../fault.js';
import { random } from './random.mjs';
import { GENERATION, tinyIndex } from './written.mjs';

const TODAY = '2026-11-27';
const ADULT = 0;
const CHILD = 1;
const FOSTER = 2;
const NQSW = 3;

function engineOf({ files, manifest }, reads = []) {
  const read = async (path) => {
    reads.push(path);
    if (!files.has(path)) throw new IndexFault('missing', path);
    return files.get(path);
  };
  return openIndex({ read, manifest });
}

const engine = engineOf(tinyIndex());
const found = async (text, options = {}) => (await engine.search(text, { today: TODAY, ...options })).hits.map(({ document }) => document);
const how = async (text, options = {}) => (await engine.search(text, options)).words.map(({ word, form, how }) => [word, form, how]);

test('words find documents, the better ones first', async () => {
  assert.deepEqual(await found('social work'), [ADULT, NQSW, CHILD, FOSTER]);
  assert.deepEqual(await found('child'), [CHILD, FOSTER]);
  assert.deepEqual(await found('social', { limit: 1, offset: 1 }), [NQSW]);
  assert.deepEqual(await found('xyzzy'), []);
  assert.deepEqual(await found('??'), []);
  assert.equal((await engine.search('social work', { limit: 1 })).total, 4);
});

test('a score is what FORMAT.md says', async () => {
  const scores = async (text) => Object.fromEntries((await engine.search(text)).hits.map(({ document, score }) => [document, score]));
  // Half of the pages have the word: idf 256. 1500 for impact, half as much for the very form; 600 and half as much.
  // 8 · 256 for the title and, as the word makes a fifteenth of it, 2/225 of that.
  const title = 8 * 256 + 18;
  assert.deepEqual(await scores('child'), { [CHILD]: 1500 + 750 + title, [FOSTER]: 600 + 300 });
  // One page has `children`, idf 444 (256 log2 5 / 1.5); its group is that of `child`.
  assert.deepEqual(await scores('children'), { [CHILD]: 1500 + Math.floor((1500 * 444) / 512) + title, [FOSTER]: 600 });
  // Corrected: 14 sixteenths. Twice: twice as much, but no more for the title.
  assert.deepEqual(await scores('chidl'), { [CHILD]: Math.floor((2250 * 14) / 16) + title, [FOSTER]: Math.floor((900 * 14) / 16) });
  assert.deepEqual(await scores('child child'), { [CHILD]: 2 * 2250 + title, [FOSTER]: 2 * 900 });
  // One of two words: half of the idf, half of the score.
  assert.equal((await scores('child act'))[FOSTER], Math.floor((900 * 256) / (256 + 444)));
});

test('what each word was taken for is told', async () => {
  assert.deepEqual(await how('The social -child'), [['the', '', 'ignored'], ['social', 'social', 'form'], ['child', 'child', 'excluded']]);
  assert.deepEqual(await how('the'), [['the', 'the', 'form']]);
  assert.deepEqual(await how('fost'), [['fost', '', 'begins']]);
  assert.deepEqual(await how('socail'), [['socail', 'social', 'corrected']]);
  assert.deepEqual(await how('socail', { asTyped: true }), [['socail', '', 'unknown']]);
  assert.deepEqual(await how('childcare'), [['childcare', 'child care', 'split']]);
  assert.deepEqual(await how('protected'), [['protected', '', 'near']]);
  assert.deepEqual((await engine.search('socail socail zzz')).corrections, [{ from: 'socail', to: 'social' }]);
  assert.deepEqual((await engine.search('socail socail zzz')).missing, ['zzz']);
});

test('an unfinished word stands for what it begins, too', async () => {
  assert.deepEqual(await found('adult so', { unfinished: true }), [ADULT]);
  assert.deepEqual((await found('adult soc', { unfinished: true })).length, 3);
  assert.deepEqual(await found('ca'), []);
  assert.deepEqual(await how('th', { unfinished: true }), [['th', '', 'unknown']]);
  assert.deepEqual(await how('social the', { unfinished: true }), [['social', 'social', 'form'], ['the', 'the', 'form']]);
});

test('a spelling of no page finds the pages of its group, and is no mistake', async () => {
  const answer = await engine.search('colour');
  assert.deepEqual(answer.hits.map(({ document }) => document), [NQSW]);
  assert.equal(answer.suggestion, undefined);
});

test('phrases, one word in quotes, and what must not be there', async () => {
  assert.deepEqual(await found('"social care"'), [FOSTER, ADULT]);
  assert.deepEqual(await found('"the newly"'), [NQSW]);
  assert.deepEqual(await found('"care social"'), []);
  assert.deepEqual(await found('"child protection"'), [CHILD]);
  assert.deepEqual(await found('"socail care"'), [FOSTER, ADULT]);
  assert.deepEqual(await found('"children"'), [CHILD]);
  assert.deepEqual(await found('social -child'), [ADULT, NQSW]);
  assert.deepEqual(await found('social -"newly qualified"'), [ADULT, FOSTER]);
  assert.deepEqual(await found('social -xyzzy'), [ADULT, NQSW, FOSTER]);
  assert.equal((await engine.search('"social care"')).exact, true);
});

test('synonyms bring pages of other words, and no correction', async () => {
  const answer = await engine.search('nqsw');
  assert.deepEqual(answer.hits.map(({ document }) => document), [FOSTER, NQSW]);
  assert.deepEqual(answer.synonyms, [{ words: 'nqsw', texts: ['newly qualified worker'] }]);
  assert.deepEqual(await found('qualified worker', { limit: 9 }), [NQSW, FOSTER, ADULT]);
});

test('filters, typed or chosen, and the counts of all values', async () => {
  assert.deepEqual(await found('social type:news'), [NQSW, FOSTER]);
  assert.deepEqual(await found('social', { filters: { type: ['GUIDE'] } }), [ADULT]);
  assert.deepEqual(await found('social type:nothing'), []);
  assert.deepEqual(await found('since:365'), [NQSW, ADULT]);
  assert.deepEqual(await found('since:x'), []);
  assert.deepEqual(await found('topic:children type:guide'), [ADULT, CHILD]);
  const answer = await engine.search('social topic:children', { filters: { type: ['n'] }, today: TODAY });
  assert.deepEqual(await engine.counts(answer), [
    { id: 'type', label: 'Type', kind: 'values', values: [{ value: 'g', label: 'Guide', chosen: false, count: 1 }, { value: 'n', label: 'News', chosen: true, count: 1 }] },
    { id: 'since', label: 'Published', kind: 'days', values: [{ value: '365', label: '365', chosen: false, count: 0 }] },
    { id: 'topic', label: 'Topic', kind: 'values', values: [{ value: 'a', label: 'Adults & carers', chosen: false, count: 0 }, { value: 'c', label: 'Children', chosen: true, count: 1 }] },
  ]);
});

test('nothing asked for is everything, the newest first', async () => {
  assert.deepEqual(await found(''), [NQSW, ADULT, CHILD, FOSTER]);
  assert.deepEqual(await found('-adult'), [NQSW, CHILD, FOSTER]);
  assert.deepEqual(await found('social', { sort: 'date' }), [NQSW, ADULT, FOSTER]);
  const [type] = await engine.counts(await engine.search(''));
  assert.deepEqual(type.values.map(({ count }) => count), [2, 2]);
});

test('counts with a phrase are of those that have it', async () => {
  const answer = await engine.search('"social care" type:guide');
  assert.equal(answer.total, 1);
  const [type] = await engine.counts(answer);
  assert.deepEqual(type.values.map(({ count }) => count), [1, 1]);
});

test('what the hits are', async () => {
  const answer = await engine.search('adult');
  assert.deepEqual(await engine.documents(answer.hits), [
    { id: '/adult/', url: '/adult/', title: 'Adult social work', summary: 'Summary', type: 'guide', typeLabel: 'Practice guide', lang: 'en', date: '2026-01-01' },
  ]);
});

test('the passage that answers best, its section, and the words to mark', async () => {
  const passage = async (text, options) => {
    const answer = await engine.search(text, { limit: 1, ...options });
    const [{ anchor, heading, words }] = await engine.passages(answer.hits, answer);
    return { anchor, heading, text: words.map(({ text, mark }) => (mark ? `[${text}]` : text)).join(' ') };
  };
  assert.deepEqual(await passage('act carers'), { anchor: 'law', heading: 'The law', text: 'The Care [Act] says that a social worker supports [carers] and social care users. Read on.' });
  assert.deepEqual(await passage('fosetr chil', { unfinished: true }), { anchor: '', heading: '', text: 'Care of a [child] by [foster] carers: social care. NQSW wanted.' });
  assert.deepEqual(await passage('qualified worker'), { anchor: '', heading: '', text: 'The newly [qualified] [worker] learns social work.' });
  // Nothing to mark: the page's beginning.
  assert.deepEqual(await passage('-foster -adult type:guide'), { anchor: '', heading: '', text: 'Working with children and families. A child is a person.' });
});

test('every score is explained', async () => {
  for (const text of ['social work', 'socail wor', 'nqsw social', 'qualified worker the', 'child child protection care adult foster', 'childcare']) {
    const answer = await engine.search(text, { unfinished: true });
    for (const { document, score } of answer.hits) assert.equal(engine.explain(answer, document).total, score, `${text}: ${document}`);
    assert.ok(answer.hits.length, text);
  }
  const { words, coverage, whole } = engine.explain(await engine.search('child protection'), FOSTER);
  assert.deepEqual(words.map(({ form, impact, scale, hasForm, title }) => [form, impact, scale, hasForm, title]), [['child', 6, 100, true, 0], ['protection', 0, 100, false, 0]]);
  assert.ok(coverage < whole);
});

test('a query reads only what it needs', async () => {
  const reads = [];
  const fresh = engineOf(tinyIndex(), reads);
  await fresh.search('social');
  assert.deepEqual(reads.sort(), [`${GENERATION}/d/0.bin`, `${GENERATION}/d/1.bin`, `${GENERATION}/t/1.bin`]);
  reads.length = 0;
  await fresh.search('social');
  assert.deepEqual(reads, []);
});

test('a page that is gone is told as such, and found when it is back', async () => {
  const index = tinyIndex();
  const path = `${GENERATION}/t/1.bin`;
  const bytes = index.files.get(path);
  index.files.delete(path);
  const fresh = engineOf(index);
  await assert.rejects(fresh.search('social'), { kind: 'missing' });
  index.files.set(path, bytes);
  assert.equal((await fresh.search('social')).total, 3);
});

test('a manifest of another format is refused', () => {
  for (const manifest of [null, {}, { ...tinyIndex().manifest, format: 2 }, { ...tinyIndex().manifest, documents: 1e12 }]) {
    assert.throws(() => openIndex({ read: async () => new Uint8Array(), manifest }), { kind: 'damaged' });
  }
});

async function everything(engine) {
  for (const text of ['social worker', 'fosetr "social care"', 'chil', 'nqsw', '-child topic:children since:365', 'protected childcare']) {
    const answer = await engine.search(text, { unfinished: true, today: TODAY });
    assert.ok(answer.hits.every(({ document, score }) => document >= 0 && document < 4 && !Number.isNaN(score)));
    for (const { url, title } of await engine.documents(answer.hits)) assert.equal(typeof url + typeof title, 'stringstring');
    for (const { words } of await engine.passages(answer.hits, answer)) assert.ok(words.every(({ text }) => typeof text === 'string'));
    for (const { values } of await engine.counts(answer)) assert.ok(values.every(({ count }) => count >= 0 && count <= 4));
    for (const { document } of answer.hits) engine.explain(answer, document);
  }
}

test('cut files and flipped bits give a fault or a sound result, and nothing else', async () => {
  await everything(engineOf(tinyIndex()));
  const next = random(11);
  let faults = 0;
  const attempt = async (change) => {
    try {
      await everything(engineOf(tinyIndex(change)));
    } catch (error) {
      assert.ok(error instanceof IndexFault, error.stack);
      faults++;
    }
  };
  for (const path of tinyIndex().files.keys()) {
    let length = 0;
    tinyIndex((of, bytes) => {
      if (of === path) length = bytes.length;
      return bytes;
    });
    for (let end = 0; end < length; end++) await attempt((of, bytes) => (of === path ? bytes.slice(0, end) : bytes));
    for (let round = 0; round < 150; round++) {
      await attempt((of, bytes) => {
        if (of === path) for (let flips = 1 + next(3); flips > 0; flips--) bytes[6 + next(bytes.length - 6)] ^= 1 << next(8);
        return bytes;
      });
    }
  }
  assert.ok(faults > 1000, `${faults}`);
});
