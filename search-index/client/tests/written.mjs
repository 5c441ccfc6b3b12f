// An index as FORMAT.md has it, made by hand: bytes for the tests of the readers.

import { gzipSync } from 'node:zlib';

export function varint(number) {
  const bytes = [];
  for (; number > 127; number = Math.floor(number / 128)) bytes.push((number % 128) | 128);
  return [...bytes, number];
}

export const zigzag = (number) => varint(number < 0 ? -2 * number - 1 : 2 * number);

export const text = (string) => [...varint(Buffer.byteLength(string)), ...Buffer.from(string)];

export function strings(all) {
  const shared = all.map((string, i) => {
    const before = all[i - 1] ?? '';
    let common = 0;
    while (common < Math.min(255, string.length) && string[common] === before[common]) common++;
    // Never between the halves of one character.
    return /^[\udc00-\udfff]/.test(string.slice(common)) ? common - 1 : common;
  });
  return [...varint(all.length), ...shared, ...all.map((string, i) => string.length - shared[i]), ...text(all.map((string, i) => string.slice(shared[i])).join(''))];
}

export function gaps(documents) {
  return documents.flatMap((document, i) => varint(i ? document - documents[i - 1] - 1 : document));
}

export function bits(flags) {
  const bytes = Array(Math.ceil(flags.length / 8)).fill(0);
  flags.forEach((flag, i) => flag && (bytes[i >> 3] |= 1 << (i & 7)));
  return bytes;
}

/** Four bits each, the low half first. */
export const halves = (numbers) => Array.from({ length: Math.ceil(numbers.length / 2) }, (_, i) => numbers[2 * i] | ((numbers[2 * i + 1] ?? 0) << 4));

/**
 * @param {[form: string, group: number, documents: number[]][]} forms
 * @param {{scale: number, postings: [document: number, impact: number, title: number][]}[]} groups  `title`: fifteenths of it
 * @param {string|null} rules null in a shard of prefixes
 */
export function shard(forms, groups, rules = '') {
  const listed = groups.map(({ postings }) => gaps(postings.map(([document]) => document)));
  const maps = groups.flatMap(({ postings }, group) => {
    const members = forms.filter(([, own]) => own === group);
    return members.length < 2 ? [] : members.flatMap(([, , having]) => bits(postings.map(([document]) => having.includes(document))));
  });
  return [
    ...strings(forms.map(([form]) => form)),
    ...forms.flatMap(([, group], i) => zigzag(group - (i ? forms[i - 1][1] : 0))),
    ...varint(groups.length),
    ...groups.flatMap(({ scale, postings }, i) => [...varint(postings.length), scale & 255, scale >> 8, ...varint(listed[i].length)]),
    ...listed.flat(),
    ...groups.flatMap(({ postings }) => halves(postings.map(([, impact]) => impact))),
    ...groups.flatMap(({ postings }) => bits(postings.map(([, , title]) => title))),
    ...groups.flatMap(({ postings }) => halves(postings.map(([, , title]) => title).filter(Boolean))),
    ...(rules === null ? [] : [...maps, ...text(rules)]),
  ];
}

export function file(kind, number, generation, content) {
  const stamp = kind === 'X' ? [0, 0, 0, 0] : [0, 2, 4, 6].map((i) => parseInt(generation.slice(i, i + 2), 16));
  return Uint8Array.from([...Buffer.from(kind), ...varint(number), ...stamp, ...content]);
}

export const packed = (bytes) => new Uint8Array(gzipSync(bytes));

export const GENERATION = '0123456789';

const PAGES = [
  ['', '/adult/', 'Adult social work', 'guide', '2026-01-01', ['', '', 'Social work with adults, in brief.'], ['law', 'The law', 'The Care Act says that a social worker supports carers and social care users. Read on.']],
  ['c-1', '/child/', 'Child protection', 'guide', '2025-01-01', ['', '', 'Working with children and families. A child is a person.']],
  ['c-2', '/foster/', 'Foster care', 'news', '', ['', '', 'Care of a child by foster carers: social care. NQSW wanted.']],
  ['c-3', '/nqsw/', 'Newly qualified social workers', 'news', '2026-11-01', ['', '', 'The newly qualified worker learns social work.']],
];

/**
 * Four pages, two shards of terms. `change` may replace any file before it is packed.
 *
 * @param {(path: string, bytes: Uint8Array) => Uint8Array} [change]
 */
export function tinyIndex(change = (_, bytes) => bytes) {
  const p = (...postings) => ({ scale: 100, postings });
  const first = shard(
    [
      ['act', 0, [0]], ['adult', 1, [0]], ['adults', 1, [0]], ['care', 2, [0, 2]], ['carers', 3, [0, 2]], ['child', 4, [1, 2]], ['children', 4, [1]],
      ['colour', 5, []], ['families', 6, [1]], ['foster', 7, [2]], ['kolor', 5, [3]],
    ],
    [p([0, 3, 0]), p([0, 15, 1]), p([0, 4, 0], [2, 15, 1]), p([0, 5, 0], [2, 9, 0]), p([1, 15, 1], [2, 6, 0]), p([3, 2, 0]), p([1, 9, 0]), p([2, 15, 1])],
    '',
  );
  const second = shard(
    [
      ['newly', 0, [3]], ['nqsw', 1, [2]], ['protection', 2, [1]], ['qualified', 3, [3]], ['social', 4, [0, 2, 3]], ['the', 5, [0, 1, 2, 3]], ['work', 6, [0, 3]],
      ['worker', 7, [0, 3]], ['workers', 7, [3]], ['working', 6, [1]],
    ],
    [
      p([3, 15, 1]), p([2, 15, 0]), p([1, 15, 1]), p([3, 15, 1]), p([0, 15, 1], [2, 4, 0], [3, 12, 1]), p([0, 1, 0], [1, 1, 0], [2, 1, 0], [3, 1, 0]),
      p([0, 12, 1], [1, 8, 0], [3, 4, 0]), p([0, 4, 0], [3, 15, 1]),
    ],
    'nqsw\tnewly qualified worker\nqualified worker\tnqsw\n',
  );
  const endings = ['tca', 'tluda', 'srerac', 'erac', 'dlihc', 'laicos', 'krow', 'rekrow', 'noitcetorp'].sort();
  const days = (date) => (date ? Date.parse(date) / 864e5 - Date.parse('2025-01-01') / 864e5 + 1 : 0);
  const files = {
    [`${GENERATION}/t/0.bin`]: ['T', 0, first],
    [`${GENERATION}/t/1.bin`]: ['T', 1, second],
    [`${GENERATION}/s/0.bin`]: ['S', 0, [...strings(endings), ...endings.flatMap(() => varint(2))]],
    [`${GENERATION}/d/0.bin`]: ['D', 0, Buffer.from(JSON.stringify(PAGES.slice(0, 2).map(([id, url, title, type, date]) => [id, url, title, 'Summary', type, 'en', date, 'aa'])))],
    [`${GENERATION}/d/1.bin`]: ['D', 1, Buffer.from(JSON.stringify(PAGES.slice(2).map(([id, url, title, type, date]) => [id, url, title, 'Summary', type, 'en', date, 'aa'])))],
    'x/aa.bin': ['X', 0, Buffer.from(JSON.stringify(PAGES.map(([, url, , , , ...sections]) => [url, ...sections])))],
    [`${GENERATION}/f/0.bin`]: ['F', 0, [...text('{"values":[["g","Guide"],["n","News"]]}'), ...varint(2), ...gaps([0, 1]), ...varint(2), ...gaps([2, 3])]],
    [`${GENERATION}/f/1.bin`]: ['F', 1, [...text(JSON.stringify({ first: Date.parse('2025-01-01') / 864e5 })), ...PAGES.flatMap(([, , , , date]) => varint(days(date)))]],
    [`${GENERATION}/f/2.bin`]: ['F', 2, [...text('{"values":[["a","Adults & carers"],["c","Children"]]}'), ...varint(1), ...gaps([0]), ...varint(3), ...gaps([0, 1, 2])]],
  };
  const all = new Map(Object.entries(files).map(([path, [kind, number, content]]) => [path, packed(change(path, file(kind, number, GENERATION, content)))]));
  const manifest = {
    format: 1, generation: GENERATION, documents: 4, perShard: 2, terms: 'n', prefixes: null, suffixes: '', stop: 'the', specials: ['c++'], types: { guide: 'Practice guide' },
    facets: [{ id: 'type', label: 'Type', kind: 'values' }, { id: 'since', label: 'Published', kind: 'days' }, { id: 'topic', label: 'Topic', kind: 'values' }],
  };
  return { files: all, manifest };
}
