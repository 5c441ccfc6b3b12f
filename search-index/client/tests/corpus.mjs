// A corpus and queries of every kind, made of a seed: for the comparison of the two readers.

import { random } from './random.mjs';

const SYLLABLES = 'con com care work er ing tion al so ci pro tect re view child ren fam ily sup port po li cy ty ed s in ter ment ass ess un der lear n'.split(' ');
const ODD = ['Naïve', 'café', 'Straße', 'C++', '.NET', 'C#', 'Ærø', 'Łódź', '𐐷𐐸𐐷𐐸', 'Ⅷ', 'ﬁnance', '½', 'don’t', 'worker’s', '東京都', 'nqsw', 'colour', 'organisation', 'co-production', 'Cymru', 'blant', 'plant'];
const TOPICS = ['Children', 'Adults', 'Housing & homelessness', 'Mental health', 'Café culture', 'Law'];
const SYNONYMS = [['nqsw', 'newly qualified social worker', 'new employee'], ['care work', 'social care'], ['the law', 'statute'], ['cafcass', 'cafcas'], ['protectalings', 'social care']];
const FUNCTION_WORDS = ['the', 'of', 'and', 'in', 'to'];

/** @param {number} seed */
export function corpus(seed) {
  const draw = random(seed);
  const pick = (list) => list[draw(list.length)];
  const wordAt = (rank) => {
    const of = random(rank);
    return Array.from({ length: 1 + of(3) }, () => SYLLABLES[of(SYLLABLES.length)]).join('');
  };
  // By Zipf's law: some words are on most pages, most words on few.
  const word = () => (draw(6) ? wordAt(Math.floor(9000 ** (draw(1e6) / 1e6))) : draw(40) ? pick(FUNCTION_WORDS) : pick(ODD));
  const text = (length) => Array.from({ length }, word).join(' ');
  const day = () => new Date(Date.UTC(2019 + draw(8), draw(12), 1 + draw(28))).toISOString().slice(0, 10);

  const records = Array.from({ length: 900 }, (_, i) => {
    const record = { id: i % 5 ? `p${i}` : '', url: `/s${i % 9}/${i}/`, title: text(1 + draw(7)), type: pick(['guide', 'news']), lang: i % 12 ? 'en' : 'cy', facets: {} };
    if (i % 3) {
      record.text = text(draw(160));
    } else {
      record.sections = Array.from({ length: 1 + draw(4) }, (_, n) => ({ anchor: n ? `s${n}` : '', heading: n ? text(3) : '', text: text(draw(80)) }));
      record.headings = record.sections.map(({ heading }) => heading);
    }
    if (i % 4) record.summary = text(draw(30));
    if (draw(10)) record.facets.topic = [pick(TOPICS), pick(TOPICS)];
    if (draw(3)) record.facets.audience = [pick(['practitioner', 'Editor'])];
    if (draw(4)) record.facets.published = [(record.date = day())];
    if (!draw(10)) record.boost = pick([0.5, 2, 1.5]);
    return record;
  });

  const settings = {
    facets: [
      { id: 'topic', label: 'Topic', kind: 'values', labels: [['Law', 'The law'], ['Children', 'Children and families']] },
      { id: 'audience', label: 'Audience', kind: 'values' },
      { id: 'published', label: 'Published', kind: 'days' },
    ],
    types: { guide: 'Guide', news: 'News' },
    synonyms: SYNONYMS,
    specials: ['C++', 'c#', '.net'],
  };

  const seen = records.flatMap(({ title, text: of = '' }) => `${title} ${of}`.split(' '));
  const misspelt = (of) => {
    const at = draw(Math.max(1, of.length - 1));
    const letter = String.fromCharCode(97 + draw(26));
    return pick([of.slice(0, at) + of.slice(at + 1), of.slice(0, at) + letter + of.slice(at + 1), of.slice(0, at) + letter + of.slice(at), of.slice(0, at) + (of[at + 1] ?? '') + (of[at] ?? '') + of.slice(at + 2)]);
  };
  const asked = () => pick([
    () => pick(seen), () => pick(seen), () => pick(seen), () => pick(seen), () => pick(seen),
    () => misspelt(pick(seen)), () => misspelt(misspelt(pick(seen))), () => pick(seen).slice(0, 1 + draw(6)), () => pick(seen) + pick(seen),
    () => pick(seen) + pick(['ing', 's', 'ity', 'ness', 'isation']), () => pick(SYNONYMS.flat()), () => pick(FUNCTION_WORDS), () => pick(ODD),
    () => pick(['-', '"', ':', 'topic:', '"" ', '-"', '???', '“x”', 'xc++', 'c++11']),
  ])();
  const phrase = () => {
    const at = draw(seen.length - 5);
    return `"${seen.slice(at, at + 1 + draw(3)).join(' ')}"`;
  };
  const filter = () => pick(['topic:Children', 'topic:"children and families"', 'Topic:law', 'audience:editor', 'audience:nobody', 'published:365', 'published:2000', 'published:x', 'topic:"unclosed', 'type:guide']);
  const part = () => (draw(8) ? asked() : pick([phrase, () => `-${asked()}`, () => `-${phrase()}`, filter])());

  return {
    records,
    settings,
    /** @param {number} count */
    queries: (count) => Array.from({ length: count }, (_, qid) => {
      const query = { qid, text: draw(50) ? Array.from({ length: pick([1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 8]) }, part).join(' ') : pick(['', '  ', '?!']), today: '2026-11-27' };
      if (!draw(3)) query.unfinished = true;
      if (!draw(7)) query.asTyped = true;
      if (!draw(7)) query.filters = { topic: [pick(TOPICS)] };
      if (!draw(10)) query.sort = 'date';
      if (!draw(10)) query.limit = pick([0, 1, 3000]);
      return query;
    }),
  };
}
