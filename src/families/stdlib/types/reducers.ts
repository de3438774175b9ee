import { type ClassRow, type Reducer, reducer } from '../../../registry/index.js';
import { PyGlobal } from '../../../values/index.js';
import { SimpleNamespace } from './simple-namespace.js';

/** `types`. */
export function namespaceReducers(): ClassRow<Reducer>[] {
  return [reducer(SimpleNamespace, ({ attributes }) => [new PyGlobal('types', 'SimpleNamespace'), [], attributes])];
}
