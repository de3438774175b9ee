import type { ClassRow } from '../../types/class-table.js';
import { Fraction } from '../../types/fraction.js';
import { type Printer, printer } from '../../types/printer.js';

/** `fractions`. */
export function fractionPrinters(): ClassRow<Printer>[] {
  return [printer(Fraction, ({ numerator, denominator }) => [`Fraction(${numerator}, ${denominator})`])];
}
