import { type ClassRow, type Printer, printer } from '../../../registry/index.js';
import { UUID } from './uuid.js';

/** `uuid`. */
export function uuidPrinters(): ClassRow<Printer>[] {
  return [printer(UUID, (uuid) => [`UUID('${uuid}')`])];
}
