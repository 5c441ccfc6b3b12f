import assert from 'node:assert/strict';
import test from 'node:test';
import { parse } from '../query.js';
import { splitter } from '../words.js';

const split = splitter(['c++']);
const of = (text) => {
  const { words, phrases, excluded, filters, open } = parse(text, ['type', 'topic', 'a-b'], split);
  return { words: words.map(({ word, phrase }) => (phrase ? `"${word}` : word)).join(' '), phrases, excluded: excluded.map((part) => part.join(' ')), filters: { ...filters }, open };
};

test('a query is taken apart', () => {
  assert.deepEqual(of('Social work "newly qualified" -adult\'s type:guide topic:"Child protection" note:this unclos'), {
    words: 'social work "newly "qualified note this unclos', phrases: [[2, 3]], excluded: ['adult'], filters: { type: ['guide'], topic: ['Child protection'] }, open: true,
  });
});

test('odd queries are taken as they are', () => {
  const words = { '': '', '-': '', '- a -': 'a', '"one': 'one', '"" """': '', 'well-being a"b c"d': 'well being a "b "c d', '12" tv': '12 tv', 'c++11': 'c++ 11', '“a b” c': '"a "b c' };
  for (const [text, expected] of Object.entries(words)) assert.equal(of(text).words, expected, text);
  assert.deepEqual(of('type: topic:"').filters, {});
  assert.deepEqual(of('Topic:x TYPE:"y z" topic:w xtype:q').filters, { topic: ['x', 'w'], type: ['y z'] });
  assert.deepEqual(of('topic:"un closed').filters, {});
  assert.equal(of('topic:"un closed').words, 'un closed');
  assert.deepEqual(of('-covid-19 -"in care" --x -type:y a-b:c').excluded, ['covid 19', 'in care', 'x', 'type y']);
  assert.deepEqual(of('a-b:c').filters, { 'a-b': ['c'] });
  assert.deepEqual(of('constructor:x __proto__:y').words, 'constructor x proto y');
});

test('only a plain word at the very end may go on', () => {
  for (const text of ['ca', 'a ca', '"a b" c', '"unclosed wor']) assert.ok(of(text).open, text);
  for (const text of ['', 'case ', 'case.', '"ca"', '-ca', 'type:ca', 'c++', 'a "']) assert.ok(!of(text).open, text);
});
