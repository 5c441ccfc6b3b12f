// The one request of a search: what is looked for, how it is ranked, what is counted and what is shown.

import { counting, passing } from './narrowed.js';

/** The signs around a word that answers, in the engine's excerpts. No text of an export has them. */
export const BEGINS = '\ue000';
export const ENDS = '\ue001';

/** A word in several fields counts for the best of them and for so much of each other. */
const OTHERS = 0.3;
/** The very form that was asked for, what a word begins, and what else it is called, against the word itself. */
const FORM = 0.5;
const BEGUN = 13 / 16;
const SYNONYM = 10 / 16;
/** A beginning of fewer letters is none; a query of more words need not have them all. */
const PREFIX = 3;
const SHORT = 4;

const either = (should, more = {}) => ({ bool: { should, minimum_should_match: 1, ...more } });
const inWelsh = (fields, { welsh }) => fields.flatMap(([name, weight]) => [`${name}^${weight}`, ...(welsh ? [`${name}.welsh^${weight}`] : [])]);
const inFields = (query, fields, settings, more = {}) => ({ multi_match: { query, type: 'best_fields', tie_breaker: OTHERS, fields: inWelsh(fields, settings), ...more } });
const SECTION = [['sections.heading', 1.5], ['sections.text', 1]];

const begins = (name, value, boost) => ({ prefix: { [name]: { value, boost } } });
const mayGoOn = ({ word, isOpen }) => isOpen && [...word].length >= PREFIX;

/** A word in any form, a little more in this one, and what it begins. */
function wordIn(asked, name, settings) {
  const { word } = asked;
  const begun = [begins('title.plain', word, 2), begins('headings.plain', word, 1.5), begins('words.plain', word, BEGUN)];
  return either(
    [
      inFields(word, settings.fields, settings),
      { match: { 'words.plain': { query: word, boost: FORM } } },
      ...(mayGoOn(asked) ? [{ dis_max: { queries: begun } }] : []),
    ],
    { _name: name },
  );
}

/** A phrase has its words side by side in the title, in a heading or in one section. */
function phraseIn(words) {
  const query = words.join(' ');
  const side = (name) => ({ match_phrase: { [name]: query } });
  if (words.length === 1) return { match: { 'words.plain': query } };
  const section = { nested: { path: 'sections', query: either([side('sections.heading.plain'), side('sections.text.plain')]) } };
  return either([side('title.plain'), side('headings.plain'), section]);
}

/** The section that answers best. It finds no page and moves none: only its words and its place are wanted. */
function bestSection({ words, spans }, settings) {
  const text = words.map(({ word }) => word).join(' ');
  const should = [
    inFields(text, SECTION, settings),
    ...spans.map((span) => inFields(span.words, SECTION, settings, { analyzer: 'english_synonyms' })),
    ...words.filter(mayGoOn).map(({ word }) => begins('sections.text.plain', word, BEGUN)),
  ];
  const shown = { pre_tags: [BEGINS], post_tags: [ENDS], number_of_fragments: 1, fragment_size: 200, order: 'score', require_field_match: false };
  const inner_hits = { size: 1, _source: ['sections.anchor', 'sections.heading'], highlight: { ...shown, fields: { 'sections.text': {} } } };
  return { nested: { path: 'sections', score_mode: 'max', boost: 0, query: either(should), inner_hits } };
}

/** What lifts a page above others with the same words: all of them in its title, or all of them at all. */
function wholeIn(words) {
  const query = words.map(({ word }) => word).join(' ');
  if (words.some(({ isOpen }) => isOpen)) return [{ match_bool_prefix: { 'title.plain': { query, operator: 'and' } } }];
  const all = words.length > 1 && words.length <= SHORT ? [{ match: { words: { query, operator: 'and', boost: FORM } } }] : [];
  return [{ match: { title: { query, operator: 'and' } } }, ...all];
}

function queryOf(meant, isAll, lean, settings) {
  const { words, spans, phrases, excluded } = meant;
  const must_not = excluded.map((part) => ({ match: { words: { query: part.join(' '), operator: 'and' } } }));
  if (!words.length) return { bool: { must: [isAll ? { match_all: {} } : { match_none: {} }], must_not } };
  const clause = (word) => wordIn(word, `w${words.indexOf(word)}`, settings);
  const free = words.filter((word) => !spans.some(({ asked }) => asked.includes(word)));
  const named = spans.map(({ words: text, asked }, i) => {
    const other = inFields(text, settings.fields, settings, { analyzer: 'english_synonyms', boost: SYNONYM, _name: `s${i}` });
    return asked.length ? { dis_max: { queries: [either(asked.map(clause)), other] } } : other;
  });
  const bool = {
    must: [either([...free.map(clause), ...named])],
    should: [...wholeIn(words), ...(lean ? [] : [bestSection(meant, settings)])],
    filter: phrases.map(phraseIn),
    must_not,
  };
  return { function_score: { query: { bool }, field_value_factor: { field: 'boost', missing: 1 } } };
}

/** How many pages have each word: of all pages, not only of those that were found. */
function knowing(words) {
  const has = (asked) => (mayGoOn(asked) ? begins('words.plain', asked.word, 1) : { match: { words: asked.word } });
  return { known: { global: {}, aggs: { words: { filters: { filters: Object.fromEntries(words.map((word, i) => [`w${i}`, has(word)])) } } } } };
}

/** What may be misspelt: 4 letters or more and letters only, and it begins nothing. */
export const mayBeWrong = (word) => /^\p{Alphabetic}{4,}$/u.test(word);

/**
 * @param {import('./meant.js').Meant} meant
 * @param {{chosen: string[][], isAll: boolean, isDated: boolean, today: string, limit: number, offset: number, asTyped: boolean, lean: boolean, explain: boolean}} options
 * @param {any} settings
 * @returns {any} the body of a `_search`
 */
export function bodyOf(meant, { chosen, isAll, isDated, today, limit, offset, asTyped, lean, explain }, settings) {
  const { facets } = settings;
  const { words } = meant;
  const filters = facets.map((facet, i) => passing(facet, chosen[i], today)).filter(Boolean);
  const days = facets.find(({ kind }) => kind === 'days');
  const newest = days ? [{ [`facets.${days.id}`]: { order: 'desc', missing: '_last', unmapped_type: 'date' } }] : [];
  const doubted = asTyped ? [] : words.map(({ word }) => word).filter(mayBeWrong);
  const term = { field: 'words.plain', suggest_mode: 'always', max_edits: 2, prefix_length: 0, min_word_length: 4, size: 3 };
  return {
    from: offset,
    size: limit,
    timeout: '4s',
    track_total_hits: true,
    _source: ['id', 'url', 'title', 'shown', 'type', 'lang', 'date'],
    query: queryOf(meant, isAll, lean, settings),
    ...(filters.length && { post_filter: { bool: { filter: filters } } }),
    sort: [...(isDated ? newest : [{ _score: 'desc' }]), { url: 'asc' }],
    ...(isDated && { track_scores: true }),
    aggs: { ...(words.length && knowing(words)), ...(!lean && counting(facets, chosen, today)) },
    ...(doubted.length && { suggest: { text: doubted.join(' '), spelling: { term } } }),
    ...(explain && { explain }),
  };
}
