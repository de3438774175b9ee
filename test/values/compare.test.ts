/**
 * `pyCompare`, `pyEquals` and `pyHash` on numbers: as CPython's `<`, `==` and `hash`, for close and for huge values.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Complex, Decimal, Fraction, NumPyScalar, PickleError, pyCompare, pyEquals, pyHash } from '../../src/index.js';
import { cpuTime } from '../helpers/cpu-time.js';
import { ENGINES, expectEach, loadsOn } from '../helpers/engines.js';

const { rows } = JSON.parse(readFileSync(new URL('../vectors/numbers.json', import.meta.url), 'utf8')) as {
  rows: [pickle: string, order: -1 | 0 | 1 | null, equal: boolean, text: string][];
};

test.each(ENGINES.flatMap((engine) => [false, true].map((exact) => [engine, exact] as const)))(
  'as CPython, %s, exact: %s',
  (engine, exact) => {
    expectEach(rows, ([hex, order, equal, text]) => {
      const pair = loadsOn(engine, Buffer.from(hex, 'hex'), { exact }) as { items?: unknown[] } & unknown[];
      const [a, b] = pair.items ?? pair;
      if (order === null) {
        expect(() => pyCompare(a, b)).toThrow(PickleError);
        return undefined;
      }
      const found = pyCompare(a, b);
      if (pyCompare(b, a) !== (-found || 0)) return `${text}: the other way around`;
      if (found !== order) return `${text}: ${found}, CPython: ${order}`;
      if (pyEquals(a, b) !== equal) return `${text}: equal ${!equal}, CPython: ${equal}`;
      if (equal && pyHash(a) !== pyHash(b)) return `${text}: hashes`;
      // JavaScript's operators never say the contrary, but beside a bigint: what has one nearest double is neither less
      // nor greater.
      if (typeof a === 'bigint' || typeof b === 'bigint') return undefined;
      const [x, y] = [a, b] as number[];
      if ((order < 0 && x > y) || (order > 0 && x < y) || (order === 0 && (x < y || x > y)))
        return `${text}: operators`;
      return undefined;
    });
  },
);

test('what has no order', () => {
  expect(rows.some(([, order]) => order === null)).toBe(true);
  for (const value of [NaN, 'a', null, undefined, {}, [], new Complex(1), new Decimal('sNaN'), Symbol('a')]) {
    expect(() => pyCompare(value, 1), String(value)).toThrow(PickleError);
    expect(() => pyCompare(1, value), String(value)).toThrow(PickleError);
  }
});

test('sorts numbers of all types', () => {
  const scalar = new NumPyScalar('f8', new Uint8Array(Float64Array.of(0.1).buffer));
  const values = [
    10n ** 30n,
    new Fraction(1, 3),
    new Decimal('0.1'),
    scalar,
    -1,
    new Decimal('1E+999999999999999999'),
    true,
  ];
  expect(values.sort(pyCompare).map(String)).toEqual([
    '-1',
    '0.1',
    '0.1',
    '1/3',
    'true',
    String(10n ** 30n),
    '1E+999999999999999999',
  ]);
  expect(values[1]).toBeInstanceOf(Decimal);
});

test('takes time by what the values hold, not by their exponents', () => {
  const values = [
    new Decimal('1E+999999999999999999'),
    new Decimal('1E-1999999999999999997'),
    new Fraction(10n ** 4000n, 3),
    new Fraction(3, 10n ** 4000n),
    1e308,
    5e-324,
    10n ** 4000n,
    new Decimal(`${'7'.repeat(100_000)}E-100000`),
  ];
  const start = cpuTime();
  for (const a of values) for (const b of values) expect(pyCompare(a, b)).toBe(-pyCompare(b, a) || 0);
  expect(cpuTime() - start).toBeLessThan(2000);
});

test('a fraction finds its key once', () => {
  const value = new Fraction(1n, 2n ** 8000n * 5n ** 3000n);
  const start = cpuTime();
  for (let i = 0; i < 1000; i++) pyHash(value);
  expect(cpuTime() - start).toBeLessThan(1500);
});
