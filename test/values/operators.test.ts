/** What JavaScript's operators make of Python's numbers and times: the right number, or an error. */
import { expect, test } from 'vitest';
import {
  Complex,
  Decimal,
  EnumMember,
  Fraction,
  NumPyScalar,
  PickleError,
  PyDate,
  PyDateTime,
  PyGlobal,
  PyTime,
  PyTimeDelta,
  PyTimeZone,
} from '../../src/index.js';

const utc = new PyTimeZone(new PyTimeDelta(0));
const east = new PyTimeZone(new PyTimeDelta(0, 5 * 3600));
const ticks = (code: string, count: bigint) => new NumPyScalar(code, new Uint8Array(BigInt64Array.of(count).buffer));
const cls = new PyGlobal('m', 'E');

// biome-ignore lint/suspicious/noExplicitAny: TypeScript refuses the operators
const ordered: [string, any, any][] = [
  ['Decimal', new Decimal('9'), new Decimal('10')],
  ['negative Decimal', new Decimal('-Infinity'), new Decimal('-1E+3')],
  ['Fraction', new Fraction(1, 3), new Fraction(1, 2)],
  ['timedelta', new PyTimeDelta(9), new PyTimeDelta(10)],
  ['negative timedelta', new PyTimeDelta(-1), new PyTimeDelta(0, 0, 1)],
  ['datetime of two zones', new PyDateTime(2024, 1, 1, 3, 0, 0, 0, east), new PyDateTime(2024, 1, 1, 0, 0, 0, 0, utc)],
  [
    'datetime by a microsecond',
    new PyDateTime(2024, 1, 1, 0, 0, 0, 1, utc),
    new PyDateTime(2024, 1, 1, 0, 0, 0, 2, utc),
  ],
  ['date', new PyDate(999, 12, 31), new PyDate(1000, 1, 1)],
  ['time', new PyTime(9), new PyTime(10)],
  ['complex', new Complex(9), new Complex(10)],
  ['enum', new EnumMember(cls, 'B', 9), new EnumMember(cls, 'A', 10)],
  ['datetime64 of two units', ticks('M8[D]', 1n), ticks('M8[h]', 25n)],
  ['timedelta64 of two units', ticks('m8[s]', 59n), ticks('m8[m]', 1n)],
];

test.each(ordered)('%s is ordered by value', (_, less, more) => {
  expect(less < more).toBe(true);
  expect(more < less).toBe(false);
  expect(more - less > 0).toBe(true);
  expect(`${less}`).toBe(less.toString());
  if (!(less instanceof NumPyScalar)) expect(() => less + more).toThrow(PickleError);
});

test('numbers', () => {
  expect(Number(new Decimal('1.50'))).toBe(1.5);
  expect(Number(new Fraction(1, 4))).toBe(0.25);
  expect(Number(new PyTimeDelta(0, 1, 500))).toBe(1000.5);
  expect(Number(PyDateTime.fromDate(new Date(1234567)))).toBe(1234567);
  expect(Number(new PyDate(1970, 1, 2))).toBe(86_400_000);
  expect(Number(ticks('M8[ns]', -0x8000_0000_0000_0000n))).toBeNaN();
});

test.each<[string, unknown]>([
  ['naive datetime', new PyDateTime(2024, 1, 1)],
  ['time with a zone', new PyTime(1, 0, 0, 0, utc)],
  ['complex', new Complex(1, 2)],
  ['enum of text', new EnumMember(cls, 'A', 'a')],
  ['timedelta64 of months', ticks('m8[M]', 1n)],
])('%s is no number', (_, value) => {
  expect(() => Number(value)).toThrow(PickleError);
});
