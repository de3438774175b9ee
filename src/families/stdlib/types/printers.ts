import { type ClassRow, type Printer, printer } from '../../../registry/index.js';
import type { ReprPart } from '../../../values/index.js';
import { SimpleNamespace } from './simple-namespace.js';

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
