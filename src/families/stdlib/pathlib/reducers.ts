import { type ClassRow, type Reducer, reducer } from '../../../registry/index.js';
import { PyGlobal } from '../../../values/index.js';
import { PyPath } from './path.js';

/** `pathlib`. */
export function pathReducers(): ClassRow<Reducer>[] {
  return [
    reducer(PyPath, ({ module, flavour, parts, segments }) => [
      new PyGlobal(module, flavour),
      module === 'pathlib' ? parts : segments,
    ]),
  ];
}
