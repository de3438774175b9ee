import type { ClassRow } from '../../../registry/class-table.js';
import { type Printer, printer } from '../../../registry/printer.js';
import { Decimal } from './decimal.js';

/** `decimal`. */
export function decimalPrinters(): ClassRow<Printer>[] {
  return [printer(Decimal, (decimal) => [`Decimal('${decimal}')`])];
}
