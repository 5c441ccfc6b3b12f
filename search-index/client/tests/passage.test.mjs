import assert from 'node:assert/strict';
import test from 'node:test';
import { passageOf } from '../passage.js';

const groupOf = (piece) => ['foster', 'care'].indexOf(piece.toLowerCase().replace(/\W/g, ''));
const filler = (count) => Array.from({ length: count }, (_, i) => `w${i}`).join(' ');
const shown = ({ anchor, words }) => [anchor, words.length, words.findIndex(({ mark }) => mark), words.filter(({ mark }) => mark).length];

test('the window with the most groups, then with the most words, then the first', () => {
  const text = `${filler(40)} foster foster foster ${filler(40)} care, foster ${filler(40)}`;
  assert.deepEqual(shown(passageOf([['a', 'A', text]], groupOf)), ['a', 30, 6, 2]);
  assert.deepEqual(shown(passageOf([['a', 'A', `foster ${filler(50)}`], ['b', 'B', `${filler(9)} foster foster`]], groupOf)), ['b', 11, 9, 2]);
  assert.deepEqual(shown(passageOf([['a', 'A', 'foster x'], ['b', 'B', 'foster y']], groupOf)), ['a', 2, 0, 1]);
});

test('a hit at the end still has words before it', () => {
  assert.deepEqual(shown(passageOf([['a', 'A', `${filler(60)} care`]], groupOf)), ['a', 30, 29, 1]);
});

test('with nothing to mark the page begins at its beginning', () => {
  assert.deepEqual(shown(passageOf([['', '', ''], ['a', 'A', filler(50)], ['b', 'B', filler(50)]], groupOf)), ['', 30, -1, 0]);
  assert.deepEqual(passageOf([], groupOf), { anchor: '', heading: '', words: [] });
});
