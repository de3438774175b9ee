/**
 * What JavaScript values become, and which are refused where. Expected bytes are what CPython writes for the value in
 * the name.
 */

import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { PicklingError } from '../../src/base/errors.js';
import { loads } from '../../src/read/loads.js';
import { Unpickler } from '../../src/read/unpickler.js';
import { REDUCE } from '../../src/registry/reduction.js';
import { Bytes } from '../../src/values/bytes.js';
import { Dict } from '../../src/values/dict.js';
import { Float } from '../../src/values/float.js';
import { PyCall, PyGlobal } from '../../src/values/global.js';
import { PySet } from '../../src/values/set.js';
import { Tuple } from '../../src/values/tuple.js';
import type { DumpOptions } from '../../src/write/dump-options.js';
import { dumps, Pickler } from '../../src/write/dumps.js';

const hex = (value: unknown, options?: DumpOptions) => Buffer.from(dumps(value, options)).toString('hex');
const sameAs = (value: unknown, exact: unknown, options?: DumpOptions) =>
  expect(hex(value, options)).toBe(hex(exact, options));

const NESTED = new PyGlobal('m', 'f');

describe('natural values', () => {
  it('numbers are ints when they are safe integers, else floats', () => {
    expect(hex(1)).toBe('80044b012e');
    expect(hex(1.5)).toBe(hex(new Float(1.5)));
    sameAs(-0, new Float(-0));
    sameAs(2 ** 53 - 1, 2n ** 53n - 1n);
    sameAs(2 ** 53, new Float(2 ** 53));
    sameAs(1e300, new Float(1e300));
    sameAs(NaN, new Float(NaN));
  });

  it('bigints are ints of any size', () => {
    sameAs(5n, 5);
    sameAs(-70000n, -70000);
    expect(hex(2n ** 31n)).toBe('80049508000000000000008a0500000080002e');
  });

  it('boxed primitives are primitives', () => {
    sameAs([new Number(3), new String('a'), new Boolean(false), Object(7n)], [3, 'a', false, 7n]);
  });

  it('objects, Maps and Dicts are dicts', () => {
    const dict = new Dict<unknown, unknown>([
      ['a', 1],
      ['b', [true]],
    ]);
    sameAs({ a: 1, b: [true] }, dict);
    sameAs(Object.assign(Object.create(null), { a: 1, b: [true] }), dict);
    sameAs(
      new Map<string, unknown>([
        ['a', 1],
        ['b', [true]],
      ]),
      dict,
    );
  });

  it('__proto__ is a key like any other', () => {
    sameAs(JSON.parse('{"__proto__": 1}'), new Dict([['__proto__', 1]]));
  });

  it('only own enumerable string keys count, and getters are called once', () => {
    let calls = 0;
    const value = {
      get a() {
        return ++calls;
      },
      [Symbol('s')]: 1,
    };
    Object.defineProperty(value, 'hidden', { value: 2, enumerable: false });
    sameAs(value, new Dict([['a', 1]]));
    expect(calls).toBe(1);
  });

  it('what Object.prototype was given is no key', () => {
    const prototype = Object.prototype as Record<string, unknown>;
    prototype.everywhere = 1;
    try {
      sameAs({ x: 1 }, new Dict([['x', 1]]));
      sameAs([{}], [new Dict()]);
    } finally {
      delete prototype.everywhere;
    }
    const foreign = runInNewContext('Object.prototype.everywhere = 1; ({ x: 1 })');
    sameAs(foreign, new Dict([['x', 1]]));
  });

  it('getters are called in their turn', () => {
    const value = {
      first: [0],
      get second() {
        value.first = [1];
        return value.third++;
      },
      third: 5,
    };
    expect(loads(dumps(value))).toEqual({ first: [0], second: 5, third: 6 });
  });

  it('toJSON is not used', () =>
    sameAs(
      { toJSON: null, x: 1 },
      new Dict<string, unknown>([
        ['toJSON', null],
        ['x', 1],
      ]),
    ));

  it('Sets are sets', () => sameAs(new Set([1, 'a']), new PySet<unknown>([1, 'a'])));

  it('Uint8Array, Buffer, ArrayBuffer and DataView are bytes', () => {
    const data = Uint8Array.of(1, 2, 3);
    for (const same of [
      data,
      Buffer.from(data),
      data.buffer,
      new DataView(data.buffer),
      new Uint8Array([0, 1, 2, 3]).subarray(1),
    ]) {
      sameAs(same, new Bytes(data));
    }
  });

  it('typed arrays by option', () => {
    const array = Float32Array.of(1, 2);
    const bytes = new Bytes(new Uint8Array(array.buffer));
    sameAs(array, bytes, { typedArrays: 'bytes' });
    const cls = new PyGlobal('array', 'array');
    sameAs(array, new PyCall(new PyGlobal('array', '_array_reconstructor'), [cls, 'f', 14, bytes]));
    sameAs(array, new PyCall(cls, ['f', [new Float(1), new Float(2)]]), { protocol: 2 });
    sameAs(
      new Uint8ClampedArray([7]),
      new PyCall(new PyGlobal('array', '_array_reconstructor'), [cls, 'B', 0, new Bytes(Uint8Array.of(7))]),
    );
    sameAs(new BigInt64Array([-1n]), new PyCall(cls, ['q', [-1]]), { protocol: 0 });
  });

  it('typed arrays as ndarrays', () => {
    const dtype = new PyCall(new PyGlobal('numpy', 'dtype'), ['f8', false, true]);
    dtype.state = new Tuple([3, '<', null, null, null, -1, -1, 0]);
    const array = Float64Array.of(1, 2);
    const reconstruct = new PyGlobal('numpy.core.multiarray', '_reconstruct');
    const exact = new PyCall(reconstruct, [
      new PyGlobal('numpy', 'ndarray'),
      new Tuple([0]),
      new Bytes(Uint8Array.of(0x62)),
    ]);
    exact.state = new Tuple([1, new Tuple([2]), dtype, false, new Bytes(new Uint8Array(array.buffer))]);
    sameAs(array, exact, { typedArrays: 'numpy' });
  });

  it('cycles and shared objects are kept', () => {
    const value: Record<string, unknown> = { list: [] };
    value.self = value;
    (value.list as unknown[]).push(value.list, value);
    expect(hex(value, { protocol: 2 })).toBe(
      '80027d710028580400000 06c69737471015d710228680268006558040000007365 6c6671036800752e'.replaceAll(' ', ''),
    );
  });

  it('values of another realm are the same values', () => {
    const foreign = runInNewContext('({a: [1, new Map([[1, 2]]), new Set([3]), new Uint8Array([4]), new Date(0)]})');
    sameAs(foreign, { a: [1, new Map([[1, 2]]), new Set([3]), new Uint8Array([4]), new Date(0)] });
  });

  it('equal strings are one object', () => {
    expect(hex(['ab', 'ab', 'a'.repeat(60), 'a'.repeat(60), 'é', 'é']).match(/68/g)).toHaveLength(3);
  });
});

describe('refused values', () => {
  class Worker {}
  const cases: [string, unknown, string][] = [
    ['undefined', { jobs: [1, { x: undefined }] }, '$.jobs[1].x'],
    ['a hole', Object.assign(new Array(3), { 0: 1, 2: 3 }), '$[1]'],
    ['a function', { jobs: [0, 0, 0, { callback: function onDone() {} }] }, '$.jobs[3].callback'],
    ['a symbol', new Map([[1, Symbol('s')]]), '$.get(1)'],
    ['a RegExp', { 'a b': /x/ }, '$["a b"]'],
    ['a Promise', [Promise.resolve()], '$[0]'],
    ['a WeakMap', new WeakMap(), '$'],
    ['a class instance', new Tuple([new Worker()]), '$[0]'],
    ['an invalid Date', [new Date(NaN)], '$[0]'],
    ['a Date after the year 9999', [new Date(8.64e15)], '$[0]'],
    ['a subclass of Array', [new (class Items extends Array {})()], '$[0]'],
    ['a key', new Map([[Symbol.iterator, 1]]), '$.get(Symbol(Symbol.iterator))'],
    ['an Error', { e: new Error('x') }, '$.e'],
  ];
  for (const [name, value, path] of cases) {
    for (const protocol of [0, 2, 4]) {
      it(`${name}, protocol ${protocol}`, () => {
        const error = caught(() => dumps(value, { protocol }));
        expect(error).toBeInstanceOf(PicklingError);
        expect((error as Error).message).toContain(`(at ${path})`);
      });
    }
  }

  it('the message says what to do', () => {
    expect(() => dumps(new Worker())).toThrow(
      'an instance of Worker has no Python counterpart; give its class a [REDUCE] method',
    );
    expect(() => dumps(() => {})).toThrow('registry.addFunction');
  });

  it('a throwing getter is the cause', () => {
    const thrown = new RangeError('no');
    const error = caught(() =>
      dumps({
        a: {
          get b() {
            throw thrown;
          },
        },
      }),
    ) as PicklingError;
    expect(error).toBeInstanceOf(PicklingError);
    expect(error.message).toBe('cannot pickle $.a.b: no');
    expect(error.cause).toBe(thrown);
  });

  it('bad options', () => {
    expect(() => dumps(1, { protocol: 6 })).toThrow(PicklingError);
    expect(() => dumps(1, { protocol: 1.5 })).toThrow(PicklingError);
    expect(() => dumps(1, { typedArrays: 'x' as never })).toThrow(PicklingError);
    expect(() => dumps(1, { protocol: 4, bufferCallback: () => {} })).toThrow('bufferCallback needs protocol 5');
    expect(hex(1, { protocol: -1 })).toBe('80054b012e');
  });
});

describe('pooled', () => {
  const values = Array.from({ length: 400 }, (_, i) => ({ id: i, text: 'x'.repeat(i % 300) }));

  it('small results share memory and are what they are without it', () => {
    const pooled = values.map((value) => dumps(value, { pooled: true }));
    const buffers = new Set(pooled.map(({ buffer }) => buffer));
    expect(buffers.size).toBeGreaterThan(1);
    expect(buffers.size).toBeLessThan(values.length / 10);
    pooled.forEach((pickle, i) => {
      expect(Buffer.from(pickle).equals(dumps(values[i]))).toBe(true);
      expect(pickle.byteOffset % 8).toBe(0);
      expect(loads(pickle)).toEqual(values[i]);
    });
  });

  it('large results and those without the option have a buffer of their own', () => {
    const large = dumps('y'.repeat(2049), { pooled: true });
    expect([large.byteOffset, large.buffer.byteLength]).toEqual([0, large.length]);
    const small = dumps('y');
    expect([small.byteOffset, small.buffer.byteLength]).toEqual([0, small.length]);
  });

  it('of a Pickler', () => {
    const pickler = new Pickler({ pooled: true });
    const list = ['a'];
    const [one, two] = [pickler.dumps(list), pickler.dumps([list])];
    expect(two.buffer).toBe(one.buffer);
    const unpickler = new Unpickler(Buffer.concat([one, two]));
    const first = unpickler.load();
    expect(unpickler.load()).toEqual([first]);
  });
});

describe('identity', () => {
  it.each([1, 8, 9, 10, 1000])('%i objects, met again in another order', (count) => {
    const objects = Array.from({ length: count }, (_, i) => (i % 2 === 0 ? [i] : { i }));
    const again = objects.map((_, i) => objects[(i * 7 + 3) % count]);
    const copy = loads(dumps([objects, again, objects])) as unknown[][];
    expect(copy[0]).toEqual(objects);
    expect(copy[2]).toBe(copy[0]);
    again.forEach((_, i) => {
      expect(copy[1][i]).toBe(copy[0][(i * 7 + 3) % count]);
    });
  });

  it('one dumps after the other, of few objects and many', () => {
    for (let count = 1; count < 20; count++) {
      const objects = Array.from({ length: count }, (_, i) => [i]);
      const copy = loads(dumps([...objects, ...objects])) as unknown[];
      objects.forEach((_, i) => {
        expect(copy[count + i]).toBe(copy[i]);
      });
    }
  });

  it('dumps inside a dumps, of the same values', () => {
    const tuple = new Tuple([1, 'a']);
    const dict = new Dict([['t', tuple]]);
    const inner: Uint8Array[] = [];
    const curious = {
      [REDUCE](): [PyGlobal, unknown[]] {
        inner.push(dumps([dict, tuple]));
        return [new PyGlobal('shop', 'Box'), [dict]];
      },
    };
    const copy = loads(dumps([tuple, curious, dict, tuple, curious]), { exact: true }) as [
      Tuple,
      PyCall,
      Dict,
      Tuple,
      PyCall,
    ];
    expect(copy[3]).toBe(copy[0]);
    expect(copy[1].args[0]).toBe(copy[2]);
    expect(copy[4]).toBe(copy[1]);
    expect(copy[2].get('t')).toBe(copy[0]);
    expect(inner).toEqual([dumps([dict, tuple])]);
  });

  it('dumps between two pickles of a Pickler, and after a dumps that failed', () => {
    const tuple = new Tuple([1, 'a']);
    const pickler = new Pickler();
    const first = pickler.dumps([tuple]);
    expect(() => dumps([tuple, tuple, undefined])).toThrow(PicklingError);
    expect(loads(dumps([0, tuple, tuple]))).toEqual([0, [1, 'a'], [1, 'a']]);
    const unpickler = new Unpickler(Buffer.concat([first, pickler.dumps(tuple)]));
    const [one] = unpickler.load() as unknown[];
    expect(unpickler.load()).toBe(one);
  });

  it('a failed pickle leaves what earlier ones memoized', () => {
    const pickler = new Pickler();
    const objects = Array.from({ length: 20 }, (_, i) => ({ name: `object ${i}`, self: [i] }));
    const first = pickler.dumps(objects);
    expect(() => pickler.dumps([{ fresh: objects[3] }, 'new', undefined])).toThrow(PicklingError);
    const second = pickler.dumps([objects[3], 'new', { fresh: objects }]);
    const unpickler = new Unpickler(Buffer.concat([first, second]));
    const all = unpickler.load() as unknown[];
    expect(all).toEqual(objects);
    const [third, , { fresh }] = unpickler.load() as [unknown, string, { fresh: unknown }];
    expect(third).toBe(all[3]);
    expect(fresh).toBe(all);
  });
});

describe('depth', () => {
  const nestings: [string, (inner: unknown) => unknown][] = [
    ['lists', (inner) => [inner]],
    ['tuples', (inner) => new Tuple([inner])],
    ['objects', (inner) => ({ a: inner })],
    ['Maps', (inner) => new Map([[1, inner]])],
    ['calls', (inner) => new PyCall(NESTED, [inner])],
  ];
  for (const [name, wrap] of nestings) {
    it(`a million nested ${name}`, () => {
      let value: unknown = 1;
      for (let i = 0; i < 1_000_000; i++) value = wrap(value);
      expect(dumps(value).length).toBeGreaterThan(2_000_000);
    });
  }
});

function caught(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
