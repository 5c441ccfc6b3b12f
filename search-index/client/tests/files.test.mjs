import assert from 'node:assert/strict';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { IndexFault } from '../fault.js';
import { Files, fetchFrom, unpack } from '../files.js';
import { GENERATION, file, packed } from './written.mjs';

const sound = file('T', 300, GENERATION, Buffer.from('content'));
const open = (bytes, kind = 'T', number = 300) => new Files(async () => bytes, GENERATION).get(kind, number, (reader) => reader.text());

test('a file is what was asked for, packed or unpacked on the way', async () => {
  assert.equal(await open(packed(sound)), 'content');
  assert.equal(await open(sound), 'content');
  assert.equal(await open(packed(file('X', 0, GENERATION, Buffer.from('text'))), 'X', 'aa'), 'text');
});

test('another file, another generation or a cut one is damaged', async () => {
  const whole = packed(sound);
  const others = [packed(file('T', 301, GENERATION, [])), packed(file('S', 300, GENERATION, [])), packed(file('T', 300, '0123456089', [])), new Uint8Array(), Buffer.from('<!doctype html>')];
  for (let end = 0; end < whole.length; end++) others.push(whole.slice(0, end));
  for (const bytes of others) await assert.rejects(open(bytes), { kind: 'damaged' });
});

test('a few bytes that ask for all memory are damaged', async () => {
  const bomb = gzipSync(Buffer.alloc(1 << 26));
  await assert.rejects(open(new Uint8Array(bomb)), { kind: 'damaged' });
});

test('a file is read once, and once more only after it failed', async () => {
  let reads = 0;
  let fails = true;
  const files = new Files(async () => {
    reads++;
    if (fails) throw new TypeError('no network');
    return packed(sound);
  }, GENERATION);
  const get = () => files.get('T', 300, (reader) => reader.text());
  await assert.rejects(Promise.all([get(), get()]), { kind: 'network' });
  assert.equal(reads, 1);
  fails = false;
  assert.deepEqual(await Promise.all([get(), get()]), ['content', 'content']);
  assert.equal(await get(), 'content');
  assert.equal(reads, 2);
});

test('what cannot be parsed is damaged', async () => {
  const files = new Files(async () => packed(sound), GENERATION);
  await assert.rejects(files.get('T', 300, () => JSON.parse('{')), (error) => error instanceof IndexFault && error.kind === 'damaged' && /t\/300\.bin/.test(error.message));
});

test('fetched files: there, gone, out of reach', async (context) => {
  const answers = { ok: new Response(packed(sound)), gone: new Response('', { status: 404 }), down: new Response('', { status: 503 }) };
  context.mock.method(globalThis, 'fetch', async (url) => answers[url.slice('/search/'.length)] ?? Promise.reject(new TypeError('offline')));
  const read = fetchFrom('/search/');
  assert.deepEqual(await unpack(await read('ok')), sound);
  await assert.rejects(read('gone'), { kind: 'missing' });
  await assert.rejects(read('down'), { kind: 'network' });
  await assert.rejects(new Files(read, GENERATION).get('T', 1, () => 0), { kind: 'network' });
});
