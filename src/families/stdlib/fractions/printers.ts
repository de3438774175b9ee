import type { ClassRow } from '../../../registry/class-table.js';
import { type Printer, printer } from '../../../registry/printer.js';
import { Fraction } from './fraction.js';

/** `fractions`. */
export function fractionPrinters(): ClassRow<Printer>[] {
  return [printer(Fraction, ({ numerator, denominator }) => [`Fraction(${numerator}, ${denominator})`])];
}
