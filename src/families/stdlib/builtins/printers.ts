import type { ClassRow } from '../../../registry/class-table.js';
import { type Printer, printer } from '../../../registry/printer.js';
import { SingletonType } from '../../../values/singleton-type.js';

/** `builtins`. */
export function builtinPrinters(): ClassRow<Printer>[] {
  return [printer(SingletonType, ({ name }) => [`<class '${name}'>`])];
}
