/** Whatever a pickle passes to a known class, it gets a value or an UnpicklingError, and soon. */
import { describe, expect, it } from 'vitest';
import { UnpicklingError } from '../../src/base/errors.js';
import { reductionOf } from '../../src/families/reducers.js';
import { OrderedDict } from '../../src/families/stdlib/collections/collections.js';
import { PyTimeDelta } from '../../src/families/stdlib/datetime/datetime.js';
import { Decimal } from '../../src/families/stdlib/decimal/decimal.js';
import { Fraction } from '../../src/families/stdlib/fractions/fraction.js';
import { repr } from '../../src/repr/index.js';
import { ByteArray, Bytes } from '../../src/values/bytes.js';
import { Dict } from '../../src/values/dict.js';
import { Float } from '../../src/values/float.js';
import { PersistentId, PyCall, PyGlobal, PyObject } from '../../src/values/global.js';
import { PySet } from '../../src/values/set.js';
import { Ellipsis } from '../../src/values/singletons.js';
import { Tuple } from '../../src/values/tuple.js';
import { build, call, global, hooksOf } from './call.js';

const NAMES = [
  ...[
    'list',
    'tuple',
    'set',
    'frozenset',
    'dict',
    'bytes',
    'bytearray',
    'int',
    'float',
    'bool',
    'str',
    'complex',
    'range',
    'slice',
  ],
  ...['type', 'getattr', 'ValueError', 'OSError', 'UnicodeDecodeError', 'ExceptionGroup'],
].map((name) => `builtins.${name}`);
NAMES.push(
  ...['OrderedDict', 'defaultdict', 'Counter', 'deque', 'ChainMap', 'UserDict', 'UserList', 'UserString'].map(
    (name) => `collections.${name}`,
  ),
  ...['date', 'time', 'datetime', 'timedelta', 'timezone'].map((name) => `datetime.${name}`),
  ...[
    'zoneinfo.ZoneInfo',
    'decimal.Decimal',
    'fractions.Fraction',
    'uuid.UUID',
    'types.SimpleNamespace',
    '_codecs.encode',
  ],
  ...['pathlib.PurePosixPath', 'pathlib._local.WindowsPath'],
);

const VALUES: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e300,
  2 ** 53,
  10n ** 30n,
  -(10n ** 400n),
  new Float(3),
  '',
  'a',
  'latin1',
  '_unpickle',
  'Ā',
  '\ud800',
  '1e999999999999',
  '1/0',
  'x'.repeat(1000),
  [],
  [1, 2],
  [['a', 1]],
  [[]],
  new Tuple([]),
  new Tuple([1, new Tuple([2]), 'F']),
  new Tuple([null, new Dict([['x', 1]])]),
  {},
  { int: 1n, maps: 5, data: [] },
  new Map<unknown, unknown>([[1, 2]]),
  new Dict<unknown, unknown>([
    ['__proto__', 1],
    ['int', -1],
  ]),
  new Set([1]),
  new PySet([1]),
  new Uint8Array(4),
  new Uint8Array(6).fill(255),
  new Bytes(new Uint8Array(10).fill(3)),
  new ByteArray(new Uint8Array(0)),
  new PyGlobal('os', 'system'),
  global('zoneinfo.ZoneInfo'),
  new PyCall(new PyGlobal('os', 'system'), ['x']),
  new PyObject(new PyGlobal('a', 'B'), []),
  new PersistentId(1),
  new PyTimeDelta(1),
  new PyTimeDelta(0, 60),
  Decimal.parse('1E+999999999'),
  Decimal.parse('NaN'),
  new Fraction(1, 3),
  new OrderedDict([['a', 1]]),
  Ellipsis,
];

/** A small generator of numbers, the same in every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof UnpicklingError)) throw error;
    expect(error.message.length).toBeGreaterThan(5);
    return undefined;
  }
}

describe.each([false, true])('natural: %s', (natural) => {
  it.each(NAMES)('%s', (name) => {
    const next = random(NAMES.indexOf(name) + 1);
    const pick = () => VALUES[Math.floor(next() * VALUES.length)];
    const rows: unknown[][] = [[], ...VALUES.map((value) => [value])];
    for (let i = 0; i < 1500; i++) rows.push(Array.from({ length: Math.floor(next() * 5) }, pick));
    for (const args of rows) {
      const how = next() < 0.5 ? 'call' : 'new';
      const value = attempt(() => call(name, [...args], { natural, how }));
      if (value === undefined || value === null || value instanceof PyCall || value instanceof PyObject) continue;
      // What was made can be shown, reduced and converted.
      expect(repr(value)).toBeTypeOf('string');
      if (typeof value === 'object' && value !== null) for (const protocol of [0, 2, 4]) reductionOf(value, protocol);
      attempt(() => build(name, value, pick(), { natural }));
      const hooks = hooksOf(name);
      attempt(() => hooks.setItem?.(value, pick(), pick()));
      attempt(() => hooks.extend?.(value, [pick(), pick()]));
    }
  });
});
