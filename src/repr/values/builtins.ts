import type { ClassRow } from '../../types/class-table.js';
import { type Printer, printer } from '../../types/printer.js';
import { SingletonType } from '../../values/singleton-type.js';

/** `builtins`. */
export function builtinPrinters(): ClassRow<Printer>[] {
  return [printer(SingletonType, ({ name }) => [`<class '${name}'>`])];
}
