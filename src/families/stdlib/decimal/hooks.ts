import {
  asciiNumber,
  asInteger,
  asNumber,
  asSequence,
  asSmallInteger,
  charged,
  define,
  fail,
  inertCall,
  needed,
  type Registry,
} from '../../../registry/index.js';
import type { HookContext } from '../../../values/index.js';
import { Decimal } from './decimal.js';

/** Registers `decimal.Decimal`. Contexts and signals stay inert. */
export function registerDecimal(registry: Registry): void {
  define(registry, 'decimal', 'Decimal', [0, 2], decimal, {
    hashes: (value) => !(value instanceof Decimal && value.kind === 'sNaN'),
  });
}

/** `Decimal()`, `(str)`, `(int)`, `(float)`, `((sign, digits, exponent))`. */
function decimal(args: unknown[], context: HookContext): unknown {
  const [value = 0] = args;
  if (args.length === 2 && args[1] !== null) return inertCall(args, context);
  if (typeof value === 'string') {
    // Python has no bound here: each digit is memory of its own.
    context.charge(value.length);
    return needed(Decimal.parse(asciiNumber(value) ?? ''), 'number');
  }
  if (value instanceof Decimal) return value;
  const parts = asSequence(value);
  if (parts !== undefined) return fromTuple(parts, context);
  const number = asInteger(value) ?? asNumber(value);
  if (number !== undefined) return Decimal.from(number);
  if (value === null || typeof value !== 'object') fail('number expected');
  return inertCall(args, context);
}

/** `(sign, (digit, ...), exponent)`, the exponent `'F'`, `'n'` or `'N'` for the special values. */
function fromTuple(parts: readonly unknown[], context: HookContext): Decimal {
  const [sign, digitTuple, exponent] = parts;
  const digits = asSequence(charged(digitTuple, context));
  if (parts.length !== 3 || digits === undefined) fail('sign, digits and exponent expected');
  const negative = needed(asSmallInteger(sign, 0, 1), 'sign');
  const text = digits.map((digit) => needed(asSmallInteger(digit, 0, 9), 'digit')).join('');
  const special =
    exponent === 'F' ? 'Infinity' : exponent === 'n' ? `NaN${text}` : exponent === 'N' ? `sNaN${text}` : undefined;
  const value = special ?? `${text || 0}E${needed(asInteger(exponent), 'int')}`;
  return needed(Decimal.parse((negative ? '-' : '') + value), 'smaller exponent');
}
