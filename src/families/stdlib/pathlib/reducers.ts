import type { ClassRow } from '../../../registry/class-table.js';
import { type Reducer, reducer } from '../../../registry/reduction.js';
import { PyGlobal } from '../../../values/global.js';
import { PyPath } from './path.js';

/** `pathlib`. */
export function pathReducers(): ClassRow<Reducer>[] {
  return [
    reducer(PyPath, ({ module, flavour, parts, segments }) => [new PyGlobal(module, flavour), module === 'pathlib' ? parts : segments]),
  ];
}
