import { Decimal } from '../types/decimal.js';
import { asciiNumber, asInteger, asNumber, asSequence, define, fail, inertCall } from './arguments.js';
import type { HookContext, Registry } from './registry.js';

/** Registers `decimal.Decimal`. Contexts and signals stay inert. */
export function registerDecimal(registry: Registry): void {
  define(registry, 'decimal', 'Decimal', [0, 2], decimal);
}

/** `Decimal()`, `(str)`, `(int)`, `(float)`, `((sign, digits, exponent))`. */
function decimal(args: unknown[], context: HookContext): unknown {
  const [value = 0] = args;
  if (args.length === 2 && args[1] !== null) return inertCall(args, context);
  if (typeof value === 'string') {
    return Decimal.parse(asciiNumber(value) ?? '') ?? fail('decimal.InvalidOperation: text that is no decimal number');
  }
  if (value instanceof Decimal) return value;
  const parts = asSequence(value);
  if (parts !== undefined) return fromTuple(parts);
  const number = asInteger(value) ?? asNumber(value);
  if (number !== undefined) return Decimal.from(number);
  if (value === null || typeof value !== 'object') fail('Decimal() takes a str or a number');
  return inertCall(args, context);
}

/** `(sign, (digit, ...), exponent)`, the exponent `'F'`, `'n'` or `'N'` for the special values. */
function fromTuple(parts: readonly unknown[]): Decimal {
  const [sign, digitTuple, exponent] = parts;
  const digits = asSequence(digitTuple);
  if (parts.length !== 3 || digits === undefined) fail('Decimal: the tuple is sign, digits and exponent');
  const negative = asInteger(sign);
  if (negative !== 0 && negative !== 1) fail('Decimal: the sign is 0 or 1');
  let text = '';
  for (const digit of digits) {
    const value = asInteger(digit);
    if (typeof value !== 'number' || value < 0 || value > 9) fail('Decimal: the coefficient is a tuple of digits');
    text += value;
  }
  const special = exponent === 'F' ? 'Infinity' : exponent === 'n' ? `NaN${text}` : exponent === 'N' ? `sNaN${text}` : undefined;
  const value = special ?? `${text || 0}E${asInteger(exponent) ?? fail('Decimal: the exponent is an integer')}`;
  return Decimal.parse((negative ? '-' : '') + value) ?? fail('decimal.InvalidOperation: exponent out of range');
}
