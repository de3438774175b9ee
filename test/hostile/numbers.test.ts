/** Numbers from text and from long integers: one call takes no longer for being made again and again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fraction, LimitError, PickleError } from '../../src/index.js';
import { cpuTime } from '../helpers/cpu-time.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import { inChild } from './child.js';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const uint32 = (value: number) =>
  String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);

/** LONG4 of a positive integer. */
function long(value: bigint): string {
  let digits = '';
  for (let rest = value.toString(16); rest !== ''; rest = rest.slice(0, -2))
    digits += String.fromCharCode(Number.parseInt(rest.slice(-2), 16));
  return `\x8b${uint32(digits.length + 1)}${digits}\0`;
}

/** Two numbers of Fibonacci of at least `bits` bits: Euclid's algorithm takes the most steps for them. */
function fibonacci(bits: number): [bigint, bigint] {
  let [a, b] = [1n, 1n];
  while (b >> BigInt(bits - 1) === 0n) [a, b] = [b, a + b];
  return [a, b];
}

const fractions = ([a, b]: [bigint, bigint], count: number) =>
  `\x80\x02cfractions\nFraction\nq\x00${long(a)}q\x01${long(b)}q\x02](${'h\x00h\x01h\x02\x86R'.repeat(count)}e.`;
const decimals = (text: string, count: number) =>
  `\x80\x02cdecimal\nDecimal\nq\x00X${uint32(text.length)}${text}q\x01](${'h\x00h\x01\x85R'.repeat(count)}e.`;

describe.each(ENGINES)('numbers on %s', (engine) => {
  it.each([{}, { exact: true }])(
    'Fractions of more than 4300 digits over as many are refused before they are reduced %j',
    (options) => {
      const pairs = [fibonacci(14_300), fibonacci(65_530), [1n << 800_000n, (1n << 800_000n) - 1n] as [bigint, bigint]];
      const pickles = pairs.map((pair) => bytes(fractions(pair, 1)));
      const start = cpuTime();
      for (const pickle of pickles) expect(() => loadsOn(engine, pickle, options)).toThrow(LimitError);
      expect(cpuTime() - start).toBeLessThan(1000);
      expect((loadsOn(engine, bytes(fractions([10n ** 5000n, 3n], 1)), options) as Fraction[])[0].denominator).toBe(3);
    },
  );

  it('text of too many digits is refused in the same words, wherever it is', () => {
    const digits = '9'.repeat(4301);
    for (const pickle of [
      `I${digits}\n.`,
      `L${digits}L\n.`,
      `cbuiltins\nint\n(V${digits}\ntR.`,
      `cfractions\nFraction\n(V${digits}/3\ntR.`,
    ]) {
      expect(() => loadsOn(engine, bytes(pickle))).toThrow(LimitError);
      expect(() => loadsOn(engine, bytes(pickle))).toThrow(
        'more than 4300 digits; raise limits.digits if the source is trusted',
      );
    }
  });

  it.each<[name: string, pickle: string]>([
    ['Fractions of 4300 digits, 80 times', fractions(fibonacci(14_270), 80)],
    ['Decimals of 1 MB, 80 times', decimals('1234567890'.repeat(100_000), 80)],
    ['Decimals of 1 MB with a point, 80 times', decimals(`1.${'1234567890'.repeat(100_000)}`, 80)],
    ['Decimals of 1 MB of zeros, 80 times', decimals('0'.repeat(1_000_000), 80)],
    ['Decimals of white space, 80 times', decimals(`${' \t\x1c'.repeat(300_000)}1${' '.repeat(100_000)}`, 80)],
    ['Decimals of Arabic digits, 20 times', decimals('\xd9\xa9'.repeat(500_000), 20)],
    [
      'one Decimal of 1 MB as a key, 1000 times',
      `${decimals(`1${'0'.repeat(999_998)}1`, 1).slice(0, -2)}q\x030}(${'h\x03N'.repeat(1000)}u.`,
    ],
  ])(
    '%s',
    (_, pickle) => {
      const code = `
      for (const exact of [false, true])
        pickle.loads(Uint8Array.from(${JSON.stringify(pickle)}, (letter) => letter.charCodeAt(0)), { engine: '${engine}', exact });
      console.log('done');
    `;
      expect(inChild(code, { timeoutMs: 15_000, memoryMB: 600 })).toEqual({ status: 0, stdout: 'done\n', stderr: '' });
    },
    20_000,
  );
});

it.each(ENGINES)('digits of a Decimal and dicts of a ChainMap count as bytes on %s', (engine) => {
  const digits = `\x80\x02cdecimal\nDecimal\nq\x00(${'K\x01'.repeat(1000)}tq\x01](${'h\x00K\x00h\x01K\x00\x87\x85R'.repeat(100)}e.`;
  const chains = `\x80\x02ccollections\nChainMap\nq\x00(${'}'.repeat(1000)}tq\x01](${'h\x00h\x01R'.repeat(100)}e.`;
  for (const pickle of [digits, chains]) {
    expect(loadsOn(engine, bytes(pickle))).toHaveLength(100);
    expect(() => loadsOn(engine, bytes(pickle), { limits: { bytes: 100_000 } })).toThrow(LimitError);
  }
});

it('Fractions are reduced as Euclid would', () => {
  const euclid = (a: bigint, b: bigint): bigint => {
    while (b !== 0n) [a, b] = [b, a % b];
    return a;
  };
  const big = fc.bigInt({ min: 1n, max: 1n << 1500n });
  const small = fc.bigInt({ min: 1n, max: 1n << 60n });
  fc.assert(
    fc.property(fc.oneof(big, small), fc.oneof(big, small), fc.oneof(big, small, fc.constant(1n)), (a, b, factor) => {
      const divisor = euclid(a * factor, b * factor);
      const { numerator, denominator } = new Fraction(a * factor, b * factor);
      return BigInt(numerator) * divisor === a * factor && BigInt(denominator) * divisor === b * factor;
    }),
    { numRuns: 2000 },
  );
  const [a, b] = fibonacci(14_000);
  expect(new Fraction(a * 6n, b * 4n)).toEqual(new Fraction(a * 3n, b * 2n));
  expect(new Fraction(-6, 4).toString()).toBe('-3/2');
  expect(() => new Fraction(1n << 15_000n, (1n << 15_000n) - 1n)).toThrow(PickleError);
});
