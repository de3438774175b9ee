import type { ClassRow } from '../../types/class-table.js';
import { Decimal } from '../../types/decimal.js';
import { type Printer, printer } from '../../types/printer.js';

/** `decimal`. */
export function decimalPrinters(): ClassRow<Printer>[] {
  return [printer(Decimal, (decimal) => [`Decimal('${decimal}')`])];
}
