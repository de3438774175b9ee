import type { ClassRow } from '../../types/class-table.js';
import { type Printer, printer } from '../../types/printer.js';
import { UUID } from '../../types/uuid.js';

/** `uuid`. */
export function uuidPrinters(): ClassRow<Printer>[] {
  return [printer(UUID, (uuid) => [`UUID('${uuid}')`])];
}
