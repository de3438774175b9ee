import { describe, expect, it } from 'vitest';
import { PickleError, UnpicklingError } from '../../../src/base/errors.js';
import { Decimal } from '../../../src/families/stdlib/decimal/decimal.js';
import { Fraction } from '../../../src/families/stdlib/fractions/fraction.js';
import { UUID } from '../../../src/families/stdlib/uuid/uuid.js';
import { repr } from '../../../src/repr/index.js';
import { Dict } from '../../../src/values/dict.js';
import { pyEquals, pyHash } from '../../../src/values/equality.js';
import { Float } from '../../../src/values/float.js';
import { PyCall, PyGlobal } from '../../../src/values/global.js';
import { Tuple } from '../../../src/values/tuple.js';
import { build, call, reduce } from '../call.js';

const decimal = (text: string): Decimal => call('decimal.Decimal', [text]);

describe('Decimal', () => {
  it('reads and prints what Python reads and prints', () => {
    for (const [text, printed] of [
      ['0', '0'],
      ['-0', '-0'],
      ['+1.50', '1.50'],
      ['  12 ', '12'],
      ['1_000.5', '1000.5'],
      ['.5', '0.5'],
      ['5.', '5'],
      ['007', '7'],
      ['1e3', '1E+3'],
      ['1E-7', '1E-7'],
      ['0.000001', '0.000001'],
      ['0.0000001', '1E-7'],
      ['0e-10', '0E-10'],
      ['123e-2', '1.23'],
      ['123e+2', '1.23E+4'],
      ['-inf', '-Infinity'],
      ['INFINITY', 'Infinity'],
      ['nan007', 'NaN7'],
      ['NaN0', 'NaN'],
      ['-sNaN12', '-sNaN12'],
      ['١٢.٣', '12.3'],
      ['1E+999999999999999999', '1E+999999999999999999'],
      ['1E-1999999999999999997', '1E-1999999999999999997'],
    ]) {
      expect(String(decimal(text)), text).toBe(printed);
      expect(reduce(decimal(text))).toEqual([new PyGlobal('decimal', 'Decimal'), [printed]]);
    }
  });

  it('refuses other text', () => {
    for (const text of [
      '',
      '.',
      'e5',
      '1e',
      '1 2',
      '--1',
      '0x1',
      'infin',
      'nanx',
      '1.2.3',
      '1E+1000000000000000000',
      `1E${'9'.repeat(1000)}`,
      '1,5',
    ]) {
      expect(() => decimal(text), text).toThrow(UnpicklingError);
    }
    for (const args of [[null], [new Uint8Array(2)], [1, 2, 3], [new Tuple([2, new Tuple([1]), 0])]]) {
      if (args[0] instanceof Uint8Array) expect(call('decimal.Decimal', args)).toBeInstanceOf(PyCall);
      else expect(() => call('decimal.Decimal', args)).toThrow(UnpicklingError);
    }
  });

  it('takes numbers and tuples', () => {
    expect(String(call('decimal.Decimal', [0.1]))).toBe('0.1000000000000000055511151231257827021181583404541015625');
    expect(String(call('decimal.Decimal', [10n ** 20n]))).toBe('100000000000000000000');
    expect(String(call('decimal.Decimal', [new Tuple([1, new Tuple([1, 2, 3]), -2])]))).toBe('-1.23');
    expect(String(call('decimal.Decimal', [[0, [], 'F']], { natural: true }))).toBe('Infinity');
    expect(String(call('decimal.Decimal', []))).toBe('0');
  });

  it('converts', () => {
    expect(decimal('1.5E+2').toNumber()).toBe(150);
    expect(decimal('-1.5E+2').toBigInt()).toBe(-150n);
    expect(decimal('199.99').toBigInt()).toBe(199n);
    expect(() => decimal('1E+999999999').toBigInt()).toThrow(PickleError);
    expect(() => decimal('NaN').toBigInt()).toThrow(PickleError);
    expect(decimal('sNaN').toNumber()).toBeNaN();
    expect(JSON.stringify([decimal('1.10')])).toBe('["1.10"]');
  });

  it('equals the numbers it is', () => {
    const equal: [string, unknown][] = [
      ['1', 1],
      ['1.0', new Float(1)],
      ['0.5', 0.5],
      ['1E+2', 100n],
      ['123456789012345678901234567890', 123456789012345678901234567890n],
      ['Infinity', Number.POSITIVE_INFINITY],
      ['-0', 0],
      ['0.1', new Fraction(1, 10)],
      ['1.10', Decimal.parse('1.1')],
      ['0.1000000000000000055511151231257827021181583404541015625', 0.1],
    ];
    for (const [text, other] of equal) {
      expect(pyEquals(decimal(text), other), text).toBe(true);
      expect(pyEquals(other, decimal(text)), text).toBe(true);
      expect(pyHash(decimal(text)), text).toBe(pyHash(other));
      expect(new Dict([[other, 'found']]).get(decimal(text)), text).toBe('found');
    }
    expect(pyEquals(decimal('0.1'), 0.1)).toBe(false);
    expect(pyEquals(decimal('NaN'), decimal('NaN'))).toBe(false);
    expect(pyEquals(decimal('1E+999999999999'), 1)).toBe(false);
  });

  it('takes linear time for long text', () => {
    const digits = '1234567890'.repeat(100_000);
    const value = decimal(`${digits}E-500000`);
    expect(String(value).length).toBe(1_000_001);
    expect(() => pyHash(value)).not.toThrow();
    expect(pyEquals(value, 5)).toBe(false);
    expect(() => decimal(`${digits}x`)).toThrow(UnpicklingError);
    expect(() => decimal(`${' '.repeat(1_000_000)}x`)).toThrow(UnpicklingError);
  });
});

describe('Fraction', () => {
  it('reads both forms', () => {
    for (const [args, text] of [
      [[1, 3], '1/3'],
      [[-10, 4], '-5/2'],
      [[10, -4], '-5/2'],
      [['1/3'], '1/3'],
      [[' -3/6 '], '-1/2'],
      [['7'], '7'],
      [['1.25'], '5/4'],
      [['5e-1'], '1/2'],
      [[10n ** 30n, 5n], `${2n * 10n ** 29n}`],
      [[0.5], '1/2'],
      [[], '0'],
      [[true, 2], '1/2'],
    ] as [unknown[], string][]) {
      expect(String(call('fractions.Fraction', args)), text).toBe(text);
    }
    expect(reduce(new Fraction(2, 6))).toEqual([new PyGlobal('fractions', 'Fraction'), [1, 3]]);
    expect(repr(new Fraction(7))).toBe('Fraction(7, 1)');
  });

  it('refuses what is none', () => {
    for (const args of [
      [1, 0],
      ['1/0'],
      ['x'],
      ['1/'],
      ['1//2'],
      ['nan'],
      [Number.NaN],
      ['1e999999999'],
      ['9'.repeat(5000)],
      [1.5, 2],
    ]) {
      expect(() => call('fractions.Fraction', args), String(args)).toThrow(UnpicklingError);
    }
    const huge = 3n ** 100_000n;
    expect(() => new Fraction(huge, huge + 2n)).toThrow(PickleError);
    expect(new Fraction(huge, 9).denominator).toBe(1);
  });

  it('rounds to doubles and equals them', () => {
    expect(new Fraction(1, 3).toNumber()).toBe(1 / 3);
    expect(new Fraction(10n ** 400n, 10n ** 399n * 3n).toNumber()).toBe(10 / 3);
    expect(new Fraction(1n, 2n ** 1074n).toNumber()).toBe(2 ** -1074);
    expect(new Fraction(1n, 2n ** 1075n).toNumber()).toBe(0);
    expect(new Fraction(3n, 2n ** 1075n).toNumber()).toBe(2 ** -1073);
    expect(new Fraction(2n ** 1024n, 3n).toNumber()).toBe(5.992310449541053e307);
    expect(new Fraction(2n ** 1024n, 1).toNumber()).toBe(Number.POSITIVE_INFINITY);
    expect(new Fraction(-1n, 10n ** 320n).toNumber()).toBe(-1e-320);
    for (const [fraction, other] of [
      [new Fraction(1, 2), 0.5],
      [new Fraction(4, 2), 2n],
      [new Fraction(1, 8), Decimal.parse('0.125')],
    ]) {
      expect(pyEquals(fraction, other)).toBe(true);
      expect(pyEquals(other, fraction)).toBe(true);
      expect(pyHash(fraction)).toBe(pyHash(other));
    }
    expect(pyEquals(new Fraction(1, 3), 1 / 3)).toBe(false);
  });
});

describe('UUID', () => {
  it('gets its number from BUILD', () => {
    for (const [state, natural] of [
      [
        new Dict<string, unknown>([
          ['int', 5],
          ['is_safe', 0],
        ]),
        false,
      ],
      [{ int: 5, is_safe: 0 }, true],
    ] as const) {
      const uuid = call('uuid.UUID', [], { how: 'new', natural });
      build('uuid.UUID', uuid, state, { natural });
      expect(String(uuid)).toBe('00000000-0000-0000-0000-000000000005');
      expect(uuid.isSafe).toBe(0);
    }
  });
  it('reads text and refuses other states', () => {
    expect(call('uuid.UUID', ['{12345678-1234-5678-1234-567812345678}']).int).toBe(0x12345678123456781234567812345678n);
    expect(UUID.fromBytes(new UUID('12345678123456781234567812345678').bytes).hex).toBe(
      '12345678123456781234567812345678',
    );
    for (const state of [{}, { int: -1 }, { int: 2n ** 128n }, { int: 'x' }, { int: 1, is_safe: 5 }, [1], 5]) {
      expect(() => build('uuid.UUID', new UUID(0n), state, { natural: true })).toThrow(UnpicklingError);
    }
    expect(() => call('uuid.UUID', ['xyz'])).toThrow(UnpicklingError);
    expect(() => call('uuid.UUID', ['{'.repeat(1_000_000)])).toThrow(PickleError);
  });
});
