import type { ClassRow } from '../../types/class-table.js';
import { Dict } from '../../types/dict.js';
import { PyGlobal } from '../../types/global.js';
import { defaultReduction, type Reducer, reducer } from '../../types/reduction.js';
import { UUID } from '../../types/uuid.js';

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
