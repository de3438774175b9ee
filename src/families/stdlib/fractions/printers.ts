import { type ClassRow, type Printer, printer } from '../../../registry/index.js';
import { Fraction } from './fraction.js';

/** `fractions`. */
export function fractionPrinters(): ClassRow<Printer>[] {
  return [printer(Fraction, ({ numerator, denominator }) => [`Fraction(${numerator}, ${denominator})`])];
}
