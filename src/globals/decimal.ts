import { Decimal } from '../types/decimal.js';
import { arity, asciiNumber, asInteger, asNumber, asSequence, fail, inertCall, knownClass, refuseState } from './arguments.js';
import type { HookContext, Registry } from './registry.js';

/** Registers `decimal.Decimal`. Contexts and signals stay inert. */
export function registerDecimal(registry: Registry): void {
  registry.add('decimal', 'Decimal', knownClass({ construct: decimal, setState: refuseState }));
}

/** `Decimal()`, `(str)`, `(int)`, `(float)`, `((sign, digits, exponent))`. */
function decimal(args: unknown[], context: HookContext): unknown {
  arity(args, 'Decimal', 0, 2);
  if (args.length === 0) return Decimal.from(0);
  const [value] = args;
  if (args.length === 2 && args[1] !== null) return inertCall(args, context);
  if (typeof value === 'string') {
    const ascii = asciiNumber(value);
    return (ascii === undefined ? undefined : Decimal.parse(ascii)) ?? fail('decimal.InvalidOperation: text that is no decimal number');
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
  if (parts.length !== 3 || digits === undefined) fail('Decimal: a tuple of sign, digits and exponent is required');
  const negative = asInteger(sign);
  if (negative !== 0 && negative !== 1) fail('Decimal: sign must be an integer with the value 0 or 1');
  let text = '';
  for (const digit of digits) {
    const value = asInteger(digit);
    if (typeof value !== 'number' || value < 0 || value > 9) fail('Decimal: coefficient must be a tuple of digits');
    text += value;
  }
  if (exponent === 'F') return Decimal.special('Infinity', negative === 1);
  if (exponent === 'n') return Decimal.special('NaN', negative === 1, text);
  if (exponent === 'N') return Decimal.special('sNaN', negative === 1, text);
  const power = asInteger(exponent) ?? fail('Decimal: exponent must be an integer');
  return Decimal.finite(negative === 1, text, BigInt(power)) ?? fail('decimal.InvalidOperation: exponent out of range');
}
