import type { ClassRow } from '../../../registry/class-table.js';
import { type Printer, printer } from '../../../registry/printer.js';
import { PyPath } from './path.js';

/** `pathlib`. */
export function pathPrinters(): ClassRow<Printer>[] {
  return [printer(PyPath, (path) => [`${path.flavour}(`, { value: path.asPosix() }, ')'])];
}
