import { type ClassRow, type Printer, printer } from '../../../registry/index.js';
import { PyPath } from './path.js';

/** `pathlib`. */
export function pathPrinters(): ClassRow<Printer>[] {
  return [printer(PyPath, (path) => [`${path.flavour}(`, { value: path.asPosix() }, ')'])];
}
