import { type ClassRow, type Reducer, reducer } from '../../../registry/index.js';
import { PyGlobal } from '../../../values/index.js';
import { PyException } from './exception.js';

/** Exceptions. */
export function exceptionReducers(): ClassRow<Reducer>[] {
  return [reducer(PyException, ({ module, name, args, attributes }) => [new PyGlobal(module, name), args, attributes])];
}
