import type { ClassRow } from '../../registry/class-table.js';
import { type Reducer, reducer } from '../../registry/reduction.js';
import { SimpleNamespace } from '../../types/namespace.js';
import { PyGlobal } from '../../values/global.js';

/** `types`. */
export function namespaceReducers(): ClassRow<Reducer>[] {
  return [reducer(SimpleNamespace, ({ attributes }) => [new PyGlobal('types', 'SimpleNamespace'), [], attributes])];
}
