/**
 * Dicts as plain objects: V8 stalls on one of 2^23 keys, so the natural value model ends a load before, at the same key
 * on every way in. The bound is 2^12 here, but for one load in a process of its own.
 */
import { describe, expect, it, vi } from 'vitest';
import { LimitError, type LoadOptions, load, loadAll, loads, Registry, Unpickler } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import { binget, binput, global, int, pickle, text, times } from '../helpers/program.js';
import { inChild } from './child.js';

const MOST = 4096;
vi.mock('../../src/model/natural-keys.js', async (original) => ({ ...(await original<object>()), MAX_KEYS: 4096 }));

const { EMPTY_DICT, MARK, NONE, SETITEM, SETITEMS, STOP } = op;
const entry = (i: number) => pickle(text(`key ${i}`), NONE);
const entries = (from: number, to: number) => pickle(...Array.from({ length: to - from }, (_, i) => entry(from + i)));
/** As CPython writes: at most so many pairs in one SETITEMS. */
const batches = (count: number, size: number) =>
  pickle(
    ...Array.from({ length: Math.ceil(count / size) }, (_, i) =>
      pickle(MARK, entries(i * size, Math.min(count, (i + 1) * size)), SETITEMS),
    ),
  );
class Plain {}
const registry = new Registry().addClass('app', 'Plain', Plain);
const instance = pickle(global('app', 'Plain'), op.EMPTY_TUPLE, op.NEWOBJ);
const half = MOST / 2;

/** Ways to fill one object with `count` keys. */
const WAYS: readonly (readonly [name: string, make: (count: number) => Uint8Array])[] = [
  ['batches of 1000', (n) => pickle(EMPTY_DICT, batches(n, 1000))],
  ['batches of 7', (n) => pickle(EMPTY_DICT, batches(n, 7))],
  ['SETITEM', (n) => pickle(EMPTY_DICT, ...Array.from({ length: n }, (_, i) => pickle(entry(i), SETITEM)))],
  ['one SETITEMS', (n) => pickle(EMPTY_DICT, batches(n, n))],
  ['DICT', (n) => pickle(MARK, entries(0, n), op.DICT)],
  ['DICT and more', (n) => pickle(MARK, entries(0, half), op.DICT, MARK, entries(half, n), SETITEMS)],
  ['by GET', (n) => pickle(EMPTY_DICT, binput(0), op.POP, ...Array.from({ length: n }, (_, i) => pickle(binget(0), entry(i), SETITEM, op.POP)), binget(0))],
  ['a record that grows', (n) => pickle(times(12, EMPTY_DICT, MARK, entries(0, 3), SETITEMS, op.POP), EMPTY_DICT, MARK, entries(0, 3), SETITEMS, MARK, entries(3, n), SETITEMS)],
  ['keys that come again', (n) => pickle(EMPTY_DICT, batches(n, 100), batches(n, 90), times(50, entry(0), SETITEM), entry(n - 1), SETITEM)],
  ['keys that come again at once', (n) => pickle(EMPTY_DICT, MARK, entries(0, half), entries(0, n), SETITEMS)],
  ['index text', (n) => pickle(EMPTY_DICT, MARK, ...Array.from({ length: n }, (_, i) => pickle(text(String(i)), NONE)), SETITEMS)],
  ['two objects in turn', (n) => pickle(EMPTY_DICT, binput(0), EMPTY_DICT, ...Array.from({ length: n }, (_, i) => pickle(entry(i), SETITEM, binget(0), text(`${i % 9}`), NONE, SETITEM, op.POP)))],
  ['behind many others', (n) => pickle(times(200, EMPTY_DICT, MARK, entries(0, 40), SETITEMS, op.POP), EMPTY_DICT, batches(n, 500))],
  ['dict(pairs)', (n) => pickle(global('builtins', 'dict'), op.EMPTY_LIST, MARK, ...Array.from({ length: n }, (_, i) => pickle(entry(i), op.TUPLE2)), op.APPENDS, op.TUPLE1, op.REDUCE)],
  ['fields of an instance', (n) => pickle(instance, EMPTY_DICT, MARK, entries(0, half), SETITEMS, op.BUILD, EMPTY_DICT, MARK, entries(half, n), SETITEMS, op.BUILD)],
  ['fields one by one', (n) => pickle(instance, ...Array.from({ length: n }, (_, i) => pickle(EMPTY_DICT, entry(i), SETITEM, op.BUILD)))],
]; // biome-ignore format: a table

async function* chunks(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.slice(at, at + size);
}

describe.each(ENGINES)('plain objects of many keys (%s)', (engine) => {
  it.each(WAYS)('%s', async (_name, make) => {
    const options: LoadOptions = { engine, registry };
    const good = pickle(op.PROTO, 4, make(MOST), STOP);
    expect(Object.keys(loads(good, options)).length).toBe(MOST);
    expect(Object.keys(loads(good, { ...options, windowSize: 999 })).length).toBe(MOST);
    const bad = pickle(op.PROTO, 4, make(MOST + 1), STOP);
    const errors: LimitError[] = [];
    const note = (error: unknown) => errors.push(error as LimitError);
    for (const one of [options, { ...options, windowSize: 999 }, { ...options, dict: 'object' as const }]) {
      try {
        loads(bad, one);
      } catch (error) {
        note(error);
      }
    }
    await load(chunks(bad, 1234), options).catch(note);
    expect(errors.length).toBe(4);
    for (const error of errors) {
      expect(error).toBeInstanceOf(LimitError);
      expect(error.message).toMatch(
        /more than 4096 keys for a plain object; use dict: 'map' or exact: true \(offset \d+, [A-Z]+\)$/,
      );
      expect([error.offset, error.opcode]).toEqual([errors[0].offset, errors[0].opcode]);
    }
    // Both engines name one place: it is where the key that is too many comes.
    const other = engine === 'js' ? 'wasm' : 'js';
    expect(() => loads(bad, { ...options, engine: other })).toThrow(errors[0].message);
  });

  it('Maps and exact dicts go on', () => {
    const data = pickle(op.PROTO, 4, EMPTY_DICT, batches(3 * MOST, 1000), STOP);
    expect((loadsOn(engine, data, { dict: 'map' }) as Map<string, null>).size).toBe(3 * MOST);
    expect((loadsOn(engine, data, { exact: true }) as Map<string, null>).size).toBe(3 * MOST);
    const mixed = pickle(op.PROTO, 4, EMPTY_DICT, int(1), NONE, SETITEM, batches(3 * MOST, 1000), STOP);
    expect((loadsOn(engine, mixed) as Map<unknown, null>).size).toBe(3 * MOST + 1);
  });

  it('limits.items counts keys, not pairs', () => {
    const twice = pickle(
      op.PROTO,
      4,
      EMPTY_DICT,
      MARK,
      entries(0, 3),
      entries(0, 3),
      SETITEMS,
      entry(1),
      SETITEM,
      STOP,
    );
    for (const dict of ['auto', 'object'] as const) {
      expect(Object.keys(loadsOn(engine, twice, { dict, limits: { items: 3 } }) as object).length).toBe(3);
      expect(() => loadsOn(engine, twice, { dict, limits: { items: 2 } })).toThrow(
        /more than 2 items; raise limits\.items/,
      );
    }
  });

  it('each pickle of a loadAll begins at zero, those of an Unpickler go on', () => {
    const one = pickle(op.PROTO, 4, EMPTY_DICT, binput(0), batches(MOST, 500), STOP);
    expect([...loadAll(pickle(one, one, one), { engine })].length).toBe(3);
    const more = pickle(op.PROTO, 4, binget(0), text('one more'), NONE, SETITEM, STOP);
    const unpickler = new Unpickler(pickle(one, more), { engine });
    unpickler.load();
    expect(() => unpickler.load()).toThrow(LimitError);
  });
});

it('a key that comes again at the limit takes no longer than any other', () => {
  const { status, stdout, stderr } = inChild(
    `const parts = [Uint8Array.of(0x80, 4, 0x7d)];
     const text = (value) => { const b = Buffer.from('  ' + value, 'latin1'); b[0] = 0x8c; b[1] = value.length; return b; };
     for (let i = 0; i < 1 << 17; i++) parts.push(text('k' + i), Uint8Array.of(0x4e, 0x73));
     for (let i = 0; i < 100000; i++) parts.push(text('k' + i % 100), Uint8Array.of(0x4e, 0x73));
     parts.push(Uint8Array.of(0x2e));
     const data = Buffer.concat(parts);
     for (const engine of ['wasm', 'js'])
       console.log(Object.keys(pickle.loads(data, { engine, limits: { items: 1 << 17 } })).length);`,
    { timeoutMs: 20_000 },
  );
  expect(status, stderr).toBe(0);
  expect(stdout).toBe(`${1 << 17}\n${1 << 17}\n`);
});

it('the bound itself: more than 2^22 keys end in a LimitError, in a gigabyte', () => {
  const { status, stdout, stderr } = inChild(
    `const count = 4200000;
     const data = Buffer.alloc(count * 11 + 2 * (count / 1000) + 4);
     let at = data.write('\\x80\\x04}', 'latin1');
     for (let i = 0; i < count; i++) {
       if (i % 1000 === 0) data[at++] = 0x28;
       data[at++] = 0x8c;
       data[at++] = 8;
       at += data.write('k' + String(i).padStart(7, '0'), at, 'latin1');
       data[at++] = 0x4e;
       if (i % 1000 === 999) data[at++] = 0x75;
     }
     data[at] = 0x2e;
     try { pickle.loads(data, { engine: 'wasm' }); } catch (error) { console.log(error.name, error.message); }
     console.log(pickle.loads(data, { engine: 'wasm', dict: 'map' }).size);`,
    { timeoutMs: 300_000, memoryMB: 1024 },
  );
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(
    /^LimitError more than 4194304 keys for a plain object; use dict: 'map' or exact: true \(offset \d+, SETITEMS\)\n4200000\n$/,
  );
}, 320_000);

it.each(['js', 'wasm'])(
  'more values on the stack, or in the memo, than V8 has Arrays for (%s)',
  (engine) => {
    const { status, stdout, stderr } = inChild(
      `for (const [byte, limits] of [[0x4e, undefined], [0x94, { memo: Infinity }]]) {
       const data = Buffer.alloc(150e6, byte);
       data[0] = 0x4e;
       try { pickle.loads(data, { engine: '${engine}', limits }); } catch (error) { console.log(error.name); }
     }`,
      { timeoutMs: 300_000, memoryMB: 3000 },
    );
    expect(status, stderr.slice(0, 500)).toBe(0);
    expect(stdout).toBe('LimitError\nLimitError\n');
  },
  320_000,
);
