import { type ClassRow, type Printer, printer } from '../../../registry/index.js';
import { Decimal } from './decimal.js';

/** `decimal`. */
export function decimalPrinters(): ClassRow<Printer>[] {
  return [printer(Decimal, (decimal) => [`Decimal('${decimal}')`])];
}
