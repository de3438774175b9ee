import type { ClassRow } from '../../../registry/class-table.js';
import { defaultReduction, type Reducer, reducer } from '../../../registry/reduction.js';
import { Dict } from '../../../values/dict.js';
import { PyGlobal } from '../../../values/global.js';
import { UUID } from './uuid.js';

/** `uuid`. */
export function uuidReducers(): ClassRow<Reducer>[] {
  return [
    reducer(UUID, ({ int, isSafe }, protocol) => {
      const number = Number(int);
      const state = new Dict<unknown, unknown>([['int', Number.isSafeInteger(number) ? number : int]]);
      if (isSafe !== null) state.set('is_safe', isSafe);
      return defaultReduction(protocol, new PyGlobal('uuid', 'UUID'), [], state);
    }),
  ];
}
