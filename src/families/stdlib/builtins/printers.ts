import { type ClassRow, type Printer, printer } from '../../../registry/index.js';
import { SingletonType } from '../../../values/index.js';

/** `builtins`. */
export function builtinPrinters(): ClassRow<Printer>[] {
  return [printer(SingletonType, ({ name }) => [`<class '${name}'>`])];
}
