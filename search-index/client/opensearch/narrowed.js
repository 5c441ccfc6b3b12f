// What a list is narrowed by: alternatives inside a facet, restrictions between facets, and what each value would leave.

import { fold } from '../words.js';

/** What can be counted of a facet of days: the last year. */
const YEAR = '365';

/** More values of a facet nobody would read. */
const VALUES = 1000;

/** Before this day the engine knows no dates. */
const FIRST = Date.parse('0001-01-01');

/** @typedef {{id: string, label: string, kind: string, values: [string, string][]}} Facet */

const field = ({ id }) => `facets.${id}`;

/** The days from `today` back; nothing where that is no number of days. */
function within(facet, days, today) {
  const since = /^\d+$/.test(days) ? Math.max(Date.parse(today) - Number(days) * 864e5, FIRST) : NaN;
  return Number.isNaN(since) ? { match_none: {} } : { range: { [field(facet)]: { gte: new Date(since).toISOString().slice(0, 10) } } };
}

/**
 * The value that a name stands for: a value or a label without regard to case. Of other names only the engine knows.
 *
 * @param {Facet} facet
 * @param {string} name
 * @returns {string|undefined}
 */
function valueOf({ values }, name) {
  const folded = fold(name);
  return values.find(([value, label]) => fold(value) === folded || fold(label) === folded)?.[0];
}

/**
 * @param {Facet} facet
 * @param {string[]} chosen
 * @param {string} today
 * @returns {any} a query, or nothing where nothing is chosen
 */
export function passing(facet, chosen, today) {
  if (!chosen.length) return null;
  const known = facet.kind === 'days' ? [] : chosen.map((name) => valueOf(facet, name)).filter((value) => value !== undefined);
  const others = chosen.filter((name) => facet.kind === 'days' || valueOf(facet, name) === undefined);
  const one = (name) => (facet.kind === 'days' ? within(facet, name, today) : { term: { [field(facet)]: { value: name, case_insensitive: true } } });
  const any = [...(known.length ? [{ terms: { [field(facet)]: known } }] : []), ...others.map(one)];
  return any.length === 1 ? any[0] : { bool: { should: any, minimum_should_match: 1 } };
}

/**
 * For each facet the documents that pass all others, by its values.
 *
 * @param {Facet[]} facets
 * @param {string[][]} chosen
 * @param {string} today
 * @returns {any} aggregations
 */
export function counting(facets, chosen, today) {
  const filters = facets.map((facet, i) => passing(facet, chosen[i], today));
  return Object.fromEntries(facets.map((facet, i) => {
    const others = filters.filter((filter, j) => filter && j !== i);
    const days = [...new Set([YEAR, ...chosen[i]])];
    const values = facet.kind === 'days'
      ? { filters: { filters: Object.fromEntries(days.map((name) => [name, within(facet, name, today)])) } }
      : { terms: { field: field(facet), size: VALUES } };
    return [`facet_${facet.id}`, { filter: others.length ? { bool: { filter: others } } : { match_all: {} }, aggs: { values } }];
  }));
}

/**
 * @param {Facet[]} facets
 * @param {string[][]} chosen
 * @param {any} aggregations the engine's answer to `counting`
 * @returns {{id: string, label: string, kind: string, values: {value: string, label: string, chosen: boolean, count: number}[]}[]}
 */
export function counted(facets, chosen, aggregations) {
  return facets.map((facet, i) => {
    const { id, label, kind } = facet;
    const buckets = aggregations?.[`facet_${id}`]?.values.buckets ?? [];
    if (kind === 'days') {
      const values = Object.entries(buckets).map(([value, { doc_count: count }]) => ({ value, label: value, chosen: chosen[i].includes(value), count }));
      return { id, label, kind, values };
    }
    const counts = new Map(buckets.map(({ key, doc_count: count }) => [`${key}`, count]));
    const names = chosen[i].map((name) => fold(valueOf(facet, name) ?? name));
    const labels = new Map(facet.values);
    const others = [...counts.keys()].filter((value) => !labels.has(value)).sort();
    for (const value of others) labels.set(value, value);
    const values = [...labels].map(([value, name]) => ({ value, label: name, chosen: names.includes(fold(value)), count: counts.get(value) ?? 0 }));
    return { id, label, kind, values };
  });
}
