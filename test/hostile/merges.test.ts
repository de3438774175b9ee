/** BUILD, again and again on one object: it takes time for what is set, not for what was there. */
import { describe, expect, it } from 'vitest';
import type { Dict, Dtype, LoadOptions, OrderedDict, PyException } from '../../src/index.js';
import { cpuTime } from '../helpers/cpu-time.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const uint32 = (value: number) =>
  String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);
const str = (text: string) => `X${uint32(text.length)}${text}`;
const object = (name: string) => `\x80\x02c${name.replace('.', '\n')}\n)R`;
const MODELS: LoadOptions[] = [{}, { exact: true }];

/** `count` BUILDs, each with one entry; keys are text or integers. */
function builds(name: string, count: number, text: boolean): Uint8Array {
  const key = (i: number) => (text ? str(`k${i}`) : `J${uint32(i)}`);
  return bytes(`${object(name)}${Array.from({ length: count }, (_, i) => `}${key(i)}J${uint32(i)}sb`).join('')}.`);
}

/** The same with tuples as keys, every other one a text when they are mixed. */
function tuples(name: string, count: number, mixed: boolean): Uint8Array {
  const key = (i: number) => (mixed && i & 1 ? str(`k${i}`) : `J${uint32(i)}\x85`);
  return bytes(`${object(name)}${Array.from({ length: count }, (_, i) => `}${key(i)}Nsb`).join('')}.`);
}

/** One state of a dtype with 3000 fields, given to it `count` times. */
function dtypes(count: number): Uint8Array {
  const names = Array.from({ length: 3000 }, (_, i) => str(`field ${i}`));
  const fields = names.map((name) => `${name}cnumpy\ndtype\n${str('i4')}K\x00K\x01\x87RK\x00\x86`).join('');
  const state = `(K\x03${str('|')}N(${names.join('')}t}(${fields}uK\x08K\x01K\x00tq\x07b`;
  return bytes(`\x80\x02cnumpy\ndtype\n${str('V8')}K\x00K\x01\x87R${state}${'h\x07b'.repeat(count)}.`);
}

const ROWS: [name: string, unit: number, make: (count: number) => Uint8Array][] = [
  ...[
    'collections.OrderedDict',
    'collections.Counter',
    'collections.deque',
    'collections.UserList',
    'collections.ChainMap',
    'builtins.ValueError',
    'types.SimpleNamespace',
  ].map((name): [string, number, (count: number) => Uint8Array] => [name, 8000, (count) => builds(name, count, true)]),
  ['collections.OrderedDict with integers', 8000, (count) => builds('collections.OrderedDict', count, false)],
  ['collections.OrderedDict with tuples', 8000, (count) => tuples('collections.OrderedDict', count, false)],
  ['collections.deque with text and tuples', 8000, (count) => tuples('collections.deque', count, true)],
  ['builtins.ValueError with text and tuples', 8000, (count) => tuples('builtins.ValueError', count, true)],
  ['numpy.dtype', 200, dtypes],
];

describe.each(ENGINES)('BUILD on %s', (engine) => {
  it.each(ROWS)('of %s is linear', (_, unit, make) => {
    for (const model of MODELS) {
      const times = [1, 2, 4].map((factor) => {
        const data = make(unit * factor);
        const start = cpuTime();
        loadsOn(engine, data, model);
        return cpuTime() - start;
      });
      // Quadratic growth is 16-fold, and took seconds; the rest is room for a busy machine.
      expect(times[2], times.join(' ')).toBeLessThan(400 + 8 * Math.max(times[0], times[1] / 2));
    }
  });

  it.each(MODELS)('keeps what was set, in order, and leaves the states alone %j', (model) => {
    const state = (name: string, value: number) => `}${str(name)}K${String.fromCharCode(value)}s`;
    const text = `${object('collections.OrderedDict')}${state('a', 1)}q\x01b${state('b', 2)}b${state('a', 3)}b${state('__proto__', 4)}bh\x01\x86.`;
    const [dict, first] = [...(loadsOn(engine, bytes(text), model) as Iterable<unknown>)] as [OrderedDict, unknown];
    const entries = (value: unknown) => (model.exact ? [...(value as Dict)] : Object.entries(value as object));
    expect(entries(dict.attributes)).toEqual([
      ['a', 3],
      ['b', 2],
      ['__proto__', 4],
    ]);
    expect(entries(first)).toEqual([['a', 1]]);
  });

  it.each(MODELS)('takes keys that are no text, equal ones once %j', (model) => {
    const keys = ['K\x01', '\x88', 'K\x02', str('x'), 'K\x01']
      .map((key, i) => `}${key}K${String.fromCharCode(i)}sb`)
      .join('');
    const dict = loadsOn(engine, bytes(`${object('collections.OrderedDict')}${keys}.`), model) as OrderedDict;
    expect([...(dict.attributes as Map<unknown, unknown>)]).toEqual([
      [1, 4],
      [2, 2],
      ['x', 3],
    ]);
  });

  it.each(MODELS)('does not mix the states of two exceptions %j', (model) => {
    const error = `cbuiltins\nValueError\n)R`;
    const text = `\x80\x02}${str('a')}K\x01sq\x00${error}h\x00b}${str('b')}K\x02sb${error}h\x00b\x86.`;
    const [one, other] = [...(loadsOn(engine, bytes(text), model) as Iterable<PyException>)];
    const keys = (value: unknown) => (model.exact ? [...(value as Dict).keys()] : Object.keys(value as object));
    expect([keys(one.attributes), keys(other.attributes)]).toEqual([['a', 'b'], ['a']]);
  });

  it('of a dtype gives each the fields of its state', () => {
    expect((loadsOn(engine, dtypes(2)) as Dtype).names?.length).toBe(3000);
  });
});
