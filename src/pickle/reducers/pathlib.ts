import type { ClassRow } from '../../types/class-table.js';
import { PyPath } from '../../types/path.js';
import { type Reducer, reducer } from '../../types/reduction.js';
import { PyGlobal } from '../../values/global.js';

/** `pathlib`. */
export function pathReducers(): ClassRow<Reducer>[] {
  return [
    reducer(PyPath, ({ module, flavour, parts, segments }) => [new PyGlobal(module, flavour), module === 'pathlib' ? parts : segments]),
  ];
}
