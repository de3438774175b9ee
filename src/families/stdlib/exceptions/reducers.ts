import type { ClassRow } from '../../../registry/class-table.js';
import { type Reducer, reducer } from '../../../registry/reduction.js';
import { PyGlobal } from '../../../values/global.js';
import { PyException } from './exception.js';

/** Exceptions. */
export function exceptionReducers(): ClassRow<Reducer>[] {
  return [reducer(PyException, ({ module, name, args, attributes }) => [new PyGlobal(module, name), args, attributes])];
}
