import type { ClassRow } from '../../types/class-table.js';
import { PyPath } from '../../types/path.js';
import { type Printer, printer } from '../../types/printer.js';

/** `pathlib`. */
export function pathPrinters(): ClassRow<Printer>[] {
  return [printer(PyPath, (path) => [`${path.flavour}(`, { value: path.asPosix() }, ')'])];
}
