import type { ClassRow } from '../../types/class-table.js';
import { PyException } from '../../types/exception.js';
import { PyGlobal } from '../../types/global.js';
import { type Reducer, reducer } from '../../types/reduction.js';

/** Exceptions. */
export function exceptionReducers(): ClassRow<Reducer>[] {
  return [reducer(PyException, ({ module, name, args, attributes }) => [new PyGlobal(module, name), args, attributes])];
}
