/** Values made by hand: what a person would write is taken, the rest is refused at once. */
import { expect, test } from 'vitest';
import * as api from '../../src/index.js';

// biome-ignore lint/suspicious/noExplicitAny: the wrong ways do not compile
const classes = api as unknown as Record<string, any>;
const cls = new api.PyGlobal('m', 'C');
const day = new api.PyTimeDelta(1);

/** Class → arguments that are right, arguments that are wrong. */
const ways: Record<string, [right: unknown[][], wrong: unknown[][]]> = {
  Tuple: [[[], [1, 2]].map((items) => [items]), [[1, 2], ['ab'], [new Set()]]],
  Bytes: [[[new Uint8Array(2)]], [[], ['ab'], [[1]], [new ArrayBuffer(2)]]],
  ByteArray: [[[new Uint8Array(2)]], [[], ['ab']]],
  Float: [[[1]], [[], ['x'], [1n]]],
  Decimal: [
    [['1.50'], [1.5], [10n], ['NaN'], ['-0']],
    [[], ['x'], ['finite', false, '1', 0], [null], [{}]],
  ],
  Fraction: [
    [[1, 2], [1n]],
    [[1.5], ['1/2'], [1, 0], []],
  ],
  Complex: [
    [[1], [1, 2]],
    [[], ['1'], [1, '2']],
  ],
  Range: [[[0, 3]], [[0], ['0', '3'], [0, 3, 0], [0.5, 1]]],
  PyDate: [[[2024, 2, 29]], [[2023, 2, 29], [2024, 13, 1], [2024], ['2024', 1, 1]]],
  PyTime: [
    [[], [23, 59]],
    [[24], [1, 60], [0, 0, 0, 0, 'UTC'], [0, 0, 0, 0, null, 2]],
  ],
  PyDateTime: [
    [[2024, 1, 1]],
    [[2024, 13, 40], ['2024-01-01'], [2024, 1, 1, 25], [2024, 1, 1, 0, 0, 0, 0, 'UTC'], [new Date()]],
  ],
  PyTimeDelta: [
    [[1], [1n, -5, 3]],
    [[1.5], [], ['1'], [1e9]],
  ],
  PyTimeZone: [
    [[new api.PyTimeDelta(0)], [new api.PyTimeDelta(0), 'Z']],
    [[day], [5], ['UTC'], [new api.PyTimeDelta(0), 5]],
  ],
  PyZoneInfo: [[['Europe/Paris']], [[], [5]]],
  PyGlobal: [[['m', 'C']], [['m.C'], [], [5, 'C']]],
  PyObject: [[[cls, []]], [['a.b', []], [cls], [null, []], [cls, 'ab']]],
  PyCall: [[[cls, [1]]], [['a.b', []], [cls], [cls, 1]]],
  ExtensionCode: [[[1]], [[0], [2 ** 31], ['1'], [1.5]]],
  EnumMember: [
    [[cls, 'A', 1]],
    [
      ['m.C', 'A', 1],
      [cls, 5, 1],
    ],
  ],
  PyException: [[['ValueError', ['x']]], [[5], ['ValueError', 'x']]],
  PyPath: [
    [['PosixPath', ['a']]],
    [
      ['Path', ['a']],
      ['PosixPath', 'a'],
      ['PosixPath', [5]],
    ],
  ],
  UUID: [
    [[5n], ['12345678-1234-5678-1234-567812345678']],
    [[5], ['x'], [-1n], [5n, 7]],
  ],
  Dict: [
    [[], [[[1, 2]]], [new Map([[1, 2]])]],
    [[{ a: 1 }], ['ab'], [['ab']], [5]],
  ],
  OrderedDict: [[[], [[[1, 2]]]], [[{ a: 1 }]]],
  Counter: [[[], [[['a', 2]]]], [[5]]],
  DefaultDict: [[[], [cls, [[1, 2]]]], [['list']]],
  PySet: [[[], [[1, 2]]], [[5]]],
  FrozenSet: [
    [[], [[1, 2]]],
    [[5], [{}]],
  ],
  Deque: [
    [[], [[1], 2]],
    [['ab'], [[1], -1], [[1], 'x']],
  ],
  ChainMap: [[[], [[new api.Dict()]]], [[{}]]],
  UserString: [[[], ['a']], [[5]]],
  SimpleNamespace: [
    [[], [{ a: 1 }], [[['a', 1]]], [new Map([['a', 1]])], [new api.Dict([['a', 1]])]],
    [['ab'], [5], [null], [[1]], [[[1, 2]]], [new Date()], [new Map([[1, 2]])]],
  ],
  Dtype: [
    [['f8'], ['float64'], ['>i4'], ['U3'], ['datetime64[ns]'], ['V0', new api.PyGlobal('numpy', 'record')]],
    [[], [5], [null], ['x9'], [new api.Dtype('f8')], ['f8', 'numpy.record'], ['T', undefined, 5], [{}]],
  ],
  NDArray: [
    [
      ['f8', [2], new Float64Array(2)],
      [new api.Dtype('i1'), [], new Uint8Array(1)],
      ['i4', [2, 1], new ArrayBuffer(8), { order: 'F' }],
      ['u1', [2], new DataView(new ArrayBuffer(2)), { readonly: true, core: 'numpy.core' }],
      ['O', [2], [1, 'a']],
      ['i1', [2], new Uint8Array(4), { strides: [2], offset: 1, subclass: new api.PyGlobal('numpy', 'matrix') }],
    ],
    [
      [],
      ['f8'],
      ['f8', 2, new Float64Array(2)],
      ['f8', [2]],
      ['f8', [2], [1, 2]],
      ['f8', ['2'], new Float64Array(2)],
      ['f8', [0.5, 4], new Float64Array(2)],
      ['f8', [-1], new Float64Array(0)],
      ['f8', [2], new Float64Array(3)],
      ['f8', [2], 'ab'],
      [{}, [2], new Float64Array(2)],
      [5, [2], new Float64Array(2)],
      ['O', [2], new Uint8Array(16)],
      ['O', [2], [1]],
      ['u1', [1], new Uint8Array(1), null],
      ['u1', [1], new Uint8Array(1), { ordr: 'F' }],
      ['u1', [1], new Uint8Array(1), { order: 'K' }],
      ['u1', [1], new Uint8Array(1), { strides: 1 }],
      ['u1', [1], new Uint8Array(1), { strides: [0.5] }],
      ['u1', [1], new Uint8Array(1), { strides: [1], offset: -1 }],
      ['u1', [1], new Uint8Array(1), { readonly: 1 }],
      ['u1', [1], new Uint8Array(1), { subclass: 'numpy.matrix' }],
      ['u1', [1], new Uint8Array(1), { core: 'np' }],
      ['u1', [1], new Uint8Array(1), { axes: [1] }],
    ],
  ],
  NumPyScalar: [
    [
      ['f8', new Uint8Array(8)],
      [new api.Dtype('i4'), Int32Array.of(5)],
      ['i1', new Uint8Array(1), 'numpy.core'],
    ],
    [
      [],
      ['f8'],
      ['f8', 1.5],
      ['f8', new Uint8Array(4)],
      ['f8', [0, 0, 0, 0, 0, 0, 0, 0]],
      ['f8', new api.NDArray('f8', [], new Uint8Array(8))],
      ['O', new api.NDArray('O', [], [1])],
      [5, new Uint8Array(8)],
      [null, new Uint8Array(8)],
      ['f8', new Uint8Array(8), 'np'],
      ['f8', new Uint8Array(8), 5],
    ],
  ],
};

test.each(Object.entries(ways))('%s', (name, [right, wrong]) => {
  for (const args of right) {
    const value = new classes[name](...args);
    expect(value).toBeInstanceOf(classes[name]);
    // What is made is written, and read as the same.
    const bytes = api.dumps(value);
    expect(api.dumps(api.loads(bytes, { exact: true }))).toEqual(bytes);
  }
  for (const args of wrong)
    expect(() => new classes[name](...args), `${name}(${args.map(String)})`).toThrow(api.PickleError);
});

test('a payload may hold a day that does not exist, as in CPython', () => {
  const bytes = api.dumps(new api.PyDate(2024, 1, 31));
  const at = bytes.lastIndexOf(31);
  bytes[at] = 40;
  for (const engine of ['wasm', 'js'] as const) expect(api.loads(bytes, { engine }).day).toBe(40);
});
