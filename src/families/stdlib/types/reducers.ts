import type { ClassRow } from '../../../registry/class-table.js';
import { type Reducer, reducer } from '../../../registry/reduction.js';
import { PyGlobal } from '../../../values/global.js';
import { SimpleNamespace } from './simple-namespace.js';

/** `types`. */
export function namespaceReducers(): ClassRow<Reducer>[] {
  return [reducer(SimpleNamespace, ({ attributes }) => [new PyGlobal('types', 'SimpleNamespace'), [], attributes])];
}
