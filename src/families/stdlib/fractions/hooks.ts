import {
  asciiNumber,
  asInteger,
  asNumber,
  define,
  fail,
  inertCall,
  MAX_TEXT_DIGITS,
  needed,
  type Registry,
  textToInteger,
} from '../../../registry/index.js';
import type { HookContext } from '../../../values/index.js';
import { Decimal } from '../decimal/decimal.js';
import { Fraction } from './fraction.js';

/** Registers `fractions.Fraction`. */
export function registerFractions(registry: Registry): void {
  define(registry, 'fractions', 'Fraction', [0, 2], fraction);
}

/** `Fraction(numerator, denominator)` of integers, `Fraction('1/3')` (up to Python 3.8), or of one number. */
function fraction(args: unknown[], context: HookContext): unknown {
  const [first = 0, second = null] = args;
  if (second === null) {
    if (typeof first === 'string') return fromText(first, context);
    if (first instanceof Fraction) return first;
    const integer = asInteger(first);
    if (integer !== undefined) return new Fraction(integer, 1);
    const number = asNumber(first);
    const decimal = number === undefined ? first : Decimal.from(number);
    return decimal instanceof Decimal ? fromDecimal(decimal) : inertCall(args, context);
  }
  if (first instanceof Fraction || second instanceof Fraction) return inertCall(args, context);
  const numerator = asInteger(first);
  const denominator = asInteger(second);
  if (numerator === undefined || denominator === undefined) {
    if (typeof first === 'object' || typeof second === 'object') return inertCall(args, context);
    return fail('int expected');
  }
  return new Fraction(numerator, denominator);
}

function fromText(text: string, context: HookContext): Fraction {
  const ascii = asciiNumber(text) ?? '';
  const match = /^([+-]?)(\d+(?:_\d+)*)(?:\s*\/\s*(\d+(?:_\d+)*))?$/.exec(ascii);
  if (match !== null) {
    const numerator = textToInteger(match[2], context);
    return new Fraction(
      match[1] === '-' ? -numerator : numerator,
      match[3] === undefined ? 1n : textToInteger(match[3], context),
    );
  }
  const isDecimal = /^[+-]?[\d_.]+(?:e[+-]?[\d_]+)?$/i.test(ascii) && !/_(?!\d)|(?<!\d)_/.test(ascii);
  const decimal = isDecimal ? Decimal.parse(ascii) : undefined;
  return fromDecimal(needed(decimal, 'number'));
}

function fromDecimal(decimal: Decimal): Fraction {
  if (!decimal.isFinite) fail('finite number expected');
  const power = Number(decimal.exponent);
  // As many digits as integers in text may have: 10 ** power would otherwise take all memory.
  if (Math.abs(power) > MAX_TEXT_DIGITS || decimal.digits.length > MAX_TEXT_DIGITS)
    fail('exponent or digits out of range');
  const coefficient = decimal.negative ? -BigInt(decimal.digits) : BigInt(decimal.digits);
  const scale = 10n ** BigInt(Math.abs(power));
  return power < 0 ? new Fraction(coefficient, scale) : new Fraction(coefficient * scale, 1);
}
