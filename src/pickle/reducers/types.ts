import type { ClassRow } from '../../types/class-table.js';
import { SimpleNamespace } from '../../types/namespace.js';
import { type Reducer, reducer } from '../../types/reduction.js';
import { PyGlobal } from '../../values/global.js';

/** `types`. */
export function namespaceReducers(): ClassRow<Reducer>[] {
  return [reducer(SimpleNamespace, ({ attributes }) => [new PyGlobal('types', 'SimpleNamespace'), [], attributes])];
}
