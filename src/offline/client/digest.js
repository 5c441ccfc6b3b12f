// BLAKE3, as the build names its files by: the first ten digits of it tell whether a file is the one that the list means.

const START = Uint32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19);
const SHUFFLE = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];
/** Which words of the block each of the seven rounds takes. */
const ORDER = [Uint8Array.from({ length: 16 }, (_, i) => i)];
while (ORDER.length < 7) ORDER.push(ORDER.at(-1).map((_, i, before) => before[SHUFFLE[i]]));
const MIXED = Uint8Array.of(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 0, 5, 10, 15, 1, 6, 11, 12, 2, 7, 8, 13, 3, 4, 9, 14);
const FIRST = 1, LAST = 2, PARENT = 4, ROOT = 8;
const CHUNK = 1024, BLOCK = 64;

const v = new Int32Array(16);
const m = new Uint32Array(16);

/** The block `m` into the chaining value before it, which becomes the next one. */
function compress(value, counter, length, flags) {
  v.set(value);
  v.set(START.subarray(0, 4), 8);
  v[12] = counter;
  v[13] = 0;
  v[14] = length;
  v[15] = flags;
  for (const order of ORDER) {
    for (let i = 0; i < 32; i += 4) {
      const a = MIXED[i], b = MIXED[i + 1], c = MIXED[i + 2], d = MIXED[i + 3];
      let x = v[a], y = v[b], z = v[c], w = v[d];
      x = (x + y + m[order[i >> 1]]) | 0;
      w ^= x;
      w = (w >>> 16) | (w << 16);
      z = (z + w) | 0;
      y ^= z;
      y = (y >>> 12) | (y << 20);
      x = (x + y + m[order[(i >> 1) + 1]]) | 0;
      w ^= x;
      w = (w >>> 8) | (w << 24);
      z = (z + w) | 0;
      y ^= z;
      v[b] = (y >>> 7) | (y << 25);
      v[a] = x;
      v[c] = z;
      v[d] = w;
    }
  }
  for (let i = 0; i < 8; i += 1) value[i] = v[i] ^ v[i + 8];
}

function chunkValue(bytes, start, end, number, isRoot) {
  const value = START.slice();
  const last = start + Math.floor(Math.max(0, end - start - 1) / BLOCK) * BLOCK;
  for (let at = start; at <= last; at += BLOCK) {
    m.fill(0);
    const to = Math.min(at + BLOCK, end);
    for (let i = at; i < to; i += 1) m[(i - at) >> 2] |= bytes[i] << (8 * ((i - at) & 3));
    compress(value, number, to - at, (at === start ? FIRST : 0) | (at === last ? LAST | (isRoot ? ROOT : 0) : 0));
  }
  return value;
}

/** The tree over some chunks: its left side is the greatest power of two that leaves something for the right. */
function treeValue(bytes, first, count, isRoot) {
  if (count === 1) return chunkValue(bytes, first * CHUNK, Math.min(bytes.length, (first + 1) * CHUNK), first, isRoot);
  const side = 2 ** Math.ceil(Math.log2(count) - 1);
  const left = treeValue(bytes, first, side, false);
  const right = treeValue(bytes, first + side, count - side, false);
  m.set(left);
  m.set(right, 8);
  const value = START.slice();
  compress(value, 0, BLOCK, PARENT | (isRoot ? ROOT : 0));
  return value;
}

/**
 * @param {Uint8Array} bytes
 * @returns {string} ten hexadecimal digits
 */
function digest(bytes) {
  const value = treeValue(bytes, 0, Math.max(1, Math.ceil(bytes.length / CHUNK)), true);
  return [...new Uint8Array(value.buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 10);
}
