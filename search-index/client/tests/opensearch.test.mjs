// The client of an endpoint without a network, and the analysis that an export asks for, run here as patterns: a live engine comes later.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { IndexFault } from '../fault.js';
import { Remote, openEndpoint } from '../opensearch.js';
import { postTo } from '../opensearch/endpoint.js';
import { fold } from '../words.js';

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const index = JSON.parse(read('opensearch/index.json'));
const settings = JSON.parse(read('opensearch/settings.json'));
const { analysis } = index.settings;

/** An answer to a request: the aggregations that it asked for, with the counts that a test gives. */
function answerTo(body, { hits = [], total = hits.length, known = {}, buckets = {}, spelling = [] } = {}) {
  const aggregations = Object.fromEntries(Object.entries(body.aggs).map(([name, agg]) => {
    if (name === 'known') {
      const counts = Object.entries(agg.aggs.words.filters.filters).map(([word, filter]) => [word, { doc_count: known[filter.match?.words ?? filter.prefix?.['words.plain'].value] ?? 9 }]);
      return [name, { words: { buckets: Object.fromEntries(counts) } }];
    }
    return [name, { values: { buckets: buckets[name] ?? [] } }];
  }));
  return { timed_out: false, hits: { total: { value: total, relation: 'eq' }, hits }, aggregations, suggest: { spelling } };
}

/** The engine over answers that a test gives, and what it asked. */
function remoteOf(answer) {
  const asked = [];
  const post = async (body) => {
    asked.push(body);
    return answerTo(body, answer);
  };
  return { remote: new Remote(settings, post), asked };
}

const java = (pattern, flags = '') => new RegExp(pattern.replaceAll('IsAlphabetic', 'Alphabetic'), `gu${flags.includes('CASE_INSENSITIVE') ? 'i' : ''}`);

/** What an analyser makes of a text, up to the stemmer, which is OpenSearch's own. */
function analysed(name, text) {
  const { char_filter: signs, filter } = analysis.analyzer[name];
  let rest = text;
  for (const sign of signs) {
    const { mappings = [], pattern, replacement, flags } = analysis.char_filter[sign];
    if (pattern) rest = rest.replace(java(pattern, flags), replacement);
    for (const [from, to] of mappings.map((mapping) => mapping.split(' => '))) rest = rest.replaceAll(from, to);
  }
  return (rest.match(java(analysis.tokenizer.words.pattern)) ?? []).map((token) => {
    let word = fold(token);
    for (const { type, pattern, replacement } of filter.map((step) => analysis.filter[step]).filter(Boolean)) {
      if (type === 'pattern_replace') word = word.replace(java(pattern), replacement);
    }
    return word;
  }).filter((word) => [...word].length <= 40);
}

test('words are those of the index in the browser', () => {
  // Signs that are letters only to Unicode's compatibility, such as ½, are what OpenSearch has other tables for.
  const rows = JSON.parse(read('words.json')).filter(([specials, text]) => !specials.length && text.normalize('NFC') === text.normalize('NFKC'));
  assert.ok(rows.length > 15);
  for (const [, text, words] of rows) assert.deepEqual(analysed('plain', text), words, text);
  const special = (word) => `special${[...word].map((sign) => sign.codePointAt(0).toString(16).padStart(4, '0')).join('')}`;
  assert.deepEqual(analysed('plain', 'C++ and c, not abc++ or .NETwork but .net'), [special('c++'), 'and', 'c', 'not', 'abc', 'or', 'network', 'but', special('.net')]);
});

test('British and American spellings meet', () => {
  const pairs = 'organisation organization recognised recognized analyse analyze analysing analyzing behavioural behavioral misbehaviour misbehavior centre center centred centered '
    + 'programmes programs counsellor counselor paediatrician pediatrician judgement judgment skilful skillful labelled labeled neighbourhood neighborhood kerb curb manoeuvring maneuvering';
  const words = pairs.split(' ');
  for (let i = 0; i < words.length; i += 2) {
    assert.deepEqual(analysed('english', words[i]), [words[i + 1]]);
    assert.deepEqual(analysed('english', words[i + 1]), [words[i + 1]]);
  }
  for (const word of 'supervise supervising exercises advised promise surprising size prize hour counsel analysis analyses raised expertise'.split(' ')) {
    assert.deepEqual(analysed('english', word), [word]);
  }
});

test('of Welsh the commonest plurals are undone', () => {
  assert.deepEqual(analysed('welsh', 'Gwasanaethau’r cymdeithasau, tŷ a chŵn, iau'), ['gwasanaeth', 'r', 'cymdeithas', 'ty', 'a', 'chwn', 'iau']);
});

test('a misspelt word is corrected with a second request, unless that is refused', async () => {
  const spelling = [{ text: 'vacancey', options: [{ text: 'vacancy', score: 0.857, freq: 12 }] }];
  const { remote, asked } = remoteOf({ spelling, known: { vacancey: 0 } });
  const answer = await remote.search('vacancey rates');
  assert.equal(asked.length, 2);
  assert.deepEqual(answer.corrections, [{ from: 'vacancey', to: 'vacancy' }]);
  assert.deepEqual(answer.words.map(({ word, form, how }) => [word, form, how]), [['vacancey', 'vacancy', 'corrected'], ['rates', 'rates', 'form']]);
  assert.equal(asked[1].suggest, undefined);
  assert.match(JSON.stringify(asked[1].query), /"query":"vacancy"/);
  const refused = await remote.search('vacancey rates', { asTyped: true });
  assert.equal(asked.length, 3);
  assert.deepEqual([refused.corrections, refused.missing], [[], ['vacancey']]);
});

test('a rare word is questioned, and one that is only like another is not', async () => {
  const option = (text, score, freq) => ({ text, score, freq });
  const rare = remoteOf({ known: { form: 1 }, spelling: [{ text: 'form', options: [option('from', 0.75, 500)] }] });
  assert.deepEqual((await rare.remote.search('form')).suggestion, { from: 'form', to: 'from' });
  const far = remoteOf({ known: { carer: 0 }, spelling: [{ text: 'carer', options: [option('cares', 0.6, 500)] }] });
  const answer = await far.remote.search('carer');
  assert.deepEqual([far.asked.length, answer.corrections, answer.missing], [1, [], ['carer']]);
});

test('hits become documents, passages and reasons', async () => {
  const hit = {
    _score: 2.5,
    _source: { id: 'rs-0001', url: '/a/', title: ['Vacancies <b>'], shown: 'One in ten.', type: 'rs', lang: 'en-GB', date: '2026-03-01' },
    matched_queries: ['w0'],
    inner_hits: { sections: { hits: { hits: [{ _source: { anchor: 'found', heading: 'What we found' }, highlight: { 'sections.text': ['(\ue000Social\ue001) <i> work\ne\ue000rs\ue001'] } }] } } },
    _explanation: { value: 2.5, description: 'sum of:', details: [{ value: 2.5, description: 'weight(title:vacanc)' }, { value: 0, description: 'nothing' }] },
  };
  const { remote } = remoteOf({ hits: [hit], known: { zebra: 0 } });
  const answer = await remote.search('vacancies zebra', { explain: true });
  assert.deepEqual(await remote.documents(answer.hits), [
    { id: 'rs-0001', url: '/a/', title: 'Vacancies <b>', summary: 'One in ten.', type: 'rs', typeLabel: 'Research summary', lang: 'en-GB', date: '2026-03-01' },
  ]);
  const words = [['(Social)', true], ['<i>', false], ['work', false], ['ers', true]].map(([text, mark]) => ({ text, mark }));
  assert.deepEqual(await remote.passages(answer.hits), [{ anchor: 'found', heading: 'What we found', words }]);
  const why = remote.explain(answer, 0);
  assert.deepEqual([why.coverage, why.whole, why.total], [1, 2, 2.5]);
  assert.deepEqual(why.words.map(({ word, contribution }) => [word, contribution]), [['vacancies', '✓'], ['zebra', 0], ['sum of:', 2.5], ['· weight(title:vacanc)', 2.5]]);
});

test('counts come with labels, those that readers know first', async () => {
  const buckets = { facet_topic: [{ key: 'law', doc_count: 1 }, { key: 'children', doc_count: 4 }], facet_published: { 365: { doc_count: 3 }, 30: { doc_count: 1 } } };
  const { remote } = remoteOf({ buckets });
  const answer = await remote.search('work topic:children', { today: '2026-11-27', filters: { published: ['30'] } });
  const [type, topic, published] = await remote.counts(answer);
  assert.deepEqual(type.values.map(({ value, count }) => [value, count]), [['rs', 0], ['pg', 0]]);
  assert.deepEqual(topic.values, [
    { value: 'workforce', label: 'The workforce', chosen: false, count: 0 },
    { value: 'children', label: 'Children', chosen: true, count: 4 },
    { value: 'law', label: 'law', chosen: false, count: 1 },
  ]);
  assert.deepEqual(published.values.map(({ value, chosen, count }) => [value, chosen, count]), [['30', true, 1], ['365', false, 3]]);
});

test('synonyms are told, and a box asks for no more than it shows', async () => {
  const { remote, asked } = remoteOf({ known: { nqsws: 0 } });
  const answer = await remote.search('the NQSWs', { lean: true });
  assert.deepEqual(answer.synonyms, [{ words: 'nqsws', texts: ['newly qualified social worker'] }]);
  assert.deepEqual(answer.words.map(({ word, how }) => [word, how]), [['the', 'ignored'], ['nqsws', 'synonym']]);
  assert.deepEqual(Object.keys(asked[0].aggs), ['known']);
  assert.doesNotMatch(JSON.stringify(asked[0]), /inner_hits/);
});

test('an endpoint that fails is left alone while there is another index', async () => {
  let asked = 0;
  const post = async () => {
    asked++;
    throw new IndexFault('network', 'down');
  };
  const act = (engine) => engine.search('work');
  await assert.rejects(openEndpoint(settings, null, post)(act), { kind: 'network' });
  const ask = openEndpoint(settings, (again) => again({ search: async () => 'embedded' }), post);
  assert.deepEqual([await ask(act), await ask(act), asked], ['embedded', 'embedded', 2]);
  const wrong = openEndpoint(settings, async () => 'embedded', post);
  await assert.rejects(wrong(() => { throw new TypeError('a fault of the page'); }), TypeError);
});

test('nobody waits for ever, and what is no answer is a fault', async (t) => {
  t.mock.method(globalThis, 'fetch', (address, { signal }) => new Promise((_, refuse) => signal.addEventListener('abort', () => refuse(new Error('aborted')))));
  await assert.rejects(postTo('https://search.example.org/hub', 5)({}), { kind: 'network', message: /no answer in time/ });
  for (const [ok, body] of [[false, {}], [true, {}], [true, null], [true, { hits: { hits: [], total: 3 } }]]) {
    t.mock.method(globalThis, 'fetch', async () => ({ ok, status: 503, json: async () => body }));
    await assert.rejects(postTo('https://search.example.org/hub')({}), { kind: 'network' });
  }
});

test('the modules can be joined by taking lines away', async () => {
  const names = /const MODULES.*?modules!\((.*?)\);/s.exec(read('../../src/opensearch/client.rs'))[1].match(/"([^"]+)"/g).map((name) => name.slice(1, -1));
  const declared = new Set();
  let text = '';
  for (const name of names) {
    const source = read(`../${name}.js`);
    assert.ok(source.split('\n').length < 200, `${name} is long`);
    for (const [, word] of source.matchAll(/^(?:export )?(?:async )?(?:function|class|const|let) (\w+)/gm)) {
      assert.ok(!declared.has(word), `${word} twice`);
      declared.add(word);
    }
    for (const [, words, from] of source.matchAll(/^import \{ (.*) \} from '\.{1,2}\/([\w/]+)\.js';$/gm)) {
      assert.ok(names.slice(0, names.indexOf(name)).some((before) => before.endsWith(from)), `${name} before ${from}`);
      for (const word of words.split(', ')) assert.ok(declared.has(word), `${name}: ${word}`);
    }
    const code = source.split('\n').map((line) => line.trim()).filter((line) => line && !/^(\*|\/\*|\/\/|import )/.test(line));
    assert.doesNotMatch(code.join('\n'), /innerHTML|\beval\b|new Function|import\(|\/\/ |\/\*/, name);
    text += `${code.map((line) => line.replace(/^export /, '')).join('\n')}\n`;
  }
  const { Remote: Joined } = await import(`data:text/javascript;base64,${Buffer.from(`${text}export { Remote };`).toString('base64')}`);
  const answer = await new Joined(settings, async (body) => answerTo(body)).search('social work');
  assert.equal(answer.total, 0);
});
