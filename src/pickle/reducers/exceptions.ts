import type { ClassRow } from '../../types/class-table.js';
import { PyException } from '../../types/exception.js';
import { type Reducer, reducer } from '../../types/reduction.js';
import { PyGlobal } from '../../values/global.js';

/** Exceptions. */
export function exceptionReducers(): ClassRow<Reducer>[] {
  return [reducer(PyException, ({ module, name, args, attributes }) => [new PyGlobal(module, name), args, attributes])];
}
