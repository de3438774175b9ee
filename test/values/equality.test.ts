/** Python's `==` and `hash()`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnpicklingError } from '../../src/base/errors.js';
import { Decimal } from '../../src/families/stdlib/decimal/decimal.js';
import { Fraction } from '../../src/families/stdlib/fractions/fraction.js';
import { ByteArray, Bytes } from '../../src/values/bytes.js';
import { Complex, Range, Slice } from '../../src/values/complex-range-slice.js';
import { Dict } from '../../src/values/dict.js';
import { pyEquals, pyHash } from '../../src/values/equality.js';
import { Float } from '../../src/values/float.js';
import { PyGlobal, PyObject } from '../../src/values/global.js';
import { hashBigInt, hashNumber } from '../../src/values/hash.js';
import { EQUALS, type EqualsResult, HASH, type HashResult, KEY } from '../../src/values/protocol.js';
import { FrozenSet, PySet } from '../../src/values/set.js';
import { Tuple } from '../../src/values/tuple.js';

const object = new PyObject(new PyGlobal('m', 'C'), []);

/** Rows of values that are all equal, and differ from those of every other row. */
const classes: unknown[][] = [
  [0, -0, 0n, false, new Float(0), new Complex(0), new Complex(-0, -0)],
  [1, 1n, true, new Float(1), new Complex(1)],
  [-1, -1n, new Float(-1)],
  [2, 2n, new Float(2)],
  [2n ** 53n, new Float(2 ** 53)],
  [2n ** 53n + 1n],
  [10n ** 22n, 1e22, new Float(1e22)],
  [0.5, new Float(0.5), new Complex(0.5)],
  [-0.5],
  [0.1],
  [Number.POSITIVE_INFINITY],
  [Number.NEGATIVE_INFINITY],
  [Number.NaN, new Float(Number.NaN)],
  [new Complex(1, 1), new Complex(1, 1)],
  [new Complex(1, -1)],
  [null],
  ['1', '1'],
  [''],
  ['\ud800'],
  [new Bytes(Uint8Array.of(49)), Uint8Array.of(49)],
  [new Bytes(new Uint8Array())],
  [new Tuple([]), Tuple.of<unknown>()],
  [Tuple.of<unknown>(1), Tuple.of<unknown>(true), Tuple.of<unknown>(new Float(1))],
  [Tuple.of<unknown>('1')],
  [Tuple.of<unknown>(1, 2), Tuple.of<unknown>(1n, 2)],
  [Tuple.of<unknown>(2, 1)],
  [Tuple.of<unknown>(Tuple.of<unknown>(1, 2), 3), Tuple.of<unknown>(Tuple.of<unknown>(1, 2), 3)],
  [new FrozenSet([1, 2]), new FrozenSet([2n, true])],
  [new FrozenSet([1, 2, 3])],
  [new FrozenSet()],
  [
    new FrozenSet([new FrozenSet([1]), Tuple.of<unknown>('a')]),
    new FrozenSet([Tuple.of<unknown>('a'), new FrozenSet([1])]),
  ],
  [new PyGlobal('m', 'a'), new PyGlobal('m', 'a')],
  [new PyGlobal('m', 'b')],
  [object],
  [new PyObject(new PyGlobal('m', 'C'), [])],
  [new Range(0, 3), new Range(0n, 3n), new Range(0, 3, 1)],
  [new Range(0, 0), new Range(5, 2)],
  [new Range(3, 4), new Range(3, 10, 100)],
  [new Range(0, 4, 2), new Range(0, 3, 2)],
  [new Slice(1, null), new Slice(1, null, null), new Slice(true, null)],
  [parseInt],
];

describe('values that Python calls equal', () => {
  const all = classes.flatMap((row, number) => row.map((value) => ({ value, number })));
  it('are equal, and no others', () => {
    for (const a of all)
      for (const b of all) expect([a, b, pyEquals(a.value, b.value)]).toEqual([a, b, a.number === b.number]);
  });
  it('have equal hashes', () => {
    for (const row of classes) expect(new Set(row.map((value) => pyHash(value) + 0)).size).toBe(1);
  });
  it('hashes differ between the rows', () => {
    expect(new Set(classes.map(([value]) => pyHash(value))).size).toBeGreaterThan(classes.length - 3);
  });
  it.each<[string, unknown, unknown, boolean]>([
    ['lists by value', [1, [2]], [true, [new Float(2)]], true],
    ['lists of different values', [1, [2]], [1, [3]], false],
    ['list and tuple', [1], Tuple.of<unknown>(1), false],
    ['tuple and list', Tuple.of<unknown>(1), [1], false],
    [
      'dicts in any order',
      new Dict<unknown, unknown>([
        ['a', [1]],
        [2, 'b'],
      ]),
      new Dict<unknown, unknown>([
        [2n, 'b'],
        ['a', [1]],
      ]),
      true,
    ],
    ['dicts with another value', new Dict([['a', 1]]), new Dict([['a', 2]]), false],
    ['dicts with another key', new Dict([['a', 1]]), new Dict([['b', 1]]), false],
    ['set and frozenset', new PySet([1, 'x']), new FrozenSet(['x', 1]), true],
    ['bytes and bytearray', new Bytes(Uint8Array.of(1)), new ByteArray(Uint8Array.of(1)), true],
    ['tuple and None', Tuple.of<unknown>(), null, false],
    ['string and bytes', 'a', new Bytes(Uint8Array.of(97)), false],
    ['undefined and null', undefined, null, false],
  ])('%s', (_, a, b, equal) => {
    expect(pyEquals(a, b)).toBe(equal);
    expect(pyEquals(b, a)).toBe(equal);
  });
});

describe('unhashable values', () => {
  it.each<[string, unknown]>([
    ['list', []],
    ['dict', new Dict()],
    ['dict', new Map()],
    ['dict', {}],
    ['dict', Object.create(null)],
    ['set', new PySet()],
    ['set', new Set()],
    ['bytearray', new ByteArray(new Uint8Array())],
  ])('%s', (type, value) => {
    for (const hashed of [
      value,
      Tuple.of<unknown>(1, value),
      Tuple.of<unknown>(Tuple.of<unknown>(value)),
      new Slice(value, 1),
    ]) {
      expect(() => pyHash(hashed)).toThrow(UnpicklingError);
      expect(() => pyHash(hashed)).toThrow(`unhashable type: '${type}'`);
    }
    expect(() => new Dict().has(value)).toThrow(UnpicklingError);
    expect(() => new PySet([value])).toThrow(UnpicklingError);
  });
});

describe('numbers', () => {
  it('an integer-valued double hashes as the bigint', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }).map(Math.round),
        (value) => hashNumber(value) + 0 === hashBigInt(BigInt(value)) + 0,
      ),
    );
  });
  it('a double hashes as its exact ratio', () => {
    const exact = fc.tuple(fc.integer({ min: -(2 ** 31), max: 2 ** 31 }), fc.integer({ min: 0, max: 1000 }));
    fc.assert(
      fc.property(
        exact,
        ([numerator, halvings]) =>
          pyHash(numerator * 2 ** -halvings) + 0 === pyHash(new Fraction(numerator, 2n ** BigInt(halvings))) + 0,
      ),
    );
  });
  it('a decimal hashes as its ratio', () => {
    const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.integer({ min: -60, max: 60 }));
    fc.assert(
      fc.property(decimal, ([coefficient, exponent]) => {
        const scale = 10n ** BigInt(Math.abs(exponent));
        const ratio = exponent < 0 ? new Fraction(coefficient, scale) : coefficient * scale;
        const decimal = Decimal.parse(`${coefficient}e${exponent}`);
        return pyHash(decimal) + 0 === pyHash(ratio) + 0 && pyEquals(decimal, ratio);
      }),
    );
  });
  it('a decimal of enormous exponent is hashed at once', () => {
    expect(pyHash(Decimal.parse('1e1000000000000000'))).toBe(pyHash(Decimal.parse('10e999999999999999')));
    expect(pyHash(Decimal.parse('1e-1000000000000000'))).toBe(pyHash(Decimal.parse('10e-1000000000000001')));
  });
  it('== on int, float and bool is exact', () => {
    const number = fc.oneof(fc.double(), fc.bigInt(), fc.maxSafeInteger(), fc.boolean());
    fc.assert(fc.property(number, number, (a, b) => !pyEquals(a, b) || pyHash(a) + 0 === pyHash(b) + 0));
  });
});

describe('other classes', () => {
  class Money {
    readonly amount: unknown;
    constructor(amount: unknown) {
      this.amount = amount;
    }
    [HASH](): HashResult {
      return [this.amount];
    }
    [EQUALS](other: unknown): EqualsResult {
      return other instanceof Money && [[this.amount, other.amount]];
    }
  }
  class Half {
    [KEY](): number {
      return 0.5;
    }
    [HASH](): number {
      return 0;
    }
    [EQUALS](other: unknown): boolean {
      return other instanceof Half;
    }
  }
  it('take part through their methods', () => {
    expect(pyEquals(new Money(Tuple.of<unknown>(1)), new Money(Tuple.of<unknown>(true)))).toBe(true);
    expect(pyHash(new Money(Tuple.of<unknown>(1)))).toBe(pyHash(new Money(Tuple.of<unknown>(true))));
    expect(new Dict([[new Money(1), 'x']]).get(new Money(new Float(1)))).toBe('x');
  });
  it('are found by the primitive they equal', () => {
    expect(new Dict<unknown, string>([[0.5, 'x']]).get(new Half())).toBe('x');
    expect(new Dict<unknown, string>([[new Half(), 'x']]).get(0.5)).toBe('x');
    expect(pyEquals(Tuple.of<unknown>(new Half()), Tuple.of<unknown>(0.5))).toBe(true);
    expect(pyHash(new Half())).toBe(pyHash(0.5));
  });
  it('one side knowing the other is enough', () => {
    class Any {
      [EQUALS](): boolean {
        return true;
      }
    }
    expect(pyEquals(new Money(1), new Any())).toBe(true);
    expect(pyEquals(new Any(), new Money(1))).toBe(true);
    expect(pyEquals(null, new Any())).toBe(true);
  });
});

describe('depth and sharing', () => {
  function nest(depth: number, wrap: (inner: unknown) => unknown, core: unknown): unknown {
    let value = core;
    for (let i = 0; i < depth; i++) value = wrap(value);
    return value;
  }
  const nestings: [string, (inner: unknown) => unknown, unknown][] = [
    ['tuples', (inner) => Tuple.of<unknown>(inner), Tuple.of<unknown>()],
    ['frozensets', (inner) => new FrozenSet([inner]), new FrozenSet()],
    ['slices', (inner) => new Slice(inner, 1), null],
    ['tuples and frozensets', (inner) => Tuple.of<unknown>(new FrozenSet([inner])), null],
    ['doubled tuples', (inner) => Tuple.of<unknown>(inner, inner), Tuple.of<unknown>()],
    ['doubled slices', (inner) => new Slice(inner, inner, inner), null],
  ];
  it.each(nestings)('hash and equality of 50 000 nested %s', (_, wrap, core) => {
    const a = nest(50_000, wrap, core);
    const b = nest(50_000, wrap, core);
    expect(pyEquals(a, b)).toBe(true);
    expect(pyHash(a)).toBe(pyHash(b));
    expect(new Dict([[a, 1]]).get(b)).toBe(1);
    expect(pyEquals(a, wrap(b))).toBe(false);
  });
  it('equality of 50 000 nested lists and dicts', () => {
    const wrap = (inner: unknown) => [new Dict([['a', inner]]), inner];
    expect(pyEquals(nest(50_000, wrap, []), nest(50_000, wrap, []))).toBe(true);
    expect(pyEquals(nest(50_000, wrap, []), nest(50_000, wrap, [1]))).toBe(false);
  });
  it('every level of a doubled tuple as a key', () => {
    const set = new PySet();
    let value = Tuple.of<unknown>();
    for (let i = 0; i < 5000; i++) {
      value = Tuple.of<unknown>(value, value);
      set.add(value);
    }
    expect(set.size).toBe(5000);
  });
  it('cyclic lists are equal when no difference can be found', () => {
    const a: unknown[] = [1];
    a.push(a);
    const b: unknown[] = [1];
    b.push([1, b]);
    expect(pyEquals(a, b)).toBe(true);
    b.push(2);
    expect(pyEquals(a, b)).toBe(false);
  });
  it('long text and bytes with the same ends', () => {
    const a = `${'x'.repeat(50_000)}a${'x'.repeat(50_000)}`;
    expect(pyHash(Tuple.of<unknown>(a))).toBe(pyHash(Tuple.of<unknown>(`${a}`)));
    expect(new PySet([Tuple.of<unknown>(a), Tuple.of<unknown>(a.replace('a', 'b'))]).size).toBe(2);
    expect(new PySet([new Bytes(new Uint8Array(10_000)), new Uint8Array(10_000), new Uint8Array(10_001)]).size).toBe(2);
  });
});
