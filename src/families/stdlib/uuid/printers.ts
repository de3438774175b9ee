import type { ClassRow } from '../../../registry/class-table.js';
import { type Printer, printer } from '../../../registry/printer.js';
import { UUID } from './uuid.js';

/** `uuid`. */
export function uuidPrinters(): ClassRow<Printer>[] {
  return [printer(UUID, (uuid) => [`UUID('${uuid}')`])];
}
