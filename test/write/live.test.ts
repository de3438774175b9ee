/**
 * Python itself reads what `dumps` writes and prints it. Needs `python3` on the PATH, and says so when there is none.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ByteArray, Bytes } from '../../src/values/bytes.js';
import { Float } from '../../src/values/float.js';
import { PyCall, PyGlobal, PyObject } from '../../src/values/global.js';
import type { PickleBuffer } from '../../src/values/picklebuffer.js';
import { FrozenSet } from '../../src/values/set.js';
import { Tuple } from '../../src/values/tuple.js';
import type { DumpOptions } from '../../src/write/dump-options.js';
import { dumps } from '../../src/write/dumps.js';

const found = spawnSync('python3', ['--version']).status === 0;
if (!found) console.log('test/write/live.test.ts: no python3 on the PATH, so Python reads nothing here');

function read(value: unknown, protocol: number): string {
  const script = 'import pickle, sys; print(ascii(pickle.loads(sys.stdin.buffer.read())))';
  return execFileSync('python3', ['-c', script], { input: dumps(value, { protocol }), encoding: 'ascii' }).trim();
}

const ordered = new PyCall(new PyGlobal('collections', 'OrderedDict'), []);
ordered.entries = [['a', 1]];
const simple = new PyCall(new PyGlobal('types', 'SimpleNamespace'), []);
simple.state = { x: new Float(1) };
const cycle: unknown[] = [1];
cycle.push(cycle);

const cases: [string, unknown, string | RegExp][] = [
  [
    'numbers',
    [0, -1, 255, 65536, 2 ** 40, -(10n ** 30n), 1.5, new Float(2), -0],
    `[0, -1, 255, 65536, ${2 ** 40}, -1${'0'.repeat(30)}, 1.5, 2.0, -0.0]`,
  ],
  ['text', ['é', '\ud800', '😀', 'a\\\n\0'], "['\\xe9', '\\ud800', '\\U0001f600', 'a\\\\\\n\\x00']"],
  [
    'bytes',
    [new Uint8Array([0, 255, 10]), new ByteArray(new Uint8Array([1])), new Bytes(new Uint8Array())],
    "[b'\\x00\\xff\\n', bytearray(b'\\x01'), b'']",
  ],
  [
    'containers',
    { t: new Tuple([1, new Tuple([])]), s: new Set([1]), f: new FrozenSet([2]), m: new Map([[1, null]]) },
    "{'t': (1, ()), 's': {1}, 'f': frozenset({2}), 'm': {1: None}}",
  ],
  ['calls', [ordered, simple], /^\[OrderedDict\(.*\), namespace\(x=1\.0\)\]$/],
  ['instances', new PyObject(new PyGlobal('decimal', 'Decimal'), ['1.5']), "Decimal('1.5')"],
  [
    'dates',
    new Date(Date.UTC(2024, 1, 29, 12, 30, 0, 7)),
    'datetime.datetime(2024, 2, 29, 12, 30, 0, 7000, tzinfo=datetime.timezone.utc)',
  ],
  [
    'arrays',
    [Int16Array.of(1, -2), Float64Array.of(0.5), BigUint64Array.of(2n ** 64n - 1n)],
    "[array('h', [1, -2]), array('d', [0.5]), array('Q', [18446744073709551615])]",
  ],
  [
    'globals',
    [new PyGlobal('builtins', 'int'), new PyGlobal('builtins', 'dict.fromkeys')],
    "[<class 'int'>, <built-in method fromkeys of type object at",
  ],
  ['cycles', cycle, '[1, [...]]'],
  ['many', Array.from({ length: 3000 }, (_, i) => i), `[${Array.from({ length: 3000 }, (_, i) => i).join(', ')}]`],
];

describe.runIf(found)('python3 reads', () => {
  for (const [name, value, expected] of cases) {
    it(name, () => {
      for (let protocol = 0; protocol <= 5; protocol++) {
        const printed = read(value, protocol);
        if (typeof expected === 'string') expect(printed.startsWith(expected), printed).toBe(true);
        else expect(printed).toMatch(expected);
      }
    });
  }
});

/** Elements of every type that array.array and NumPy share, their extremes among them. */
const typedArrays: [string, string, ArrayBufferView][] = [
  ['b', 'int8', Int8Array.of(-128, 127)],
  ['B', 'uint8', Uint8ClampedArray.of(0, 255)],
  ['h', 'int16', Int16Array.of(-32768, 32767)],
  ['H', 'uint16', Uint16Array.of(0, 65535)],
  ['i', 'int32', Int32Array.of(-(2 ** 31), 2 ** 31 - 1)],
  ['I', 'uint32', Uint32Array.of(0, 2 ** 32 - 1)],
  ['q', 'int64', BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n)],
  ['Q', 'uint64', BigUint64Array.of(0n, 2n ** 64n - 1n)],
  ['f', 'float32', Float32Array.of(0.5, -Infinity)],
  ['d', 'float64', Float64Array.of(0.1, 5e-324, -0)],
];
const pythonOf = (array: ArrayBufferView) =>
  `[${Array.from(array as unknown as ArrayLike<number | bigint>, (item) => {
    if (typeof item === 'bigint' || !(array instanceof Float32Array || array instanceof Float64Array))
      return String(item);
    if (Number.isInteger(item)) return Object.is(item, -0) ? '-0.0' : `${item}.0`;
    return item === -Infinity ? '-inf' : String(item);
  }).join(', ')}]`;

/** Prints what Python makes of a pickle and its out-of-band buffers, which come after it in the input. */
function describeInPython(expression: string, value: unknown, options: DumpOptions, outOfBand = false): string {
  const buffers: Uint8Array[] = [];
  const take = (buffer: PickleBuffer) => void buffers.push(buffer.raw());
  const data = dumps(value, outOfBand ? { ...options, bufferCallback: take } : options);
  const sizes = [data.length, ...buffers.map(({ length }) => length)];
  const script = [
    'import pickle, sys',
    `data, *buffers = [sys.stdin.buffer.read(size) for size in ${JSON.stringify(sizes)}]`,
    'value = pickle.loads(data, buffers=buffers)',
    `print(ascii(${expression}))`,
  ].join('\n');
  return execFileSync('python3', ['-W', 'ignore', '-c', script], {
    input: Buffer.concat([data, ...buffers]),
    encoding: 'ascii',
  }).trim();
}

describe.runIf(found)("the array module reads typedArrays: 'array'", () => {
  it.each([0, 2, 3, 4, 5])('protocol %i', (protocol) => {
    const printed = describeInPython(
      '[(a.typecode, a.tolist()) for a in value]',
      typedArrays.map(([, , array]) => array),
      { protocol },
    );
    expect(printed).toBe(`[${typedArrays.map(([code, , array]) => `('${code}', ${pythonOf(array)})`).join(', ')}]`);
  });
});

const numpyFound = found && spawnSync('python3', ['-W', 'ignore', '-c', 'import numpy']).status === 0;
if (found && !numpyFound)
  console.log('test/write/live.test.ts: this python3 has no NumPy, so NumPy reads nothing here');

describe.runIf(numpyFound)("NumPy reads typedArrays: 'numpy'", () => {
  const expression = '[(a.dtype.name, a.shape, a.tolist()) for a in value]';
  const arrays = typedArrays.map(([, , array]) => array);
  const expected = `[${typedArrays.map(([, name, array]) => `('${name}', (${arrayLength(array)},), ${pythonOf(array)})`).join(', ')}]`;

  it.each([0, 2, 3, 4, 5])('protocol %i', (protocol) => {
    expect(describeInPython(expression, arrays, { protocol, typedArrays: 'numpy' })).toBe(expected);
  });

  it('out of band', () => {
    expect(describeInPython(expression, arrays, { protocol: 5, typedArrays: 'numpy' }, true)).toBe(expected);
  });
});

function arrayLength(array: ArrayBufferView): number {
  return (array as unknown as ArrayLike<unknown>).length;
}
