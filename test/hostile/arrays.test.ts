/**
 * Arrays and dtypes that say more than their bytes hold: values without bytes, and dtypes that stand in themselves many
 * times.
 */
import { describe, expect, it } from 'vitest';
import { LimitError } from '../../src/index.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import { inChild } from './child.js';

const uint32 = (value: number) =>
  String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);
const str = (text: string) => `X${uint32(text.length)}${text}`;
const int = (value: number) =>
  value > 0x7fffffff ? `\x8a\x08${uint32(value)}${uint32(Math.floor(value / 2 ** 32))}` : `J${uint32(value)}`;
const tuple = (items: readonly string[]) => `(${items.join('')}t`;
const dtype = (code: string) => `cnumpy\ndtype\n${str(code)}K\x00K\x01\x87R`;
const array = (shape: readonly number[], type: string, data: string) =>
  `cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85C\x01b\x87R(K\x01${tuple(shape.map(int))}${type}\x89${data}tb`;
const state = (subdtype: string, names: string, fields: string, itemsize: number) =>
  `(K\x03${str('|')}${subdtype}${names}${fields}J${uint32(itemsize)}K\x01K\x00tb`;
const pickle = (body: string) => `\x80\x03${body}.`;
const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** A dtype of two fields, both the dtype before, `depth` times. */
function doubled(depth: number, name: string, leaf = 'V0'): string {
  let text = `${dtype(leaf)}q\x00`;
  for (let i = 0; i < depth; i++) {
    const [a, b] = [str(`a${name}`), str(`b${name}`)];
    text += `0${dtype('V0')}${state('N', `${a}${b}\x86`, `}(${a}h\x00K\x00\x86${b}h\x00K\x00\x86u`, 0)}q\x00`;
  }
  return text;
}

/** A dtype whose items are arrays of `shape` of the dtype before, `depth` times. */
function nested(depth: number, shape: readonly number[]): string {
  let text = `${dtype('V0')}q\x00`;
  for (let i = 0; i < depth; i++)
    text += `0${dtype('V0')}${state(`h\x00${tuple(shape.map(int))}\x86`, 'N', 'N', 0)}q\x00`;
  return text;
}

/** Each is a pickle of an array, read all in all. */
const EMPTY: [name: string, body: string][] = [
  ['no elements and a long axis', array([2 ** 27, 0], dtype('f8'), 'C\x00')],
  ['no elements and many axes', array([...new Array(30).fill(2), 0], dtype('f8'), 'C\x00')],
  ['no elements, longer than any list', array([2 ** 40, 0], dtype('f8'), 'C\x00')],
  ['items of no bytes', array([2 ** 27], dtype('V0'), 'C\x00')],
  ['items of no bytes in Fortran order', array([2 ** 20, 2 ** 7], dtype('S0'), 'C\x00').replace('\x89', '\x88')],
  ['text of no bytes', array([2 ** 40], dtype('U0'), 'C\x00')],
  ['items that are arrays of no elements', array([1], nested(1, [2 ** 27, 0]), 'C\x00')],
  ['items that are arrays of arrays of items of no bytes', array([1], nested(3, [2 ** 10]), 'C\x00')],
  ['items of doubled fields', array([1], doubled(22, ''), 'C\x00')],
];

describe.each(ENGINES)('arrays on %s', (engine) => {
  it.each(EMPTY)(
    'of %s are not made',
    (_, body) => {
      const code = `
      for (const exact of [false, true]) {
        let value, error;
        try {
          value = pickle.loads(Uint8Array.from(${JSON.stringify(pickle(body))}, (letter) => letter.charCodeAt(0)), { engine: '${engine}', exact });
        } catch (thrown) { error = thrown; }
        if (error === undefined) {
          for (const read of [() => value.toArray(), () => JSON.stringify(value)]) {
            let refused;
            try { read(); } catch (thrown) { refused = thrown; }
            if (!(refused instanceof pickle.LimitError)) throw refused ?? new Error('made');
          }
          if (value.toBytes().length !== 0 || value.data.length !== 0) throw new Error('bytes');
          String(value); pickle.repr(value); pickle.dumps(value);
        } else if (!(error instanceof pickle.LimitError)) throw error;
      }
      console.log('done');
    `;
      expect(inChild(code, { timeoutMs: 10_000, memoryMB: 200 })).toEqual({ status: 0, stdout: 'done\n', stderr: '' });
    },
    20_000,
  );

  it.each([{}, { exact: true }])('dtypes whose text doubles are refused %j', (options) => {
    for (const body of [doubled(60, ''), doubled(12, 'n'.repeat(10_000))]) {
      expect(() => loadsOn(engine, bytes(pickle(body)), options)).toThrow(LimitError);
    }
    expect(String(loadsOn(engine, bytes(pickle(doubled(2, ''))), options))).toBe(
      "[('a', [('a', '|V0'), ('b', '|V0')]), ('b', [('a', '|V0'), ('b', '|V0')])]",
    );
  });

  it.each([{}, { exact: true }])('sub-arrays have at most 64 axes %j', (options) => {
    expect(() => loadsOn(engine, bytes(pickle(nested(1, new Array(65).fill(1)))), options)).toThrow(
      'impossible sub-array',
    );
    expect(() => loadsOn(engine, bytes(pickle(nested(65, [1]))), options)).toThrow(LimitError);
  });

  it('what is small is made', () => {
    const small = loadsOn(engine, bytes(pickle(array([3, 0, 2], dtype('f8'), 'C\x00')))) as { toArray(): unknown };
    expect(small.toArray()).toEqual([[], [], []]);
    const empty = loadsOn(engine, bytes(pickle(array([2, 2], dtype('U0'), 'C\x00')))) as { toArray(): unknown };
    expect(empty.toArray()).toEqual([
      ['', ''],
      ['', ''],
    ]);
  });
});
