/**
 * Makes the data of the simpler cases with this package's own `dumps`, for machines without Python. Same shapes and
 * sizes as cases.py.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dumps } from 'pickle-wasm';
import { joinMessages } from './messages.mjs';

const SEED = 20240229;
const SYLLABLES = 'ka lo mi ter ra ven do sil po na qui bra sto el um fa gen ti or ba'.split(' ');
const WORDS_NOT_ASCII = ['Łódź', 'Ελλάδα', 'Москва', '東京都', 'naïve', 'Größe', '😀 ok', 'ação', 'Škoda', 'عربي'];

/** Numbers from a fixed seed (the mulberry32 generator). */
class Random {
  #state = SEED;

  /** @returns {number} in [0, 1) */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** @param {number} low @param {number} high @returns {number} an integer in [low, high] */
  integer(low, high) {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** @template T @param {readonly T[]} items @returns {T} one of them */
  choice(items) {
    return items[this.integer(0, items.length - 1)];
  }

  /** @param {number} syllables @returns {string} */
  word(syllables) {
    return Array.from({ length: syllables }, () => this.choice(SYLLABLES)).join('');
  }

  /** @param {number} bits @returns {bigint} an integer of at most that many bits */
  bigint(bits) {
    const words = Array.from({ length: Math.ceil(bits / 32) }, () => BigInt(Math.floor(this.next() * 2 ** 32)));
    return BigInt.asUintN(
      bits,
      words.reduce((value, part) => (value << 32n) | part, 0n),
    );
  }

  /** @param {number} length @returns {Uint8Array} */
  bytes(length) {
    return Uint8Array.from({ length }, () => this.integer(0, 255));
  }
}

/**
 * @template T
 * @param {number} length @param {(index: number) => T} make
 * @returns {T[]}
 */
const list = (length, make) => Array.from({ length: Math.floor(length) }, (_, index) => make(index));

/** @type {Record<string, (random: Random, scale: number) => unknown>} */
const MAKERS = {
  records: (random, scale) => {
    const cities = list(50, () => random.word(3));
    return list(100_000 * scale, (id) => ({
      id,
      name: `${random.word(2)} ${random.word(3)}`,
      email: `${random.word(4)}@example.org`,
      score: random.next() * 100,
      active: random.next() < 0.7,
      age: random.integer(18, 90),
      city: random.choice(cities),
      balance: random.next() * 1e6 - 1e4,
    }));
  },
  floats: (random, scale) => list(1_000_000 * scale, () => random.next() * 1000),
  smallints: (random, scale) => list(1_000_000 * scale, () => random.integer(0, 1000)),
  mixints: (random, scale) =>
    list(200_000 * scale, () => {
      const value = random.bigint(random.integer(1, 100));
      return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
    }),
  str_ascii: (random, scale) => list(300_000 * scale, (index) => random.word(random.integer(2, 5)) + index),
  str_memo: (random, scale) => {
    const pairs = list(676, (index) => String.fromCharCode(97 + Math.floor(index / 26), 97 + (index % 26)));
    return list(300_000 * scale, () => random.choice(pairs));
  },
  str_long: (random, scale) => {
    const text = list(50_000, () => random.word(random.integer(1, 4))).join(' ');
    return list(50_000 * scale, () => {
      const start = random.integer(0, 200_000);
      return text.slice(start, start + random.integer(200, 2000));
    });
  },
  str_uni: (random, scale) =>
    list(100_000 * scale, (index) => `${random.choice(WORDS_NOT_ASCII)} ${random.choice(WORDS_NOT_ASCII)}${index}`),
  bytes64m: (random, scale) => {
    const block = random.bytes(1 << 16);
    const value = new Uint8Array(block.length * Math.max(Math.floor(1024 * scale), 1));
    for (let position = 0; position < value.length; position += block.length) value.set(block, position);
    return value;
  },
  bytes10k: (random, scale) => list(10_000 * scale, () => random.bytes(6_000)),
  dict_str: (random, scale) => Object.fromEntries(list(500_000 * scale, (index) => [random.word(3) + index, index])),
  dict_int: (random, scale) => new Map(list(200_000 * scale, () => [random.integer(0, 2 ** 31 - 1), random.next()])),
  deep: (_random, scale) =>
    list(Math.max(200 * scale, 1), () => {
      /** @type {unknown[]} */
      let chain = [];
      for (let level = 0; level < 499; level++) chain = level % 2 ? [chain, level] : [chain];
      return chain;
    }),
  tiny: (random, scale) =>
    list(100_000 * scale, () => ({
      id: random.bigint(128).toString(16).padStart(32, '0'),
      task: `shop.tasks.${random.word(3)}`,
      args: [random.integer(0, 2 ** 30), random.word(2), random.next()],
      kwargs: Object.fromEntries(list(random.integer(0, 3), () => [random.word(1), random.integer(0, 2 ** 20)])),
      retries: random.integer(0, 3),
      eta: null,
      utc: true,
    })),
};

/** What JSON cannot hold. */
const NOT_IN_JSON = new Set(['mixints', 'bytes64m', 'bytes10k', 'dict_int']);

/** @param {unknown} value @returns {number} scalars and containers in it */
function countValues(value) {
  let total = 0;
  const stack = [value];
  while (stack.length > 0) {
    const item = stack.pop();
    total++;
    if (typeof item !== 'object' || item === null || ArrayBuffer.isView(item)) continue;
    const items = Array.isArray(item) ? item : item instanceof Map ? [...item].flat() : Object.entries(item).flat();
    for (const inner of items) stack.push(inner);
  }
  return total;
}

/** @param {unknown} value @returns {number} items of the outermost container */
function lengthOf(value) {
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return value instanceof Map ? value.size : Object.keys(/** @type {object} */ (value)).length;
}

/**
 * Writes the data of one case, unless it is there.
 * @param {string} folder where to
 * @param {string} name a case with `javascript: true`
 * @param {number} scale 1 for the full size
 * @param {number} protocol of the pickle
 */
export function generateCase(folder, name, scale, protocol) {
  mkdirSync(folder, { recursive: true });
  const source = readFileSync(fileURLToPath(import.meta.url));
  const key = createHash('sha256').update(source).update(`${scale}`).digest('hex').slice(0, 16);
  const described = join(folder, `${name}.p${protocol}.json`);
  if (existsSync(described) && JSON.parse(readFileSync(described, 'utf8')).key === key) return;
  const value = MAKERS[name](new Random(), scale);
  const messages = name === 'tiny';
  const items = messages ? /** @type {unknown[]} */ (value) : [value];
  const pickles = items.map((item) => dumps(item, { protocol }));
  writeFileSync(join(folder, `${name}.p${protocol}.pkl`), messages ? joinMessages(pickles) : pickles[0]);
  const inJson = !NOT_IN_JSON.has(name);
  if (inJson) {
    const texts = items.map((item) => Buffer.from(JSON.stringify(item)));
    writeFileSync(join(folder, `${name}.json`), messages ? joinMessages(texts) : texts[0]);
  }
  /** @type {import('./cases.mjs').CaseData} */
  const description = {
    key,
    madeBy: 'pickle-wasm',
    pickle: `${name}.p${protocol}.pkl`,
    protocol,
    buffers: null,
    json: inJson ? `${name}.json` : null,
    sameInJson: inJson,
    messages,
    values: countValues(value),
    length: lengthOf(value),
  };
  writeFileSync(described, `${JSON.stringify(description, null, 1)}\n`);
}
