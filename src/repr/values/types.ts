import type { ClassRow } from '../../types/class-table.js';
import { SimpleNamespace } from '../../types/namespace.js';
import { type Printer, printer } from '../../types/printer.js';
import type { ReprPart } from '../../values/protocol.js';

/** `types`. */
export function namespacePrinters(): ClassRow<Printer>[] {
  return [printer(SimpleNamespace, namespaceParts, 'namespace(...)')];
}

function* namespaceParts({ attributes }: SimpleNamespace): Iterable<ReprPart> {
  let separator = 'namespace(';
  for (const [name, value] of attributes) {
    if (typeof name !== 'string') continue;
    yield `${separator}${name}=`;
    yield { value };
    separator = ', ';
  }
  yield separator === ', ' ? ')' : 'namespace()';
}
